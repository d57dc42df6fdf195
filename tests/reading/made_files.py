"""Files of every kind a mail brings, made by the libraries or byte by byte, each with what must be read of it."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import compressed_rtf
import pillow_heif
from docx import Document
from icalendar import Calendar, Event, vCalAddress
from PIL import Image
from pypdf import PdfReader, PdfWriter

from mailbot.mail.files.kinds import OLD_OFFICE, FileKind
from mailbot.mail.files.refusal import Refusal

WORDS = "Three vacuums were missing from pallet 7"
TAKEN = "2026:05:30 14:02:11"
LOCKED = OLD_OFFICE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


@dataclass(frozen=True)
class Made:
    """A file and its truth."""

    name: str
    type: str
    content: bytes
    kind: FileKind
    words: str = ""  # must stand in its text
    size: tuple[int, int] | None = None  # pixels
    taken: str = ""
    pages: int = 0
    refusal: Refusal | None = None
    inner: tuple[str, ...] = ()  # names of the files taken out of it


def made_files() -> Iterator[Made]:
    """Make them all."""
    yield from photos()
    yield from pdfs()
    yield from documents()
    yield from invitations()
    yield from packages()
    yield from others()


def picture(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Make a picture with large shapes, no two alike."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    image.paste((seed * 37 % 256, seed * 91 % 256, 60), (seed * 13 % 300, seed * 7 % 200, 350, 300))
    return image


def saved(image: Image.Image, format_: str, **how: object) -> bytes:
    """Return a picture's file."""
    kept = BytesIO()
    image.save(kept, format_, **how)
    return kept.getvalue()


def exif(taken: str = TAKEN, offset: str = "", turn: int = 1) -> Image.Exif:
    """Make what a camera writes."""
    tags = Image.Exif()
    tags[0x0112] = turn
    inner = tags.get_ifd(0x8769)
    inner[0x9003] = taken
    if offset:
        inner[0x9011] = offset
    return tags


def photos() -> Iterator[Made]:
    pillow_heif.register_heif_opener()
    size, told = (640, 480), "2026-05-30T14:02:11"
    jpeg = "image/jpeg"
    for seed, (offset, turn) in enumerate([("", 1), ("+02:00", 1), ("-05:00", 6), ("", 3), ("+00:00", 8)]):
        content = saved(picture(seed), "JPEG", exif=exif(offset=offset, turn=turn))
        shown = size[::-1] if turn > 4 else size
        yield Made(f"IMG_{seed}.jpg", jpeg, content, FileKind.PHOTO, size=shown, taken=told + offset)
    yield Made("large.jpg", jpeg, saved(picture(9, (4000, 3000)), "JPEG"), FileKind.PHOTO, size=(4000, 3000))
    for format_, ending in (("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif"), ("TIFF", "tif"), ("BMP", "bmp")):
        content = saved(picture(20), format_)
        yield Made(f"scan.{ending}", f"image/{ending}", content, FileKind.PHOTO, size=size)
        yield Made(f"attachment-{ending}", "application/octet-stream", content, FileKind.PHOTO, size=size)
    content = saved(picture(30), "HEIF", exif=exif(offset="+02:00").tobytes())
    yield Made("IMG_30.HEIC", "image/heic", content, FileKind.PHOTO, size=size, taken=told + "+02:00")
    yield Made("IMG_31.jpg", jpeg, content, FileKind.PHOTO, size=size, taken=told + "+02:00")  # misnamed by a phone
    yield Made("grey.png", "image/png", saved(picture(3).convert("LA"), "PNG"), FileKind.PHOTO, size=size)
    odd = saved(picture(4), "JPEG", exif=exif("0000:00:00 00:00:00"))
    yield Made("no-clock.jpg", jpeg, odd, FileKind.PHOTO, size=size)
    whole = saved(picture(5), "JPEG")
    for share in (0.1, 0.5, 0.9):
        cut = whole[: int(len(whole) * share)]
        yield Made(f"cut-{share}.jpg", jpeg, cut, FileKind.PHOTO, refusal=Refusal.DAMAGED)
    yield Made("cut.png", "image/png", saved(picture(5), "PNG")[:900], FileKind.PHOTO, refusal=Refusal.DAMAGED)
    yield Made("noise.jpg", jpeg, b"\xff\xd8\xff" + bytes(range(256)), FileKind.PHOTO, refusal=Refusal.DAMAGED)
    yield Made("empty.jpg", jpeg, b"", FileKind.PHOTO, refusal=Refusal.EMPTY)
    huge = saved(Image.new("1", (9000, 9000)), "PNG")
    yield Made("bomb.png", "image/png", huge, FileKind.PHOTO, refusal=Refusal.TOO_LARGE)
    huger = saved(Image.new("1", (20_000, 20_000)), "PNG")
    yield Made("greater-bomb.png", "image/png", huger, FileKind.PHOTO, refusal=Refusal.TOO_LARGE)


def pdf(texts: list[str], stream: bytes | None = None) -> bytes:
    """Write a PDF byte by byte: a page for each text (ISO 32000-1 section 7.5)."""
    pages = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {len(texts)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        content = stream or zlib.compress(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            + f" /Contents {5 + 2 * number} 0 R >>".encode()
        )
        head = f"<< /Filter /FlateDecode /Length {len(content)} >>\nstream\n".encode()
        objects.append(head + content + b"\nendstream")
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return written + f"{end}startxref\n{len(written)}\n%%EOF\n".encode()


def locked_pdf(user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([WORDS]))))
    writer.encrypt(user, owner, algorithm="RC4-128")
    kept = BytesIO()
    writer.write(kept)
    return kept.getvalue()


def pdfs() -> Iterator[Made]:
    kind, type_ = FileKind.PDF, "application/pdf"
    yield Made("report.pdf", type_, pdf([WORDS]), kind, WORDS, pages=1)
    yield Made("report", "application/octet-stream", pdf([WORDS]), kind, WORDS, pages=1)
    yield Made("long.pdf", type_, pdf([f"page {n}" for n in range(50)]), kind, "page 29", pages=50)
    yield Made("late-start.pdf", type_, b"\r\n" + pdf([WORDS]), kind, WORDS, pages=1)
    yield Made("scan.pdf", type_, saved(picture(1), "PDF"), kind, pages=1)
    yield Made("owner.pdf", type_, locked_pdf("", "owner"), kind, WORDS, pages=1)
    yield Made("locked.pdf", type_, locked_pdf("secret", "owner"), kind, refusal=Refusal.LOCKED)
    yield Made("head.pdf", type_, pdf([WORDS])[:60], kind, refusal=Refusal.DAMAGED)
    yield Made("noise.pdf", type_, b"%PDF-1.4\n" + bytes(range(256)) * 4, kind, refusal=Refusal.DAMAGED)
    bomb = pdf(["x"], zlib.compress(bytes(60_000_000)))
    yield Made("bomb.pdf", type_, bomb, kind, pages=1, refusal=Refusal.TOO_LARGE)
    busy = zlib.compress(b"BT /F1 12 Tf " + b"(a) Tj 1 0 0 1 9 9 Tm " * 150_000 + b"ET")
    yield Made("busy.pdf", type_, pdf(["x"] * 30, busy), kind, pages=30, refusal=Refusal.TOO_LARGE)


def zipped(members: dict[str, bytes]) -> bytes:
    """Pack members."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return kept.getvalue()


def docx() -> bytes:
    """Make a letter with a table in it."""
    made = Document()
    made.add_paragraph(WORDS)
    table = made.add_table(rows=2, cols=2)
    table.cell(1, 1).text = "30 % of the value"
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def documents() -> Iterator[Made]:
    type_ = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    yield Made("statement.docx", type_, docx(), FileKind.DOCUMENT, WORDS)
    yield Made("statement-table.docx", type_, docx(), FileKind.DOCUMENT, "30 % of the value")
    yield Made("statement.bin", "application/octet-stream", docx(), FileKind.DOCUMENT, WORDS)
    yield Made("locked.docx", type_, LOCKED, FileKind.DOCUMENT, refusal=Refusal.LOCKED)
    yield Made("cut.docx", type_, docx()[:3000], FileKind.DOCUMENT, refusal=Refusal.DAMAGED)
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 150_000_000})
    yield Made("bomb.docx", type_, bomb, FileKind.DOCUMENT, refusal=Refusal.TOO_LARGE)
    wide = zipped({"word/document.xml": b"<a>" + b"<b/>" * 5_000_000 + b"</a>", "x": bytes(range(256)) * 4000})
    yield Made("wide.docx", type_, wide, FileKind.DOCUMENT, refusal=Refusal.TOO_LARGE)
    rtf = rf"{{\rtf1\ansi {{\b {WORDS}}}\par done}}".encode()
    yield Made("statement.rtf", "application/rtf", rtf, FileKind.RICH_TEXT, WORDS)


def invitation(method: str, stands: str) -> bytes:
    """Make an invitation or an answer to one."""
    calendar, event = Calendar(), Event()
    calendar.add("method", method)
    event.add("summary", "Pallet inspection")
    event.add("dtstart", datetime(2026, 6, 9, 14, tzinfo=UTC))
    event.add("dtend", datetime(2026, 6, 9, 15, tzinfo=UTC))
    person = vCalAddress("mailto:joan@buyer.example")
    person.params["CN"] = "Joan"
    person.params["PARTSTAT"] = stands
    event.add("attendee", person)
    calendar.add_component(event)
    return calendar.to_ical()


def invitations() -> Iterator[Made]:
    kind = FileKind.CALENDAR
    yield Made("invite.ics", "text/calendar", invitation("REQUEST", "NEEDS-ACTION"), kind, "What: Pallet inspection")
    yield Made("reply.ics", "text/calendar", invitation("REPLY", "ACCEPTED"), kind, "Joan: accepted")
    yield Made("no.ics", "application/octet-stream", invitation("REPLY", "DECLINED"), kind, "Joan: declined")
    yield Made("off.ics", "text/calendar", invitation("CANCEL", "ACCEPTED"), kind, "Called off")
    yield Made("cut.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nBEGIN:VEV", kind, refusal=Refusal.DAMAGED)


def tnef(body: str = "", rich: str = "", files: dict[str, bytes] | None = None) -> bytes:
    """Write what Outlook packs ([MS-OXTNEF] 2.1.3): a body, a rich one, files."""

    def item(level: int, name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    packed = struct.pack("<IH", 0x223E9F78, 1)
    packed += item(1, 0x9006, 8, struct.pack("<I", 0x10000)) + item(1, 0x9007, 6, struct.pack("<II", 1252, 0))
    if body:
        packed += item(1, 0x800C, 2, body.encode("cp1252") + b"\0")
    if rich:
        data = compressed_rtf.compress(rich.encode("cp1252"))
        data += bytes(-len(data) % 4)
        size = len(data)
        packed += item(1, 0x9003, 6, struct.pack("<IHHII", 1, 0x0102, 0x1009, 1, size) + data)
    for name, content in (files or {}).items():
        packed += item(2, 0x9002, 6, bytes(14))
        packed += item(2, 0x8010, 1, name.encode("cp1252") + b"\0") + item(2, 0x800F, 6, content)
    return packed


def packages() -> Iterator[Made]:
    photo, sheet = saved(picture(7), "JPEG"), b"SKU,Quantity affected,What is wrong\nVACUUM,3,missing\n"
    files = {"pallet.jpg": photo, "claim.csv": sheet}
    type_, kind = "application/ms-tnef", FileKind.TNEF
    yield Made("winmail.dat", type_, tnef(WORDS, files=files), kind, WORDS, inner=tuple(files))
    yield Made("winmail.dat", "application/octet-stream", tnef(files=files), kind, inner=tuple(files))
    rich = rf"{{\rtf1\ansi {WORDS}\par}}"
    yield Made("winmail.dat", type_, tnef(rich=rich), kind, WORDS)
    yield Made("winmail.dat", type_, tnef(WORDS, files=files)[:200], kind, refusal=Refusal.DAMAGED)
    type_, kind = "application/zip", FileKind.ARCHIVE
    members = {"photos/pallet.jpg": photo, "claim.csv": sheet, "report.pdf": pdf([WORDS]), "tool.exe": b"MZ" + bytes(9)}
    inner = ("pallet.jpg", "claim.csv", "report.pdf")
    yield Made("files.zip", type_, zipped(members), kind, "photos/pallet.jpg", inner=inner)
    yield Made("files.zip", type_, zipped({"../../etc/x.jpg": photo}), kind, "x.jpg", inner=("x.jpg",))
    yield Made("in.zip", type_, zipped({"inner.zip": zipped(members)}), kind, "inner.zip")
    bomb = zipped({"bomb.csv": b"a,b\n" * 30_000_000})
    yield Made("bomb.zip", type_, bomb, kind, "bomb.csv", refusal=Refusal.TOO_LARGE)
    locked = bytearray(zipped({"claim.csv": sheet}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + place] |= 1
    yield Made("locked.zip", type_, bytes(locked), kind, "claim.csv", refusal=Refusal.LOCKED)
    yield Made("cut.zip", type_, zipped(members)[:500], kind, refusal=Refusal.DAMAGED)


def others() -> Iterator[Made]:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "zoe@x.example", "Broken lot"
    mail.set_content(WORDS)
    mail.add_attachment(saved(picture(8), "JPEG"), maintype="image", subtype="jpeg", filename="inside.jpg")
    yield Made("old.eml", "application/octet-stream", mail.as_bytes(), FileKind.MAIL, WORDS, inner=("inside.jpg",))
    yield Made("smime.p7m", "application/pkcs7-mime", b"\x30\x80\x06\x09", FileKind.SEALED, refusal=Refusal.SEALED)
    yield Made("smime.p7s", "application/pkcs7-signature", b"\x30\x80\x06\x09", FileKind.SIGNATURE)
    yield Made("signature.asc", "application/pgp-signature", b"-----BEGIN PGP SIGNATURE-----", FileKind.SIGNATURE)
    yield Made("joan.vcf", "text/vcard", b"BEGIN:VCARD\r\nEND:VCARD\r\n", FileKind.CARD)
    yield Made("clip.mp4", "video/mp4", b"\0\0\0\x18ftypmp42" + bytes(50), FileKind.VIDEO)
    yield Made("notes.txt", "text/plain", WORDS.encode(), FileKind.TEXT, WORDS)
    yield Made("notes", "application/octet-stream", WORDS.encode("utf-8-sig"), FileKind.TEXT, WORDS)
    yield Made("page.html", "text/html", f"<p>{WORDS}</p>".encode(), FileKind.TEXT, WORDS)
    for name in ("letter.doc", "mail.msg"):
        yield Made(name, "application/octet-stream", OLD_OFFICE + bytes(900), FileKind.OTHER, refusal=Refusal.NO_READER)
    pages = zipped({"Index/Document.iwa": b"x", "preview.jpg": b"y"})
    yield Made("letter.pages", "application/octet-stream", pages, FileKind.OTHER, refusal=Refusal.NO_READER)
    for name, start in (("files.rar", b"Rar!\x1a\x07"), ("files.7z", b"7z\xbc\xaf'\x1c"), ("setup.exe", b"MZ\x90\0")):
        content = start + bytes(200)
        yield Made(name, "application/octet-stream", content, FileKind.OTHER, refusal=Refusal.NO_READER)
