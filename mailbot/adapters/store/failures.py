"""What the engine says went wrong, in words that name the cure."""

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from mailbot.errors import PermanentFailure, TemporaryFailure, WorldFailure

# SQLite's own words, or the first letters of PostgreSQL's SQLSTATE -> whether trying again helps, and the cure
_SQLITE = {
    "locked": (True, "another process holds it for long; end that process, or wait"),
    "disk is full": (True, "its disk is full; free some space and mailbot goes on by itself"),
    "unable to open": (False, "it cannot be opened; check that the folder exists and may be written"),
    "readonly": (False, "it may only be read; give mailbot's account the right to write the file and its folder"),
    "read-only": (False, "it may only be read; give mailbot's account the right to write the file and its folder"),
    "disk i/o error": (False, "its disk does not work; look after the disk before starting again"),
    "malformed": (False, "the file is damaged; put back a backup"),
    "not a database": (False, "the file is no SQLite database; correct [store] url"),
}
_POSTGRES = {
    "08": (True, "the connection broke; mailbot tries again"),
    "40": (True, "it was too busy with the same rows; mailbot tries again"),
    "53100": (True, "its disk is full; free some space and mailbot goes on by itself"),
    "53": (True, "it has no room for another connection or no memory; raise max_connections or wait"),
    "55": (True, "somebody locked a table; mailbot tries again"),
    "57": (True, "it is starting, stopping or was told to stop; mailbot tries again"),
    "25006": (True, "it may only be read just now; point [store] url at the primary"),
    "28": (False, "it does not know this name and password; correct [store] url"),
    "3D000": (False, "there is no such database; create it or correct [store] url"),
    "42501": (False, "this account lacks a right; grant it all rights on its schema"),
}
SERIALISATION = ("40001", "40P01")


def sqlstate(error: BaseException) -> str:
    """Return PostgreSQL's code for an error, "" if there is none."""
    seen: BaseException | None = error
    while seen is not None:
        code = getattr(seen, "sqlstate", None) or getattr(getattr(seen, "orig", None), "sqlstate", None)
        if code:
            return str(code)
        seen = seen.__cause__
    return ""


def failure(error: SQLAlchemyError | OSError, where: str) -> WorldFailure:
    """Say what happened to the database at ``where``, and whether trying again may help."""
    if isinstance(error, DBAPIError) and (known := _known(error)):
        again, cure = known
        return (TemporaryFailure if again else PermanentFailure)(f"database {where}: {cure}")
    if isinstance(error, OSError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return TemporaryFailure(
            f"database {where} does not answer; start it or correct [store] url; mailbot tries again"
        )
    return PermanentFailure(f"database {where} refused: {_first_line(error)}")


def _known(error: DBAPIError) -> tuple[bool, str] | None:
    code = sqlstate(error)
    if code:
        return next((_POSTGRES[code[:size]] for size in (5, 2) if code[:size] in _POSTGRES), None)
    words = str(error.orig).lower()
    return next((cure for phrase, cure in _SQLITE.items() if phrase in words), None)


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0]
