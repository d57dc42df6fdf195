"""Delivery reports of sixty mail systems: for whom, whether for good, and about which letter."""

import email
import email.policy
import json
import re
from collections.abc import Iterator
from pathlib import Path

from flufl.bounce import all_failures

from mailbot.adapters.reader import ReaderSettings, read_mail
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.bounce import Bounced
from tests.corpora.shelf import raw, shelf
from tests.reading.figure import Figure, at_least, share

NO_FAILURE = {"feedback", "vacation", "delivered"}
SETTINGS = ReaderSettings(TrustSettings(""))
RECIPIENTS = Path(__file__).parent / "bounces" / "recipients.txt"
LETTER_ID = re.compile(rb"(?im)^message-id:\s*<([^<>\s]+)>\s*$")
WHAT = "bounces"


def figures() -> Iterator[Figure]:
    """Measure."""
    folder = shelf("bounces")
    truth = json.loads((folder / "truth.json").read_text())
    read = {stem: _bounced(folder / "bsd" / f"{stem}.eml") for stem in truth}
    yield _recipients({stem: {one.address for one in read[stem]} for stem in expected()}, "found, right recipient")
    yield _hard({stem: any(one.hard for one in read[stem]) for stem in expected()}, truth)
    yield _codes(read, truth)
    yield _letters(folder, read)
    yield _no_failure(folder, truth, read)
    for ends in ("dos", "mac"):
        yield _line_ends(folder, ends)
    yield _hard_mails(folder)


def opinions() -> Iterator[Figure]:
    """Measure flufl.bounce on the same mails."""
    folder = shelf("bounces")
    truth = json.loads((folder / "truth.json").read_text())
    said = {stem: _flufl((folder / "bsd" / f"{stem}.eml").read_bytes()) for stem in expected()}
    yield _recipients(
        {stem: soft | hard for stem, (soft, hard) in said.items()}, "flufl.bounce: found, right recipient"
    )
    yield _hard({stem: bool(hard) for stem, (_, hard) in said.items()}, truth, "flufl.bounce: ")
    quiet = [stem for stem, entries in truth.items() if all(entry["reason"] in NO_FAILURE for entry in entries)]
    false = [stem for stem in quiet if any(_flufl((folder / "bsd" / f"{stem}.eml").read_bytes()))]
    yield Figure(
        WHAT, "flufl.bounce: no failure, called one", "0", f"{len(false)} of {len(quiet)}", not false, (*false,)
    )


def expected() -> dict[str, list[frozenset[str]]]:
    """Return the recipients by file stem, each as the addresses that are right for it."""
    lines = [line for line in RECIPIENTS.read_text().splitlines() if not line.startswith("#")]
    return {stem: [frozenset(one.split("|")) for one in rest] for stem, *rest in map(str.split, lines)}


def _recipients(found: dict[str, set[str]], measure: str) -> Figure:
    wrong = [
        f"{stem}: {sorted(found[stem])}, not {[sorted(one) for one in right]}"
        for stem, right in expected().items()
        if len(found[stem]) != len(right) or not all(one & found[stem] for one in right)
    ]
    known, whole = len(found) - len(wrong), len(found)
    return Figure(WHAT, measure, ">= 97 %", share(known, whole), at_least(known, whole, 0.97), tuple(wrong))


def _hard(found: dict[str, bool], truth: dict[str, list[dict[str, object]]], who: str = "") -> Figure:
    wrong = [
        f"{stem}: {'hard' if hard else 'soft'}, not {[(entry['reason'], entry['dsn']) for entry in truth[stem]]}"
        for stem, hard in found.items()
        if hard != any(entry["hard"] for entry in truth[stem])
    ]
    right, whole = len(found) - len(wrong), len(found)
    return Figure(
        WHAT, f"{who}hard or soft", ">= 95 %", share(right, whole), at_least(right, whole, 0.95), tuple(wrong)
    )


def _codes(read: dict[str, tuple[Bounced, ...]], truth: dict[str, list[dict[str, str]]]) -> Figure:
    coded = {stem: code for stem in expected() if _is_real_code(code := truth[stem][0]["dsn"])}
    wrong = [
        f"{stem}: {sorted({one.status for one in read[stem]})}, not {code}"
        for stem, code in coded.items()
        if code not in {one.status for one in read[stem]}
    ]
    right = len(coded) - len(wrong)
    return Figure(WHAT, "code", ">= 92 %", share(right, len(coded)), at_least(right, len(coded), 0.92), tuple(wrong))


def _is_real_code(code: str) -> bool:
    # Codes such as 5.0.910 are made up by the program that wrote the truth.
    return bool(code) and not code.endswith(".0.0") and not code.startswith(("5.0.9", "4.0.9"))


def _letters(folder: Path, read: dict[str, tuple[Bounced, ...]]) -> Figure:
    """The letter that came back: the last Message-ID in the body that stands plainly on a line of its own."""
    plain = {}
    for stem in expected():
        content = (folder / "bsd" / f"{stem}.eml").read_bytes().replace(b"\r\n", b"\n")
        if named := LETTER_ID.findall(content.partition(b"\n\n")[2]):
            plain[stem] = {name.decode("ascii", "replace") for name in named}
    wrong = [
        f"{stem}: {sorted({one.message_id for one in read[stem]})}, not one of {sorted(right)}"
        for stem, right in plain.items()
        if not read[stem] or any(one.message_id not in right for one in read[stem])
    ]
    right, whole = len(plain) - len(wrong), len(plain)
    return Figure(
        WHAT, "Message-ID of the letter", ">= 97 %", share(right, whole), at_least(right, whole, 0.97), tuple(wrong)
    )


def _no_failure(folder: Path, truth: dict[str, list[dict[str, str]]], read: dict[str, tuple[Bounced, ...]]) -> Figure:
    quiet = {
        stem: read[stem] for stem, entries in truth.items() if all(entry["reason"] in NO_FAILURE for entry in entries)
    }
    quiet |= {f"not/{path.stem}": _bounced(path) for path in sorted((folder / "not").glob("*.eml"))}
    false = [f"{stem}: {bounced[0].address} {bounced[0].reason}" for stem, bounced in quiet.items() if bounced]
    return Figure(WHAT, "no failure, called one", "0", f"{len(false)} of {len(quiet)}", not false, tuple(false))


def _line_ends(folder: Path, ends: str) -> Figure:
    """The same mails with other line ends. A header block with bare CRs is not believed, but its report is read."""
    pairs = [(path, folder / "bsd" / path.name) for path in sorted((folder / ends).glob("*.eml"))]
    pairs = [(path, twin) for path, twin in pairs if twin.exists()]
    wrong = [path.stem for path, twin in pairs if _essence(path) != _essence(twin)]
    right = len(pairs) - len(wrong)
    least = 1.0 if ends == "dos" else 0.97
    to_reach = "all" if ends == "dos" else ">= 97 %"
    return Figure(
        WHAT, f"{ends} line ends, read alike", to_reach, share(right, len(pairs)), at_least(right, len(pairs), least),
        tuple(wrong),
    )  # fmt: skip


def _essence(path: Path) -> list[tuple[str, str, bool, bool]]:
    return [(one.address, one.status, one.hard, one.delayed) for one in _bounced(path)]


def _hard_mails(folder: Path) -> Figure:
    """The folder err: whose Final-Recipient each report names."""
    wrong = []
    paths = sorted((folder / "err").glob("*.eml"))
    for path in paths:
        named = set(re.findall(rb"(?im)^final-recipient:[^;\n]*;\s*<?([^\s<>]+)", path.read_bytes()))
        found = {one.address for one in _bounced(path)}
        if not found or any(name.decode("ascii", "replace").lower() not in found for name in named):
            wrong.append(f"{path.stem}: {sorted(found)}, not {sorted(named)}")
    right = len(paths) - len(wrong)
    return Figure(
        WHAT, "err/: found, recipient as in the field", "all", share(right, len(paths)), at_least(right, len(paths), 1),
        tuple(wrong),
    )  # fmt: skip


def _bounced(path: Path) -> tuple[Bounced, ...]:
    return read_mail(SETTINGS, raw(path.read_bytes()))[0].bounces


def _flufl(content: bytes) -> tuple[set[str], set[str]]:
    soft, hard = all_failures(email.message_from_bytes(content, policy=email.policy.compat32))
    named = ({address.decode("ascii", "replace").lower() for address in group} for group in (soft, hard))
    return next(named), next(named)
