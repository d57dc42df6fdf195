"""One module for each version of the database; once released, it never changes."""
