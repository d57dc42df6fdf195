"""The database's version: what it is, and bringing an older one up to ours."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from mailbot.errors import SettingsError

KNOWN = ("0001",)  # every version there was, ours last
VERSION_TABLE = "alembic_version"


def is_ours(connection: Connection, where: str) -> bool:
    """Whether the database is as this mailbot needs it; SettingsError if it is from a newer one."""
    found = version(connection)
    if found is not None and found not in KNOWN:
        raise SettingsError(
            f"database {where} was made by a newer mailbot (version {found}, this one knows {KNOWN[-1]}): "
            "install the newer mailbot, or name another database in [store] url"
        )
    return found == KNOWN[-1]


def version(connection: Connection) -> str | None:
    """Read the version; None if the database is new."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 a constant
    return found


def migrate(connection: Connection) -> None:
    """Bring the database up to ours, in the transaction the caller holds: killed half-way, nothing happened."""
    from alembic import command  # noqa: PLC0415 costs a third of a second; only a new or old database needs it
    from alembic.config import Config  # noqa: PLC0415 as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
