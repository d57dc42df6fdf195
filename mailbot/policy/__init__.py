"""A client's dated rules, and what follows from them for one order. Knows no mail and no dispute."""
