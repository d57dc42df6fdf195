"""The whole program with an embedded post office and parties that write."""
