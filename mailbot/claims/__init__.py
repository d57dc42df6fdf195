"""Orders, claims on them, and what a claim is worth. Knows no mail and no dispute."""
