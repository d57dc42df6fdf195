"""The nouns and rules of mediation; knows no mail server, no clock and no database."""
