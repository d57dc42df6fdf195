"""The text of PDF, .docx, RTF and calendar files."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from mailbot.mail.files.bounds import LIMITS, Allowance, reckoned, within
from mailbot.mail.files.kinds import OLD_OFFICE
from mailbot.mail.files.refusal import Refusal
from mailbot.mail.files.tamed import tamed
from mailbot.mail.files.unpacking import tags_of, why_not

_PDF_LIMITS: Final = dict.fromkeys(
    (
        "zlib_maximum_output_length",
        "lzw_maximum_output_length",
        "run_length_maximum_output_length",
        "array_based_stream_maximum_output_length",
        "maximum_declared_stream_length",
    ),
    LIMITS.pdf_stream_bytes,
) | {"stream_decoding_work_maximum_length": 3 * LIMITS.pdf_stream_bytes, "stream_parsing_work_maximum_count": 300_000}
_RECOVERED: Final = 2_000  # objects of a damaged PDF that are looked at for its root
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS: Final = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
_STANDS: Final = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "perhaps",
    "NEEDS-ACTION": "has not answered",
    "DELEGATED": "sends somebody else",
}
_METHODS: Final = {
    "REQUEST": "Invitation",
    "REPLY": "Answer to an invitation",
    "CANCEL": "Called off",
    "COUNTER": "Another time is proposed",
    "PUBLISH": "Entry for the calendar",
}


@dataclass(slots=True)
class Told:
    """What a document says; filled as it is read, so that what was read before a fault is kept."""

    text: str = ""
    pages: int = 0


def pdf(content: bytes, allowance: Allowance) -> tuple[Told, Refusal | None]:
    """Read the text of the first pages."""
    library: Any = importlib.import_module("pypdf")
    told, texts = Told(), list[str]()

    def work() -> Refusal | None:
        with library.apply_configuration(**_PDF_LIMITS):
            try:
                return read()
            except library.errors.LimitReachedError:
                return Refusal.TOO_LARGE

    def read() -> Refusal | None:
        reader = library.PdfReader(BytesIO(content), root_object_recovery_limit=_RECOVERED)
        if reader.is_encrypted and not _unlocked(library, reader):
            return Refusal.LOCKED
        told.pages = len(reader.pages)
        for page in reader.pages[: LIMITS.pdf_pages]:
            texts.append(str(page.extract_text()).strip())
            if sum(map(len, texts)) > LIMITS.text_letters:
                break
        return None if told.pages else Refusal.DAMAGED

    refusal = within(allowance, work)
    told.text = "\n\n".join(filter(None, texts))[: LIMITS.text_letters]
    return told, refusal


def _unlocked(library: Any, reader: Any) -> bool:
    """Open what is only locked against changes: its password for reading is empty."""
    try:
        return bool(reader.decrypt(""))
    except (library.errors.PyPdfError, library.errors.DependencyError, NotImplementedError):
        return False


def document(content: bytes, allowance: Allowance) -> tuple[Told, Refusal | None]:
    """Read a .docx: its paragraphs and the cells of its tables in the order they stand."""
    refusal = why_not(content, LIMITS.document_bytes, allowance)
    if refusal is not None:
        return Told(), refusal
    if content.startswith(b"PK") and not allowance.reads(*tags_of(content)):
        return Told(), Refusal.TOO_LARGE
    opener: Any = importlib.import_module("docx")
    told = Told()

    def work() -> None:
        body = opener.Document(BytesIO(content)).element.body
        told.text = "".join(_words(body))[: LIMITS.text_letters].strip()

    return told, within(allowance, work)


def _words(body: Any) -> Iterator[str]:
    """Give the words; what was deleted while changes were tracked (w:delText) is none of them."""
    letters = 0
    for node in body.iter():
        if node.tag == f"{_WORD}t":
            letters += len(node.text or "")
            yield node.text or ""
        elif node.tag == f"{_WORD}p":
            yield "\n"
        elif node.tag in _BREAKS:
            yield _BREAKS[node.tag]
        if letters > LIMITS.text_letters:
            return


def rich_text(content: bytes, allowance: Allowance) -> tuple[Told, Refusal | None]:
    """Read RTF without its commands."""
    if len(content) > LIMITS.rtf_bytes:
        return Told(), Refusal.TOO_LARGE
    strip: Any = importlib.import_module("striprtf.striprtf")
    told, text = Told(), tamed(content.decode("latin-1"))

    def work() -> None:
        told.text = str(strip.rtf_to_text(text, errors="replace"))[: LIMITS.text_letters].strip()

    return told, reckoned(allowance, len(text), work)


def calendar(content: bytes, allowance: Allowance) -> tuple[Told, Refusal | None]:
    """Say in words what an invitation or the answer to one says (RFC 5545, 5546)."""
    if len(content) > LIMITS.calendar_bytes:
        return Told(), Refusal.TOO_LARGE
    library: Any = importlib.import_module("icalendar")
    told = Told()

    def work() -> Refusal | None:
        found = library.Calendar.from_ical(content)
        method = str(found.get("METHOD", "")).upper()
        events = [event for event in found.walk() if event.name in {"VEVENT", "VTODO"}]
        lines = [line for event in events[:20] for line in _event(event)]
        told.text = "\n".join([_METHODS.get(method, "Calendar"), *lines])[: LIMITS.text_letters]
        return None if events or found.name == "VCALENDAR" else Refusal.DAMAGED

    return told, within(allowance, work)


def _event(event: Any) -> Iterator[str]:
    yield f"What: {event.get('SUMMARY', '')}"
    for title, name in (("From", "DTSTART"), ("Until", "DTEND")):
        moment = getattr(event.get(name), "dt", None)
        if moment is not None:
            yield f"{title}: {moment.isoformat()}"
    if event.get("LOCATION"):
        yield f"Where: {event['LOCATION']}"
    people = event.get("ATTENDEE") or []
    for person in (people if isinstance(people, list) else [people])[:50]:
        address = str(person).removeprefix("mailto:").removeprefix("MAILTO:")
        stands = str(person.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
        yield f"{person.params.get('CN', address)}: {_STANDS.get(stands, stands.lower())}"


def old_office(content: bytes) -> Refusal | None:
    """Say why an Office file in the old container is not read: locked, or of a kind we have no reader for."""
    if not content.startswith(OLD_OFFICE):
        return None
    return Refusal.LOCKED if "EncryptedPackage".encode("utf-16-le") in content else Refusal.NO_READER
