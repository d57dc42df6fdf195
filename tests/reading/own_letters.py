"""Answers to our own letters, as mail programs send them: new words against what was written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from email_reply_parser import EmailReplyParser
from mailparser_reply import EmailReplyParser as MailReplyParser

from mailbot.mail.message import RawMail, Span, SpanKind
from mailbot.mail.recall import Sent
from mailbot.steps.parse import parse
from mailbot.steps.unquote import unquote
from tests.corpora.shelf import raw
from tests.reading.figure import Figure, at_least, share
from tests.reading.own_replies import Case, cases

_SHOWN = 12  # words of a failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read of a case."""

    case: Case
    missing: tuple[str, ...]  # new words that were not told as new
    added: tuple[str, ...]  # old words that were
    exact: bool
    letter_ids: tuple[str, ...]

    @property
    def line(self) -> str:
        """Say what fell short."""
        case = self.case
        faults = [
            *([f"lost {' '.join(self.missing[:_SHOWN])!r}"] if self.missing else []),
            *([f"too many {' '.join(self.added[:_SHOWN])!r}"] if self.added else []),
            *(["another order"] if not self.exact and not self.missing and not self.added else []),
        ]
        return f"{case.style}, {case.language}, {case.way}, {case.reply.letter_ids}: {'; '.join(faults)}"


def read(case: Case) -> Outcome:
    """Read a case as the program does, knowing what we had sent."""
    text = parse(_raw(case)).text
    spans = unquote(text, [Sent(letter.letter_id, letter.text) for letter in case.sent])
    new = "".join(text[span.start : span.end] for span in spans if span.kind is SpanKind.NEW)
    return outcome(case, new, spans)


def outcome(case: Case, new: str, spans: Iterable[Span] = ()) -> Outcome:
    """Compare the words told as new with those that are."""
    truth, told = case.reply.new.split(), new.split()
    missing, added = Counter(truth) - Counter(told), Counter(told) - Counter(truth)
    found = sorted({span.letter_id for span in spans if span.letter_id})
    return Outcome(case, tuple(missing.elements()), tuple(added.elements()), truth == told, tuple(found))


def figures(every: int = 2) -> Iterator[Figure]:
    """Measure all cases, or every so many."""
    outcomes = [read(case) for case in cases(every)]
    exact = [each for each in outcomes if each.exact]
    losing = [each for each in outcomes if each.missing]
    # Single lines stand in several letters; no text says of which they are.
    told = [each for each in outcomes if each.case.way != "asked only"]
    wrong = [each for each in told if each.letter_ids != each.case.reply.letter_ids]
    whole = len(outcomes)
    yield Figure(
        "own letters", "answers to them, exact new words", ">= 99 %", share(len(exact), whole),
        at_least(len(exact), whole, 0.99), (*_by(outcomes), *(each.line for each in outcomes if not each.exact)),
    )  # fmt: skip
    yield Figure(
        "own letters", "answers that lose a word", "0", share(len(losing), whole), not losing and whole > 0,
        tuple(each.line for each in losing),
    )  # fmt: skip
    yield Figure(
        "own letters", "which letter is quoted", ">= 99 %", share(len(told) - len(wrong), len(told)),
        at_least(len(told) - len(wrong), len(told), 0.99),
        tuple(f"{each.case.style}, {each.case.language}, {each.case.way}: {each.letter_ids}, not {each.case.reply.letter_ids}" for each in wrong),
    )  # fmt: skip


def opinions() -> Iterator[Figure]:
    """Measure what libraries reach that do not know what we had sent, on every tenth case."""
    readers: dict[str, Callable[[str], str]] = {
        "mail-parser-reply": lambda text: MailReplyParser(languages=["en", "de", "es", "fr", "it", "nl", "pl"]).parse_reply(text=text) or "",
        "email-reply-parser": EmailReplyParser.parse_reply,
    }  # fmt: skip
    for name, reader in readers.items():
        outcomes = [outcome(case, reader(parse(_raw(case)).text)) for case in cases(10)]
        exact, losing = sum(each.exact for each in outcomes), sum(bool(each.missing) for each in outcomes)
        whole = len(outcomes)
        yield Figure(name, "own letters: exact new words", ">= 99 %", share(exact, whole), at_least(exact, whole, 0.99))
        yield Figure(name, "own letters: answers that lose a word", "0", share(losing, whole), losing == 0)


def _by(outcomes: list[Outcome]) -> Iterator[str]:
    for title, key in (("program", "style"), ("language", "language"), ("way", "way")):
        groups: dict[str, list[Outcome]] = {}
        for each in outcomes:
            groups.setdefault(getattr(each.case, key), []).append(each)
        for name, group in groups.items():
            if not all(each.exact for each in group):
                yield f"{title} {name}: exact {share(sum(each.exact for each in group), len(group))}, losing {sum(bool(each.missing) for each in group)}"


def _raw(case: Case) -> RawMail:
    return raw(case.reply.raw)
