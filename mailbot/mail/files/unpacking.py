"""What a spreadsheet's container says before anybody unpacks it: bombs, locks, cells at the end of the world."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from mailbot.mail.files.bounds import LIMITS
from mailbot.mail.files.refusal import Refusal

_OLD = b"\xd0\xcf\x11\xe0"
_PIECE = 1 << 20
_OVERLAP = 32  # bytes of a cell's name that may stand across two pieces
# A cell below row 50,000 or right of column 702 (ZZ), as the sheet's XML names it: r="XFD1048576".
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{3}\d|[A-Z]{0,2}(?:\d{6}|[5-9]\d{4}))""")


def why_not(content: bytes, xml_bytes: int = LIMITS.unpacked_bytes) -> Refusal | None:
    """Return why an office file is not to be opened; None if it may be. ``xml_bytes``: the most its XML may unpack to."""
    if content.startswith(_OLD):  # Office keeps a protected file in the old container
        return Refusal.LOCKED if "EncryptedPackage".encode("utf-16-le") in content else None
    if not content.startswith(b"PK"):
        return None
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _packed(archive, len(content), xml_bytes)
    except (BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return Refusal.DAMAGED


def reaches_far(content: bytes) -> bool:
    """Whether an .xlsx that may be opened has a cell so far out that its sheet must not be held whole."""
    if not content.startswith(b"PK"):
        return False
    with ZipFile(BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(_far(archive, name) for name in sheets)


def _packed(archive: ZipFile, packed_bytes: int, xml_bytes: int) -> Refusal | None:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    written = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if size > LIMITS.unpacked_bytes or size > LIMITS.ratio * max(packed_bytes, 1) or written > xml_bytes:
        return Refusal.TOO_LARGE
    if any(member.flag_bits & 1 for member in members):
        return Refusal.LOCKED
    for member in members:  # no member is larger than it says: reading to the end proves it
        with archive.open(member) as content:
            while content.read(_PIECE):
                pass
    return None


def _far(archive: ZipFile, name: str) -> bool:
    with archive.open(name) as content:
        before = b""
        while piece := content.read(_PIECE):
            if _FAR.search(before + piece):
                return True
            before = piece[-_OVERLAP:]
    return False
