"""Honest mails up to the size we take: photos, long documents, big sheets. None of them may cost a worker its life."""

from collections.abc import Callable, Mapping
from random import Random

from tests.reading import robust_files as files
from tests.reading.robust_files import DOCX, XLSX, honest_files
from tests.reading.robust_mails import HEAD, mail

MEGABYTE = 1024 * 1024
LINE = "Three televisions of lot 17 came with broken panels, see photo 4; we ask for USD 250.00. "


def photo(size: int, seed: int) -> bytes:
    """A JPEG of about ``size`` bytes: a picture, and noise behind it as large cameras' data."""
    return files.picture("JPEG", (4000, 3000)) + Random(seed).randbytes(size)


def _photos(count: int, size: int) -> list[tuple[str, str, bytes]]:
    return [(f"IMG_{number}.jpg", "image/jpeg", photo(size, number)) for number in range(count)]


def _pdf() -> bytes:
    return files.pdf([LINE.encode() * 8] * 60)


def _sheet() -> bytes:
    return files.xlsx([files.HEADINGS, *((f"SKU-{row}", row % 9, "missing", 100) for row in range(20_000))])


def _forwarded() -> bytes:
    inner = mail(_photos(4, 4 * MEGABYTE), edge=b"=_inner")
    return mail([("old.eml", "message/rfc822", inner)], encode=False)


def _page_with_pictures() -> bytes:
    picture = files.encoded(photo(4 * MEGABYTE, 1)).replace(b"\r\n", b"")
    page = b'<p>See below.</p><img src="data:image/jpeg;base64,' + picture + b'"><p>We accept.</p>'
    return HEAD + b"Content-Type: text/html\r\n\r\n" + page * 4


def _thread() -> bytes:
    lines = [b"> " * (depth % 12) + LINE.encode() for depth in range(4000)]
    return HEAD + b"\r\nWe accept.\r\n\r\nOn Mon, 1 Jun 2026 at 9:00, Ana <a@b.test> wrote:\r\n" + b"\r\n".join(lines)


HONEST: Mapping[str, Callable[[], bytes]] = {
    "8 photos, 23 MB": lambda: mail(_photos(8, 2_000_000)),
    "one photo of 17 MB": lambda: mail(_photos(1, 17 * MEGABYTE)),
    "10 PDFs of 60 pages": lambda: mail([(f"{number}.pdf", "application/pdf", _pdf()) for number in range(10)]),
    "a sheet of 20,000 rows": lambda: mail([("claim.xlsx", XLSX, _sheet())]),
    "a table of 20,000 rows": lambda: mail([("claim.csv", "text/csv", b"SKU,Quantity affected\r\n" + b"TV-55,3\r\n" * 20_000)]),
    "a document of 200 pages": lambda: mail([("letter.docx", DOCX, files.docx([LINE * 5] * 1500))]),
    "a forwarded mail with photos, 22 MB": _forwarded,
    "a page with pictures in it, 22 MB": _page_with_pictures,
    "a thread of 4,000 lines": _thread,
    "a log of 10 MB beside the words": lambda: mail([("log.txt", "text/plain", LINE.encode() * 110_000)]),
    "an archive of photos, 20 MB": lambda: mail([("photos.zip", files.ZIP, files.zipped({"1.jpg": photo(16_000_000, 1)}))]),
    "one of each kind of file": lambda: mail([(name, type_, file) for name, (type_, file) in honest_files().items()]),
}  # fmt: skip
