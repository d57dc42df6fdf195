"""The nouns and grammar of mail; knows no dispute."""
