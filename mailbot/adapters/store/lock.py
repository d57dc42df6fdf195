"""One running mailbot a database file: a second one would send and chase everything twice."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from mailbot.errors import SettingsError


def hold(database: Path) -> Callable[[], None]:
    """Take the lock beside the database; return what lets go of it. The kernel does so if we die."""
    path = database.with_name(f"{database.name}.lock")
    file = path.open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise SettingsError(
            f"another mailbot (process {holder}) runs on {database} and holds {path}: "
            "end it first, or give this one its own [store] url"
        ) from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file.close
