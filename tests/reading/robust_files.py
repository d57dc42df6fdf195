"""Honest files of every kind that parties send, small, made here: what the mutations and bombs begin with."""

import base64
import gzip
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from openpyxl import Workbook
from PIL import Image

MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HEADINGS = ("SKU", "Quantity affected", "What is wrong", "% of value lost")


def encoded(content: bytes) -> bytes:
    """Write base64 in lines of 76."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


@lru_cache(maxsize=1)
def honest_files() -> Mapping[str, tuple[str, bytes]]:
    """Return name -> type and content."""
    return {
        "claim.xlsx": (XLSX, xlsx([HEADINGS, ("TV-55", 3, "missing", 100)])),
        "letter.docx": (DOCX, docx(["We accept the offer.", "Three televisions are missing."])),
        "report.pdf": ("application/pdf", pdf([b"Three televisions are missing."])),
        "photos.zip": (ZIP, zipped({"a.txt": b"three are missing", "b.png": png(8, 8)})),
        "photo.png": ("image/png", png(64, 48)),
        "photo.jpg": ("image/jpeg", picture("JPEG")),
        "photo.gif": ("image/gif", picture("GIF")),
        "winmail.dat": ("application/ms-tnef", tnef([(b"note.txt", b"from Outlook")])),
        "meeting.ics": ("text/calendar", ICS),
        "words.txt.gz": ("application/gzip", gzip.compress(b"three are missing", mtime=0)),
        "words.rtf": ("application/rtf", RTF),
        "rows.csv": ("text/csv", b"SKU,Quantity affected,What is wrong,% of value lost\r\nTV-55,3,missing,100\r\n"),
        "card.vcf": ("text/vcard", b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nEND:VCARD\r\n"),
    }


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """Write a workbook of one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    return saved(book)


def docx(paragraphs: Sequence[str]) -> bytes:
    """Write a document."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: object) -> bytes:
    """Return what a library's document writes to a file."""
    target = BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    with ZipFile(target) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return zipped({name: MOMENT.sub(b"2026-06-02T09:00:00Z", each) for name, each in members.items()})


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Write an archive."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                ZipInfo(name, (2026, 6, 2, 9, 0, 0)), content, ZIP_DEFLATED
            )  # no clock: the same each time
    return target.getvalue()


def picture(kind: str, size: tuple[int, int] = (64, 48)) -> bytes:
    """Write a small picture."""
    target = BytesIO()
    Image.radial_gradient("L").resize(size).save(target, kind)
    return target.getvalue()


def png(width: int, height: int, rows: bytes | None = None) -> bytes:
    """Write a PNG of one grey, or with its packed ``rows``; the header may claim what it likes."""
    packed = zlib.compress(bytes((width + 1) * height)) if rows is None else rows
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def pdf(pages: Sequence[bytes]) -> bytes:
    """Write a PDF with a line of words on each page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, words in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * number)
        )
        objects.append(stream(b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % words))
    return pdf_of(objects)


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Write a PDF stream object's body."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Write a PDF of numbered objects with a right cross-reference table."""
    written, places = b"%PDF-1.7\n", []
    pieces = [written]
    at = len(written)
    for number, body in enumerate(objects, start=1):
        places.append(at)
        pieces.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, at)
    return b"".join([*pieces, head, table, end])


def tnef(files: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Write a winmail.dat with files ([MS-OXTNEF] 2.1)."""
    pieces = [struct.pack("<IH", 0x223E9F78, 1), _attribute(1, 0x00089006, struct.pack("<I", 0x00010000))]
    for name, content in files:
        pieces.append(_attribute(2, 0x00069002, bytes(14)))
        pieces.append(_attribute(2, 0x00018010, name + b"\0"))
        pieces.append(_attribute(2, 0x0006800F, content))
    return b"".join(pieces)


def _attribute(level: int, name: int, content: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@buyer.example\r\n"
    b"DTSTAMP:20260602T090000Z\r\nDTSTART;TZID=America/Los_Angeles:20260605T170000\r\nSUMMARY:Inspection of the pallet\r\n"
    b"RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\f0\fs24 Three televisions are \b missing\b0 .\par}"
