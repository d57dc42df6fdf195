"""A corpus of whole threads: what parties, strangers, machines and forgers write to a desk, each with its truth."""
