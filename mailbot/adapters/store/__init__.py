"""The store: SQLAlchemy Core tables, on SQLite and PostgreSQL."""
