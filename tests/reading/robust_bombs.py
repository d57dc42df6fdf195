"""Bombs inside files: small to send, endless to open. Each is one file of a mail; what it would cost is in its comment.

They stand for what is known of archives, pictures, PDF, Office files, TNEF, calendars and gzip, whoever reads them.
"""

import gzip
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile

from tests.reading import robust_files as files
from tests.reading.robust_files import DOCX, XLSX, ZIP

MEGABYTE = 1024 * 1024
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Bomb:
    """A file that asks too much."""

    name: str  # the file's
    type: str
    build: Callable[[], bytes]
    refused: bool = (
        True  # whether whoever opens such files must refuse this one, in words; others can be read or let be
    )


def deflated_zeros(megabytes: int) -> bytes:
    """Zlib data that grows a thousand times, made without holding what it unpacks to."""
    packer = zlib.compressobj(9)
    piece = bytes(MEGABYTE)
    return b"".join([*(packer.compress(piece) for _ in range(megabytes)), packer.flush()])


def repacked(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """Write an Office file again with one member changed."""
    with ZipFile(BytesIO(content)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    return files.zipped(members | {member: change(members[member])})


@lru_cache(maxsize=1)
def _sheet() -> bytes:
    return files.xlsx([files.HEADINGS, ("TV-55", 3, "missing", 100)])


@lru_cache(maxsize=1)
def _document() -> bytes:
    return files.docx(["We accept."])


def _sheet_with(rows: bytes) -> bytes:
    return repacked(
        _sheet(), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
    )


def _document_with(change: Callable[[bytes], bytes]) -> bytes:
    return repacked(_document(), "word/document.xml", change)


def _words(count: int) -> bytes:
    return b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * count


def _laughs(xml: bytes) -> bytes:
    entities = b'<!ENTITY l0 "lol">' + b"".join(
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    head, _, rest = xml.partition(b"?>")
    return head + b"?><!DOCTYPE w [" + entities + b"]>" + rest.replace(b"We accept.", b"&l9;")


def _blowup(xml: bytes) -> bytes:
    """One long entity, named very often: no nesting to count."""
    head, _, rest = xml.partition(b"?>")
    return (
        head + b'?><!DOCTYPE w [<!ENTITY a "' + b"a" * 50_000 + b'">]>' + rest.replace(b"We accept.", b"&a;" * 50_000)
    )


def _outside(xml: bytes) -> bytes:
    """An entity that is a file of the machine."""
    head, _, rest = xml.partition(b"?>")
    return head + b'?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + rest.replace(b"We accept.", b"&a;")


def _nested_xml(xml: bytes) -> bytes:
    """Tables in tables, deeper than a recursive reader stands."""
    depth = 20_000
    opening, closing = b"<w:tbl><w:tr><w:tc>" * depth, b"</w:tc></w:tr></w:tbl>" * depth
    return xml.replace(b"<w:sectPr", opening + _words(1) + closing + b"<w:sectPr")


def _quine_like() -> bytes:
    """Archives in archives, ten deep, each twice in the next."""
    content = files.zipped({"core.txt": b"x" * 1000})
    for level in range(10):
        content = files.zipped({f"{level}a.zip": content, f"{level}b.zip": content})
    return content


def _overlapping() -> bytes:
    """Many members that share one packed body: the directory names the same bytes again and again."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(bytes(10 * MEGABYTE)) + packed.flush()
    check = zlib.crc32(bytes(10 * MEGABYTE))
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, check, len(body), 10 * MEGABYTE, 1, 0) + b"a" + body
    entry = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, check, len(body), 10 * MEGABYTE, 1, 0, 0, 0, 0, 0, 0
    ) + b"a"  # fmt: skip
    count = 5000
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(entry) * count, len(local), 0)
    return local + entry * count + end


def _pages_loop() -> bytes:
    return files.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def _pages_claimed() -> bytes:
    """Kids that name the same tree of pages twice, forty deep: a million million pages."""
    nodes = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 99>>" % (number, number) for number in range(3, 43)]
    return files.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page/MediaBox[0 0 9 9]>>"])


def _page_with(content: bytes, more: bytes = b"") -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>/Contents 4 0 R>>",
        files.stream(content, more),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        files.stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
    ]
    return files.pdf_of(objects)


def _xref_loop() -> bytes:
    """A cross-reference table whose /Prev is itself."""
    content = files.pdf([b"hello"])
    at = content.rindex(b"xref\n0")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


def _xref_far() -> bytes:
    """A table that claims two thousand million objects."""
    return files.pdf([b"hello"]).replace(b"xref\n0 ", b"xref\n0 2000000000\n0 ").replace(b"/Size ", b"/Size 20000000")


def _deep_arrays() -> bytes:
    return files.pdf_of([b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * 200_000 + b">>"])


def _object_stream() -> bytes:
    """An object stream that unpacks to 200 MB."""
    more = b"/Type/ObjStm/N 1000000/First 9/Filter/FlateDecode"
    return files.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", files.stream(deflated_zeros(200), more)])


def _many_pages() -> bytes:
    return files.pdf([b"page"] * 20_000)


def _tnef_loop() -> bytes:
    """Outlook's packet in Outlook's packet, two hundred deep."""
    content = files.tnef([(b"core.txt", b"x")])
    for _ in range(200):
        content = files.tnef([(b"winmail.dat", content)])
    return content


def _tnef_claimed() -> bytes:
    """An attribute that claims four thousand million bytes, and then a hundred thousand of none."""
    head = struct.pack("<IH", 0x223E9F78, 1)
    return head + struct.pack("<BII", 1, 0x00069003, 0xFFFFFFFF) + struct.pack("<BIIH", 2, 0x0006800F, 0, 0) * 100_000


def _tnef_properties() -> bytes:
    """A block of properties that claims a million of them, each with a million values."""
    block = struct.pack("<I", 1_000_000) + struct.pack("<HHI", 0x1003, 0x3001, 1_000_000) * 10_000
    return struct.pack("<IH", 0x223E9F78, 1) + files._attribute(1, 0x00069003, block)


def _calendar(count: int, rule: bytes = b"") -> bytes:
    event = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260602T090000Z\r\nSUMMARY:x\r\n" + rule + b"END:VEVENT\r\n"
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + event * count + b"END:VCALENDAR\r\n"


BOMBS: Mapping[str, Bomb] = {
    "zip: ratio of a thousand": Bomb("a.zip", ZIP, lambda: files.zipped({"a.txt": bytes(300 * MEGABYTE)})),
    "zip: archives in archives": Bomb("a.zip", ZIP, _quine_like),
    "zip: one body named 5,000 times": Bomb("a.zip", ZIP, _overlapping),
    "zip: 60,000 members": Bomb("a.zip", ZIP, lambda: files.zipped({f"{number}.txt": b"" for number in range(60_000)})),
    "gzip: 200 MB": Bomb("a.txt.gz", "application/gzip", lambda: gzip.compress(bytes(200 * MEGABYTE), mtime=0)),
    "picture: claims 60,000 x 60,000": Bomb("a.png", "image/png", lambda: files.png(60_000, 60_000, b"x")),
    "picture: 20,000 x 20,000": Bomb("a.png", "image/png", lambda: files.png(20_000, 20_000, deflated_zeros(382))),
    "picture: claims 65,535 x 65,535": Bomb("a.gif", "image/gif", lambda: b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(100)),
    "picture: text of 200 MB": Bomb("a.png", "image/png", lambda: _png_text(200), refused=False),
    "pdf: pages in a circle": Bomb("a.pdf", PDF, _pages_loop),
    "pdf: one page a million million times": Bomb("a.pdf", PDF, _pages_claimed),
    "pdf: content of 200 MB": Bomb("a.pdf", PDF, lambda: _page_with(deflated_zeros(200), b"/Filter/FlateDecode")),
    "pdf: filters upon filters": Bomb("a.pdf", PDF, lambda: _page_with(_packed_often(), b"/Filter[" + b"/FlateDecode" * 3 + b"]"), refused=False),
    "pdf: object stream of 200 MB": Bomb("a.pdf", PDF, _object_stream),
    "pdf: a form in itself": Bomb("a.pdf", PDF, lambda: _page_with(b"/X Do"), refused=False),
    "pdf: cross-references in a circle": Bomb("a.pdf", PDF, _xref_loop, refused=False),
    "pdf: claims 2,000 million objects": Bomb("a.pdf", PDF, _xref_far, refused=False),
    "pdf: arrays 200,000 deep": Bomb("a.pdf", PDF, _deep_arrays),
    "pdf: a million words": Bomb("a.pdf", PDF, lambda: _page_with(b"BT /F1 1 Tf " + b"(x) Tj " * 1_000_000 + b"ET")),
    "pdf: 20,000 pages": Bomb("a.pdf", PDF, _many_pages),
    "docx: a thousand million laughs": Bomb("a.docx", DOCX, lambda: _document_with(_laughs)),
    "docx: one long entity 50,000 times": Bomb("a.docx", DOCX, lambda: _document_with(_blowup)),
    "docx: an entity from outside": Bomb("a.docx", DOCX, lambda: _document_with(_outside), refused=False),
    "docx: tables 20,000 deep": Bomb("a.docx", DOCX, lambda: _document_with(_nested_xml)),
    "docx: a million paragraphs": Bomb(
        "a.docx", DOCX, lambda: _document_with(lambda xml: xml.replace(b"<w:sectPr", _words(1_000_000) + b"<w:sectPr"))
    ),
    "docx: ratio of a thousand": Bomb("a.docx", DOCX, lambda: _document_with(lambda xml: xml + b" " * 300 * MEGABYTE)),
    "xlsx: a million rows": Bomb("a.xlsx", XLSX, lambda: _sheet_with(b"<row><c><v>1</v></c></row>" * 1_000_000)),
    "xlsx: a cell at the end of the world": Bomb(
        "a.xlsx", XLSX, lambda: _sheet_with(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), refused=False),
    "xlsx: a thousand million laughs": Bomb(
        "a.xlsx", XLSX, lambda: repacked(_sheet(), "xl/worksheets/sheet1.xml", _laughs), refused=False
    ),
    "tnef: packets 200 deep": Bomb("winmail.dat", "application/ms-tnef", _tnef_loop),
    "tnef: claims 4,000 million bytes": Bomb("winmail.dat", "application/ms-tnef", _tnef_claimed, refused=False),
    "tnef: claims a million properties": Bomb("winmail.dat", "application/ms-tnef", _tnef_properties),
    "ics: 100,000 events": Bomb("a.ics", "text/calendar", lambda: _calendar(100_000)),
    "ics: an event every second for ever": Bomb("a.ics", "text/calendar", lambda: _calendar(1, b"RRULE:FREQ=SECONDLY\r\n"), refused=False),
    "ics: 50,000 events open": Bomb("a.ics", "text/calendar", lambda: b"BEGIN:VEVENT\r\n" * 50_000, refused=False),
    "rtf: groups 200,000 deep": Bomb("a.rtf", "application/rtf", lambda: rb"{\rtf1 " + b"{" * 200_000 + b"x", refused=False),
    "rtf: half a million controls": Bomb("a.rtf", "application/rtf", lambda: rb"{\rtf1 " + rb"\'e9\bin99999999 " * 500_000, refused=False),
    "csv: a million rows": Bomb("a.csv", "text/csv", lambda: b"SKU,Quantity affected\r\n" + b"a,1\r\n" * 1_000_000),
    "csv: a row of a million cells": Bomb("a.csv", "text/csv", lambda: b"," * 5_000_000, refused=False),
    "csv: a quote never closed": Bomb("a.csv", "text/csv", lambda: b'a,b\r\n"' + b"x\r\n," * 1_000_000, refused=False),
}  # fmt: skip


def _png_text(megabytes: int) -> bytes:
    plain = files.png(8, 8)
    data = b"Comment\0\0" + deflated_zeros(megabytes)
    chunk = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    return plain[:33] + chunk + plain[33:]


def _packed_often() -> bytes:
    return zlib.compress(zlib.compress(deflated_zeros(200), 9), 9)
