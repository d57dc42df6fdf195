"""One file of a mail, read as far as it can be: itself first, then what was in it."""

from collections.abc import Callable
from typing import Final

from mailbot.mail.charset import decode
from mailbot.mail.files import documents, packed
from mailbot.mail.files.bounds import LIMITS, Allowance
from mailbot.mail.files.documents import Told
from mailbot.mail.files.kinds import FileKind, ending_of, kind_of
from mailbot.mail.files.photo import picture_of
from mailbot.mail.files.refusal import Refusal
from mailbot.mail.files.sealed import signed_content, without_armour
from mailbot.mail.files.unpacking import why_not
from mailbot.mail.html import readable
from mailbot.mail.message import Attachment
from mailbot.mail.mime import Part, file_name

_Reader = Callable[[bytes, Allowance], tuple[Told, Refusal | None]]
_DOCUMENTS: Final[dict[FileKind, _Reader]] = {
    FileKind.PDF: documents.pdf,
    FileKind.DOCUMENT: documents.document,
    FileKind.RICH_TEXT: documents.rich_text,
    FileKind.CALENDAR: documents.calendar,
}
_PACKAGES: Final = {FileKind.ARCHIVE: packed.archive, FileKind.TNEF: packed.tnef}
_KEPT_ONLY: Final = frozenset({FileKind.VIDEO, FileKind.CARD, FileKind.SIGNATURE, FileKind.MAIL})
_MOST_BYTES_TEXT: Final = 4 * LIMITS.text_letters


def read_file(name: str, type_: str, content: bytes, allowance: Allowance, inside: str = "") -> tuple[Attachment, ...]:
    """Read a file. Never raises; its bytes are always kept, and what could not be read is said in ``problem``."""
    kind = kind_of(name, type_, content)
    file = Attachment(name, type_, content, kind=kind, inside=inside)
    if not content:
        return (_with(file, refusal=None if kind in _KEPT_ONLY else Refusal.EMPTY),)
    if kind in _PACKAGES:
        return _package(file, allowance)
    if kind is FileKind.PHOTO:
        picture, refusal = picture_of(content, allowance)
        return (Attachment(name, type_, content, "", refusal or "", kind, picture, 0, inside),)
    if kind in _DOCUMENTS:
        told, refusal = _document(kind, content, allowance)
        return (_with(file, told, refusal),)
    return (_with(file, Told(_text(file)), _why_not(file, allowance)),)


def _with(file: Attachment, told: Told | None = None, refusal: Refusal | None = None) -> Attachment:
    told = told or Told()
    return Attachment(
        file.name,
        file.type,
        file.content,
        _whole_letters(told.text),
        refusal or "",
        file.kind,
        None,
        told.pages,
        file.inside,
    )


def _whole_letters(text: str) -> str:
    """Join halves of letters (surrogates) that a library left apart; a half alone cannot be written, nor can a NUL."""
    text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _document(kind: FileKind, content: bytes, allowance: Allowance) -> tuple[Told, Refusal | None]:
    refusal = documents.old_office(content)
    return (Told(), refusal) if refusal is not None else _DOCUMENTS[kind](content, allowance)


def _package(file: Attachment, allowance: Allowance) -> tuple[Attachment, ...]:
    """Open a package; what is in it is read as any other file, but no package in a package is."""
    found = _PACKAGES[file.kind](file.content, allowance)
    files: list[Attachment] = []
    for number, (name, content) in enumerate(found.files, start=1):
        if allowance.nested_files <= 0:
            found.refusal = found.refusal or Refusal.TOO_LARGE
            break
        allowance.nested_files -= 1
        clean = file_name(name) or f"file-{number}"
        where = f"{file.inside} / {file.name}" if file.inside else file.name
        if kind_of(clean, "", content) in _PACKAGES:
            files.append(
                Attachment(clean, "", content, "", Refusal.NO_READER, kind_of(clean, "", content), inside=where)
            )
        else:
            files += read_file(clean, "", content, allowance, where)
    return (_with(file, Told(found.text), found.refusal), *files)


def encrypted_file(part: Part, number: int, inside: str) -> Attachment:
    """Keep a part of an encrypted mail: the first only says how, the second is what we cannot read (RFC 1847 2.2)."""
    name = part.name or ("encrypted.asc" if number else "encryption.txt")
    problem = Refusal.SEALED if number else ""
    return Attachment(name, part.type, part.content, "", problem, FileKind.SEALED, inside=inside)


def armour_apart(text: str, inside: str) -> tuple[str, tuple[Attachment, ...]]:
    """Return a text without PGP's armour, and the armour as files."""
    parted = without_armour(text)
    blocks = (
        ("signature.asc", "application/pgp-signature", parted.signature, "", FileKind.SIGNATURE),
        ("encrypted.asc", "application/pgp-encrypted", parted.message, Refusal.SEALED, FileKind.SEALED),
    )
    return parted.text, tuple(
        Attachment(name, type_, block.encode("utf-8", "replace"), "", problem, kind, inside=inside)
        for name, type_, block, problem, kind in blocks
        if block
    )


def _text(file: Attachment) -> str:
    """Return the words of what is text already, and of nothing else."""
    if file.kind is not FileKind.TEXT:
        return ""
    text = decode(file.content[:_MOST_BYTES_TEXT])[0].replace("\r\n", "\n").replace("\0", "")
    html = file.type == "text/html" or ending_of(file.name) in {"html", "htm"}
    return (readable(text) if html else text)[: LIMITS.text_letters]


def _why_not(file: Attachment, allowance: Allowance) -> Refusal | None:
    """Say why a file that has no reader of its own here stays closed; sheets are read when their order is known."""
    if file.kind is FileKind.SEALED:
        return None if signed_content(file.content) is not None else Refusal.SEALED
    if file.kind is FileKind.SHEET:
        return why_not(file.content, allowance=allowance)
    return (documents.old_office(file.content) or Refusal.NO_READER) if file.kind is FileKind.OTHER else None
