"""The exact answer lines of our letters, known again in every language."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from mailbot.mediation.answers import ANSWER_LINES, REASON_WORDS
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.dates import until_in
from mailbot.steps.interpret.money import sums_in
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.words import any_of, fold

_MARKS: Final = " \t*_#-•·.!,;:"
_LINE = re.compile(r"\A(?P<word>[a-z]+(?: (?:time|tiempo))?)(?:[ :]{1,4}(?P<rest>\S[^\n]{0,200}))?$")
_SIGN_OFF = any_of(
    "(?:best |kind |warm )?regards",
    "thanks?",
    "thank you",
    "best",
    "cheers",
    "sincerely",
    "saludos",
    "gracias",
    "muchas gracias",
    "atentamente",
    "--",
)
_NEAR: Final = 12  # lines
_NUMBER = re.compile(r"(?:no\.? ?|nr\.? ?|#)?(\d{1,3})[.)]?$")
_AMOUNT = re.compile(r"\A[a-z$€£]{0,4} ?[\d][\d.,' ]{0,20}(?: ?(?:k|mil|[a-z]{3}|dollars|dolares|euros|[$€£]))?$")
_SIMPLE: Final = {
    "decline": IntentKind.DECLINES,
    "confirm": IntentKind.CONFIRMS_TERMS,
    "paid": IntentKind.REPORTS_PAYMENT,
    "person": IntentKind.ASKS_PERSON,
    "withdraw": IntentKind.WITHDRAWS,
}


@cache
def _keys() -> dict[str, tuple[str, str]]:
    """Return folded line -> (key, language); "no" is the same word in both."""
    return {
        fold(word): (key, language)
        for language, table in reversed(list(ANSWER_LINES.items()))
        for key, word in table.items()
    }


def accepting(asked: Letter | None) -> IntentKind:
    """Return what a yes means after a letter."""
    if asked is Letter.SETTLEMENT_TERMS:
        return IntentKind.CONFIRMS_TERMS
    return IntentKind.RELEASES if asked is Letter.RELEASE_REQUEST else IntentKind.ACCEPTS


def exact_answers(reading: Reading) -> Iterator[Intent]:
    """Yield what the exact lines say."""
    for number, line in enumerate(reading.lines):
        bare = line.strip(_MARKS)
        found = _LINE.match(fold(bare)) if 0 < len(bare) <= 240 else None  # noqa: PLR2004 - a line, not a paragraph
        known = _keys().get(found["word"]) if found else None
        if found and known:
            yield from _answer(reading, number, bare, known, found["rest"] or "")


def _answer(reading: Reading, number: int, said: str, known: tuple[str, str], rest: str) -> Iterator[Intent]:
    key, language = known
    if key == "counter":
        yield from _counter(reading, number, said, language, rest)
    elif key in ("yes", "no"):
        yield from _numbered(reading, number, said, key, rest)
    elif key == "more_time":
        until, detail = until_in(rest, reading.today) if rest else (None, "")
        if not rest or detail:
            yield Intent(IntentKind.ASKS_TIME, said, Certainty.PLAIN, until=until, detail=detail)
    elif key == "accept":
        yield from _accept(reading, said, rest)
    elif not rest:
        kind = _SIMPLE[key]
        if key == "decline" and reading.asked is Letter.RELEASE_REQUEST:
            kind = IntentKind.WITHHOLDS
        yield Intent(kind, said, _sure(reading, key), reason=_reason(reading, number))


def _accept(reading: Reading, said: str, rest: str) -> Iterator[Intent]:
    kind = accepting(reading.asked)
    if not rest:
        yield Intent(kind, said, _sure(reading, "accept"))
    elif _AMOUNT.match(rest) and (sums := sums_in(rest, reading.currency, reading.language, bare=True)):
        money = sums[0]
        if reading.known and money.amount not in reading.named:
            kind = IntentKind.MAKES_OFFER
        put = reading.put is not None and money.amount == reading.put.amount and money.sure
        certainty = Certainty.PLAIN if put and reading.binding_asked else Certainty.LIKELY
        yield Intent(kind, said, certainty, money.amount, money.currency or reading.currency)


def _sure(reading: Reading, key: str) -> Certainty:
    """Return plain where a line binds: where it answers a letter that asked for it, or no letter is known; a bare yes to nothing binds to nothing."""
    if key in ("paid", "person", "withdraw") or (not reading.known and key != "accept"):
        return Certainty.PLAIN
    if key == "confirm":
        return Certainty.PLAIN if reading.asked is Letter.SETTLEMENT_TERMS else Certainty.LIKELY
    return Certainty.PLAIN if reading.binding_asked else Certainty.LIKELY


def _counter(reading: Reading, number: int, said: str, language: str, rest: str) -> Iterator[Intent]:
    rest, _, reason = rest.partition(" reason:" if " reason:" in rest else " motivo:")
    rest = rest.strip(_MARKS)
    if not rest or not _AMOUNT.match(rest):
        return
    sums = sums_in(rest, reading.currency, reading.language or language, bare=True)
    if len(sums) == 1 and sums[0].amount > Decimal(0):
        money = sums[0]
        reason = said[len(said) - len(reason) :].strip() if reason else _reason(reading, number)
        certainty = Certainty.PLAIN if money.sure else Certainty.UNSURE
        code = money.currency or reading.currency
        yield Intent(IntentKind.MAKES_OFFER, said, certainty, money.amount, code, reason=reason)


def _numbered(reading: Reading, at: int, said: str, key: str, rest: str) -> Iterator[Intent]:
    number = _NUMBER.match(rest)
    if number is None:
        return
    question = int(number[1])
    if reading.asked is Letter.RELEASE_REQUEST:
        kind = IntentKind.RELEASES if key == "yes" else IntentKind.WITHHOLDS
        wording = _wording(reading.lines[at + 1 :]) if key == "yes" else ""
        yield Intent(kind, said, Certainty.LIKELY if wording else Certainty.PLAIN, question=question, detail=wording)
    else:
        yield Intent(IntentKind.ANSWERS, said, Certainty.PLAIN, question=question, detail=key)


def _reason(reading: Reading, number: int) -> str:
    """Return what stands after REASON: in the lines below an answer."""
    for position, line in enumerate(reading.lines[number + 1 : number + _NEAR], number + 1):
        head, colon, rest = line.strip(" *_").partition(":")
        if colon and head.strip(" *_").upper() in REASON_WORDS.values():
            below = " ".join(reading.lines[position + 1 : position + 6]).split("  ")[0] if not rest.strip(" *_") else ""
            return (rest.strip(" *_") or below.strip())[:500]
    return ""


def _wording(below: tuple[str, ...]) -> str:
    """Return the other wording a party writes below its yes: only that may then be shared. Manners are none."""
    kept: list[str] = []
    for line in below[:_NEAR]:
        plain = fold(line.strip(_MARKS))
        if _SIGN_OFF.match(plain) or (_LINE.match(plain) and plain.split(" ")[0] in _keys()):
            break
        kept.append(line.strip())
    return " ".join(filter(None, kept))[:1000]
