"""The keys that sign reply addresses and Message-IDs, in a file only its owner reads."""

import os
import secrets
import tomllib
from base64 import b32encode, b64decode, b64encode
from pathlib import Path

from mailbot.errors import SettingsError
from mailbot.mail.token import Keys

KEY_BYTES = 32


def read_keys(file: Path) -> Keys:
    """Read the keys; make the file with one fresh key if there is none."""
    if not file.exists():
        _make(file)
    try:
        tables = tomllib.loads(file.read_text(encoding="ascii"))
        named = {str(name): b64decode(str(value)) for name, value in dict(tables["keys"]).items()}
        return Keys(str(tables["current"]), named)
    except (OSError, KeyError, ValueError, TypeError) as wrong:
        raise SettingsError(f"{file}: is no file of keys ({wrong}); restore it from your backup") from None


def random_name() -> str:
    """Return a name nobody can guess: 65 bit, lower-case letters and digits."""
    return b32encode(secrets.token_bytes(9)).decode("ascii")[:13].lower()


def _make(file: Path) -> None:
    name = secrets.token_hex(4)
    text = f'# Keep this file: answers are placed by it.\ncurrent = "{name}"\n\n[keys]\n{name} = '
    text += f'"{b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"\n'
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(text)
    except FileExistsError:
        return  # another process made it meanwhile
    except OSError as trouble:
        raise SettingsError(f"{file}: cannot be made: {trouble.strerror}") from None
