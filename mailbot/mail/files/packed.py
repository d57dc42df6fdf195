"""What other files hold: archives, and the packages that Outlook makes of a mail's attachments."""

import importlib
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from mailbot.mail.charset import decode
from mailbot.mail.files.bounds import LIMITS, Allowance, within
from mailbot.mail.files.documents import rich_text
from mailbot.mail.files.kinds import FileKind, kind_of
from mailbot.mail.files.refusal import Refusal
from mailbot.mail.html import readable

# Archives in archives are taken out to be named; none is opened.
_OPENED: Final = frozenset({FileKind.PHOTO, FileKind.PDF, FileKind.SHEET, FileKind.DOCUMENT, FileKind.ARCHIVE})
_TNEF_HEAD: Final = 6  # bytes of signature and key
_TNEF_OBJECT: Final = 9  # level, attribute and length, [MS-OXTNEF] 2.1.3
_TNEF_SUM: Final = 2
_COPIED: Final = 400_000_000  # bytes: the library copies the rest of the package for each object
_SYSTEM: Final = "__MACOSX/"


@dataclass(slots=True)
class Opened:
    """What came out: words, and files by name."""

    text: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    refusal: Refusal | None = None


def archive(content: bytes, allowance: Allowance) -> Opened:
    """List a .zip; take out the photos, sheets and documents in it, one level deep and within limits.

    The names of members are shown and never used as paths.
    """
    found = Opened()
    try:
        with ZipFile(BytesIO(content)) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
            found.text = "\n".join(member.filename[:200] for member in members[: LIMITS.listed_members])
            found.refusal = _why_not(members, len(content), allowance)
            if found.refusal is None:
                for member in members[: LIMITS.archive_members]:
                    _take(opened, member, found, allowance)
    except (BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        found.refusal = found.refusal or Refusal.DAMAGED
    return found


def _why_not(members: list[ZipInfo], packed_bytes: int, allowance: Allowance) -> Refusal | None:
    size = sum(member.file_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        return Refusal.LOCKED
    if len(members) > LIMITS.archive_entries:
        return Refusal.TOO_LARGE
    if size > LIMITS.ratio * max(packed_bytes, 1) or size > allowance.archive_bytes:
        return Refusal.TOO_LARGE
    return None


def _take(opened: ZipFile, member: ZipInfo, found: Opened, allowance: Allowance) -> None:
    name = member.filename.rpartition("/")[2]
    if not name or member.filename.startswith(_SYSTEM) or name.startswith("."):
        return
    with opened.open(member) as file:
        content = file.read(member.file_size)
    allowance.archive_bytes -= len(content)
    if kind_of(name, "", content) in _OPENED:
        found.files.append((name, content))


def tnef(content: bytes, allowance: Allowance) -> Opened:
    """Open winmail.dat: the words of the mail and its attachments ([MS-OXTNEF])."""
    if not _bounded(content):
        return Opened(refusal=Refusal.DAMAGED)
    library: Any = importlib.import_module("tnefparse")
    importlib.import_module("compressed_rtf")  # it would do so itself, and be counted for it
    found, rich = Opened(), list[bytes]()

    def work() -> None:
        package = library.TNEF(content, do_checksum=False)
        for file in package.attachments:
            if file.data:
                found.files.append((_name(file), bytes(file.data)))
        found.text = _words(package)
        if not found.text and package.rtfbody:
            rich.append(bytes(package.rtfbody))

    found.refusal = within(allowance, work, library.tnef.TNEFObject.__init__.__code__)
    if rich:
        told, refusal = rich_text(rich[0], allowance)
        found.text, found.refusal = told.text, found.refusal or refusal
    return found


def _bounded(content: bytes) -> bool:
    """Walk over the objects as the library will: none reaches beyond the end, and they are not too many."""
    at, objects = _TNEF_HEAD, 0
    while at + _TNEF_OBJECT <= len(content):
        (length,) = struct.unpack_from("<I", content, at + 5)
        at += _TNEF_OBJECT + length + _TNEF_SUM
        objects += 1
        if at > len(content) + _TNEF_SUM or objects > LIMITS.tnef_objects:
            return False
    return objects > 0 and objects * len(content) <= _COPIED


def _name(file: Any) -> str:
    with suppress(UnicodeDecodeError):
        return _decoded(file.long_filename() or file.name)
    return ""


def _words(package: Any) -> str:
    page = _decoded(package.htmlbody)
    plain = _decoded(package.body).strip("\0\r\n ")
    return (plain or (readable(page) if page else "")).replace("\r\n", "\n")[: LIMITS.text_letters]


def _decoded(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else b""
    text = decode(value)[0] if isinstance(value, bytes) else str(value or "")
    return text.replace("\0", "")
