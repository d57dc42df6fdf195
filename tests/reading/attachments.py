"""Files of mails: read right by kind, refused ones named and kept, claim sheets in the forms they come back in."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from email.message import EmailMessage

from mailbot.claims.returned import returned_sheet
from mailbot.mail.files.refusal import refusal_of
from mailbot.mail.message import Attachment
from mailbot.mail.parsed import Parsed
from mailbot.steps.parse import parse
from tests.claims.lots import order
from tests.corpora.shelf import raw, shelf
from tests.reading.figure import Figure, at_least, share
from tests.reading.made_files import Made, made_files
from tests.reading.made_sheets import Sheet, made_sheets

SLOWEST_SECONDS = 2.0


def figures() -> Iterator[Figure]:
    """Measure."""
    yield from _made()
    yield from _sheets()
    yield from _corpora()


def mail_with(name: str, type_: str, content: bytes) -> Parsed:
    """Send a file and read the mail."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "joan@buyer.example", "Files"
    mail.set_content("See the file.")
    group, _, kind = type_.partition("/")
    mail.add_attachment(content, maintype=group, subtype=kind, filename=name)
    return parse(raw(mail.as_bytes()))


def _made() -> Iterator[Figure]:
    right, every, wrong = Counter[str](), Counter[str](), defaultdict[str, list[str]](list)
    refused, kept, slow = 0, [], []
    for made in made_files():
        began = time.process_time()
        parsed = mail_with(made.name, made.type, made.content)
        spent = time.process_time() - began
        fault = _fault(made, parsed)
        group = "refused" if made.refusal else str(made.kind)
        every[group] += 1
        right[group] += not fault
        wrong[group] += [f"{made.name}: {fault}"] if fault else []
        refused += 1
        file = next((part for part in parsed.attachments if part.name == made.name), None)
        kept += [] if file is not None and file.content == made.content else [made.name]
        slow += [f"{made.name}: {spent:.2f} s"] if spent > SLOWEST_SECONDS else []
    for group in every:
        least = 1.0 if group == "refused" else 0.98
        what = "named, and why" if group == "refused" else "read right"
        yield Figure(
            "files",
            f"{group}, {what}",
            f">= {least:.0%}",
            share(right[group], every[group]),
            at_least(right[group], every[group], least),
            tuple(wrong[group]),
        )
    whole = share(refused - len(kept), refused)
    yield Figure("files", "made ones, bytes kept", "100 %", whole, not kept, tuple(kept))
    quick = share(refused - len(slow), refused)
    yield Figure("files", f"made ones, read in {SLOWEST_SECONDS:.0f} s", "100 %", quick, not slow, tuple(slow))


def _fault(made: Made, parsed: Parsed) -> str:
    file = next((part for part in parsed.attachments if part.name == made.name), None)
    if file is None:
        return "not among the files"
    told = _differs(made, file)
    inner = tuple(part.name for part in parsed.attachments if part.inside == made.name)
    if made.inner and inner != made.inner:
        told.append(f"inside {inner}")
    if made.refusal and not any(made.name in problem for problem in parsed.problems):
        told.append("no problem names it")
    return "; ".join(told)


def _differs(made: Made, file: Attachment) -> list[str]:
    told = [] if file.kind is made.kind else [f"taken for {file.kind}"]
    told += [] if refusal_of(file.problem) is made.refusal else [f"problem {file.problem!r}"]
    told += [] if made.words in file.text else [f"text {file.text[:60]!r}"]
    told += [] if file.pages == made.pages else [f"{file.pages} pages"]
    if made.size is not None:
        seen = file.picture
        if seen is None or ((seen.width, seen.height), seen.taken) != (made.size, made.taken):
            told.append(f"picture {seen}")
        elif not seen.fingerprint:
            told.append("no fingerprint")
    return told


def _sheets() -> Iterator[Figure]:
    right, every, missed, wrong = 0, 0, [], []
    for sheet in made_sheets():
        parsed = mail_with(sheet.name, "application/octet-stream", sheet.content)
        every += 1
        fault, figures_wrong = _claim_fault(sheet, parsed)
        right += not fault
        missed += [f"{sheet.form}: {fault}"] if fault else []
        wrong += [f"{sheet.form}: {fault}"] if figures_wrong else []
    yield Figure("sheets", "read exactly", ">= 98 %", share(right, every), at_least(right, every, 0.98), tuple(missed))
    yield Figure("sheets", "wrong figures", "0", str(len(wrong)), not wrong and every > 0, tuple(wrong))


def _claim_fault(sheet: Sheet, parsed: Parsed) -> tuple[str, bool]:
    """Say what was not read as it stands, and whether a figure was made of it that does not stand there."""
    claim, faults, files = returned_sheet(parsed.attachments, order())
    lines = {(line.sku, str(line.type), line.affected, line.loss) for line in claim.lines} if claim else set()
    refusal = refusal_of(files[0].problem) if files else None
    told = []
    if lines != sheet.lines:
        told.append(f"lines {sorted(map(str, lines ^ sheet.lines))}")
    if bool(faults) != sheet.faulty:
        told.append(f"faults {[str(fault) for fault in faults]}")
    if refusal is not sheet.refusal:
        told.append(f"refusal {refusal}")
    return "; ".join(told), bool(lines - sheet.lines)


def _corpora() -> Iterator[Figure]:
    files, nameless, silent, failed = 0, [], [], []
    for path in sorted(shelf("parsing").rglob("*.eml")):
        try:
            parsed = parse(raw(path.read_bytes()))
        except Exception as error:  # noqa: BLE001 what is counted here
            failed.append(f"{path.name}: {error!r}")
            continue
        for part in parsed.attachments:
            files += 1
            nameless += [] if part.name else [path.name]
            unsaid = part.problem and not any(part.name in problem for problem in parsed.problems)
            silent += [f"{path.name}: {part.name}"] if unsaid else []
    count = share(files - len(nameless) - len(silent), files)
    met = files > 0 and not (nameless or silent)
    yield Figure("files", "corpora, named, and why not read", "100 %", count, met, (*nameless, *silent))
    yield Figure("files", "corpora, exceptions", "0", str(len(failed)), not failed, tuple(failed))
