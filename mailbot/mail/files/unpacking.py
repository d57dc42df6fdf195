"""What a spreadsheet's container says before anybody unpacks it: bombs, locks, cells at the end of the world."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from mailbot.mail.files.bounds import LIMITS, Allowance
from mailbot.mail.files.refusal import Refusal

_OLD = b"\xd0\xcf\x11\xe0"
_PIECE = 1 << 20
_OVERLAP = 32  # bytes of a cell's name that may stand across two pieces
# A cell below row 50,000 or right of column 702 (ZZ), as the sheet's XML names it: r="XFD1048576".
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:[A-Z]{3}\d|[A-Z]{0,2}(?:\d{6}|[5-9]\d{4}))""")


# What a document brings besides its XML; nothing that begins so can be read as XML.
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"II*\0", b"MM\0*", b"BM", _OLD)
_HEAD = 8


def why_not(
    content: bytes, xml_bytes: int = LIMITS.unpacked_bytes, allowance: Allowance | None = None
) -> Refusal | None:
    """Return why an office file is not to be opened; None if it may be.

    ``xml_bytes``: the most its XML may unpack to. ``allowance``: what the mail's files may cost together.
    """
    if content.startswith(_OLD):  # Office keeps a protected file in the old container
        return Refusal.LOCKED if "EncryptedPackage".encode("utf-16-le") in content else None
    if not content.startswith(b"PK"):
        return None
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _packed(archive, len(content), xml_bytes, allowance or Allowance())
    except (BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return Refusal.DAMAGED


def reaches_far(content: bytes) -> bool:
    """Whether an .xlsx that may be opened has a cell so far out that its sheet must not be held whole."""
    if not content.startswith(b"PK"):
        return False
    with ZipFile(BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(_far(archive, name) for name in sheets)


def tags_of(content: bytes) -> tuple[int, int]:
    """Return how many bytes of XML an office file holds that may be opened, and how many tags and attributes."""
    with ZipFile(BytesIO(content)) as archive:
        written = [member for member in archive.infolist() if _is_written(archive, member)]
        return sum(member.file_size for member in written), sum(_tags(archive, member) for member in written)


def _is_written(archive: ZipFile, member: ZipInfo) -> bool:
    """Whether a member may be XML. Not told by its name: a document's parts may be called anything."""
    with archive.open(member) as content:
        return not content.read(_HEAD).startswith(_PICTURES)


def _tags(archive: ZipFile, member: ZipInfo) -> int:
    with archive.open(member) as content:
        return sum(piece.count(b"<") + piece.count(b"=") for piece in iter(lambda: content.read(_PIECE), b""))


def _packed(archive: ZipFile, packed_bytes: int, xml_bytes: int, allowance: Allowance) -> Refusal | None:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if size > LIMITS.unpacked_bytes or size > LIMITS.ratio * max(packed_bytes, 1) or not allowance.unpacks(size):
        return Refusal.TOO_LARGE
    if any(member.flag_bits & 1 for member in members):
        return Refusal.LOCKED
    if xml_bytes < size and sum(member.file_size for member in members if _is_written(archive, member)) > xml_bytes:
        return Refusal.TOO_LARGE
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
