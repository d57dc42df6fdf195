"""What a file is: by its first bytes, then by what it holds, then by what its mail calls it."""

from enum import StrEnum
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile


class FileKind(StrEnum):
    """A kind of file."""

    PHOTO = "photo"
    PDF = "PDF"
    SHEET = "sheet"
    DOCUMENT = "document"
    RICH_TEXT = "rich text"
    CALENDAR = "invitation"
    ARCHIVE = "archive"
    TNEF = "Outlook package"
    MAIL = "mail"
    SIGNATURE = "signature"
    SEALED = "sealed"
    VIDEO = "video"
    CARD = "card"
    TEXT = "text"
    OTHER = "other"


OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2
_STARTS: Final = (
    (b"\xff\xd8\xff", FileKind.PHOTO),
    (b"\x89PNG\r\n\x1a\n", FileKind.PHOTO),
    (b"GIF8", FileKind.PHOTO),
    (b"II*\0", FileKind.PHOTO),
    (b"MM\0*", FileKind.PHOTO),
    (b"x\x9f>\x22", FileKind.TNEF),  # [MS-OXTNEF] 2.1.3.1
    (b"{\\rtf", FileKind.RICH_TEXT),
)
_BEGINS: Final = ((b"BEGIN:VCALENDAR", FileKind.CALENDAR), (b"BEGIN:VCARD", FileKind.CARD))
_ENDINGS: Final = {
    FileKind.PHOTO: ("jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "tif", "tiff", "heic", "heif", "bmp"),
    FileKind.PDF: ("pdf",),
    FileKind.SHEET: ("xlsx", "xlsm", "xls", "ods", "csv", "tsv"),
    FileKind.DOCUMENT: ("docx", "docm"),
    FileKind.RICH_TEXT: ("rtf",),
    FileKind.CALENDAR: ("ics",),
    FileKind.ARCHIVE: ("zip",),
    FileKind.MAIL: ("eml",),
    FileKind.SIGNATURE: ("p7s", "asc", "sig"),
    FileKind.SEALED: ("p7m", "pgp", "gpg"),
    FileKind.VIDEO: ("mp4", "mov", "avi", "webm", "3gp", "m4v", "mkv"),
    FileKind.CARD: ("vcf",),
    FileKind.OTHER: ("doc", "msg", "pages", "numbers", "key", "odt", "rar", "7z", "exe", "ppt", "pptx", "svg"),
}
_BY_ENDING: Final = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_BY_TYPE: Final = {
    "application/pdf": FileKind.PDF,
    "application/ms-tnef": FileKind.TNEF,
    "application/vnd.ms-tnef": FileKind.TNEF,
    "text/calendar": FileKind.CALENDAR,
    "application/ics": FileKind.CALENDAR,
    "text/csv": FileKind.SHEET,
    "text/tab-separated-values": FileKind.SHEET,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": FileKind.SHEET,
    "application/vnd.ms-excel": FileKind.SHEET,
    "application/vnd.oasis.opendocument.spreadsheet": FileKind.SHEET,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": FileKind.DOCUMENT,
    "application/rtf": FileKind.RICH_TEXT,
    "text/rtf": FileKind.RICH_TEXT,
    "message/rfc822": FileKind.MAIL,
    "message/global": FileKind.MAIL,
    "application/pkcs7-signature": FileKind.SIGNATURE,
    "application/x-pkcs7-signature": FileKind.SIGNATURE,
    "application/pgp-signature": FileKind.SIGNATURE,
    "application/pgp-keys": FileKind.SIGNATURE,
    "application/pkcs7-mime": FileKind.SEALED,
    "application/x-pkcs7-mime": FileKind.SEALED,
    "application/pgp-encrypted": FileKind.SEALED,
    "text/vcard": FileKind.CARD,
    "text/x-vcard": FileKind.CARD,
}
_HEIF: Final = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"})
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_MEMBERS: Final = 2_000


def kind_of(name: str, type_: str, content: bytes) -> FileKind:
    """Return what a file is; ``type_`` is the media type its mail declares."""
    named = _BY_ENDING.get(ending_of(name)) or _BY_TYPE.get(type_)
    shown = _by_start(content)
    if content.startswith(_ZIP):
        return _in_zip(content, named)
    if shown is not None:
        return shown
    if named is None:
        named = _by_group(type_) or (FileKind.TEXT if content and b"\0" not in content[:4096] else FileKind.OTHER)
    return named


def ending_of(name: str) -> str:
    """Return what stands behind the last dot, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _by_start(content: bytes) -> FileKind | None:
    if content[4:8] == b"ftyp" or content[:4] == b"RIFF":
        return _in_container(content)
    if content[:2] == b"BM" and content[6:10] == bytes(4):  # the four reserved bytes of a bitmap's header
        return FileKind.PHOTO
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    begun = next((kind for begin, kind in _BEGINS if head.startswith(begin)), None)
    return begun or next((kind for start, kind in _STARTS if content.startswith(start)), None)


def _in_container(content: bytes) -> FileKind | None:
    """Tell by the brand of an ISO base media or RIFF file."""
    if content[4:8] == b"ftyp":
        return FileKind.PHOTO if content[8:12] in _HEIF else FileKind.VIDEO
    return {b"WEBP": FileKind.PHOTO, b"AVI ": FileKind.VIDEO}.get(content[8:12])


def _in_zip(content: bytes, named: FileKind | None) -> FileKind:
    """Tell office files from archives by their members; one that cannot be listed is what it is called."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist()[:_MEMBERS])
    except (BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return named or FileKind.ARCHIVE
    if any(name.startswith("xl/") for name in names) or named is FileKind.SHEET:
        return FileKind.SHEET
    if "word/document.xml" in names:
        return FileKind.DOCUMENT
    office = "mimetype" in names or "[Content_Types].xml" in names or "Index/Document.iwa" in names
    return named if named in {FileKind.OTHER, FileKind.DOCUMENT} else (FileKind.OTHER if office else FileKind.ARCHIVE)


def _by_group(type_: str) -> FileKind | None:
    group = type_.partition("/")[0]
    return {"image": FileKind.PHOTO, "video": FileKind.VIDEO, "text": FileKind.TEXT}.get(group)
