"""The store: SQLAlchemy Core tables, on SQLite and PostgreSQL. ``open_store`` picks by the URL."""

from mailbot.adapters.store.opening import open_store

__all__ = ["open_store"]
