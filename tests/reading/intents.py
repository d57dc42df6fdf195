"""What words want: the labelled mails of resellers, read by interpret; and what libraries make of their sums and dates."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import dateparser.search
from price_parser import Price

from mailbot.mediation.intent import Certainty, Intent
from mailbot.steps.interpret.dates import until_in
from mailbot.steps.interpret.language import language_of
from mailbot.steps.interpret.money import sums_in
from mailbot.steps.interpret.words import fold, sentences
from tests.reading.figure import Figure, at_least, share
from tests.reading.intent_set import IntentMail, intent_mails
from tests.steps.interpret.scoring import NOW, Wanted, labelled, read

WHAT = "what words want"
FOUND = 0.90
MONEY_AND_DATES = 0.98
FEW = 0.05  # suggestions for nothing for each mail
OTHERS = ("tuned.txt", "traps.txt", "heldout.txt")


@dataclass
class Outcome:
    """What interpret made of a set of mails: each miss by the mail's id and the label, never the words."""

    mails: int = 0
    wanted: Counter[str] = field(default_factory=Counter)  # by kind
    found: Counter[str] = field(default_factory=Counter)
    exact: int = 0  # labels with a sum or a date
    exact_right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong_sums: list[str] = field(default_factory=list)
    not_there: list[str] = field(default_factory=list)  # binding, plain, and not in the words
    suggested: list[str] = field(default_factory=list)  # binding, not plain, and not in the words


def outcome(mails: Sequence[IntentMail]) -> Outcome:
    """Read mails and hold what is found against their labels."""
    total = Outcome()
    for each in mails:
        _score(total, each)
    return total


@cache
def measured(*, aside: bool) -> Outcome:
    """The outcome of the mails set aside, or of those that rules were tuned on."""
    return outcome([each for each in intent_mails() if each.aside is aside])


@cache
def older() -> Outcome:
    """The outcome of the short labelled lines beside interpret's tests."""
    lines = [(name, number, mail) for name in OTHERS for number, mail in enumerate(labelled(name), 1)]
    return outcome([IntentMail(f"{name}:{number}", mail, aside=False) for name, number, mail in lines])


def _score(total: Outcome, each: IntentMail) -> None:
    intents = read(each.mail)
    total.mails += 1
    for wanted in each.mail.wanted:
        met = any(wanted.is_met_by(intent) for intent in intents)
        total.wanted[wanted.kind.value] += 1
        total.found[wanted.kind.value] += met
        if not met:
            total.missed.append(f"{each.id} {_label(wanted)}")
        if wanted.amount is not None or wanted.until is not None:
            right = any(_same_figure(wanted, intent) for intent in intents)
            total.exact += 1
            total.exact_right += right
            if not right:
                total.wrong_sums.append(f"{each.id} {_label(wanted)}")
    for intent in intents:
        if intent.binds and not any(_in_the_words(wanted, intent) for wanted in each.mail.wanted):
            into = total.not_there if intent.certainty is Certainty.PLAIN else total.suggested
            into.append(f"{each.id} {intent.kind.value} {intent.amount or ''}".strip())


def _in_the_words(wanted: Wanted, intent: Intent) -> bool:
    """Whether a label bears out a binding intent: its kind, no other sum or question, and plain only where that may be."""
    if wanted.kind is not intent.kind:
        return False
    if intent.certainty is not Certainty.PLAIN:
        return True
    if wanted.amount is not None and intent.amount not in (None, wanted.amount):
        return False
    return wanted.plain is not False and wanted.question in (None, intent.question)


def _same_figure(wanted: Wanted, intent: Intent) -> bool:
    if wanted.amount is not None:
        return intent.amount == wanted.amount
    return intent.until == wanted.until


def _label(wanted: Wanted) -> str:
    mark = {None: "", True: "!", False: "~"}[wanted.plain]
    parts = (wanted.detail, wanted.amount, wanted.until, wanted.question, wanted.units)
    return " ".join([mark + wanted.kind.value, *(str(part) for part in parts if part)])


def figures() -> Iterator[Figure]:
    """Measure: the mails that were tuned on, those set aside, and the older lines in one."""
    for name, total in (("tuned on", measured(aside=False)), ("set aside", measured(aside=True))):
        yield from _of(f"{total.mails} mails {name}", total)
    total = older()
    found, wanted = total.found.total(), total.wanted.total()
    bad = len(total.not_there)
    yield Figure(
        WHAT,
        f"{total.mails} short lines: found; binding not there",
        ">= 90 %; 0",
        f"{share(found, wanted)}; {bad}",
        at_least(found, wanted, FOUND) and not bad,
        (*total.not_there, *total.missed),
    )


def _of(name: str, total: Outcome) -> Iterator[Figure]:
    bad, few = total.not_there, total.suggested
    yield Figure(WHAT, f"{name}: binding and plain, not there", "0", str(len(bad)), not bad, tuple(bad))
    found, wanted = total.found.total(), total.wanted.total()
    by_kind = (f"{kind}: {share(total.found[kind], many)}" for kind, many in total.wanted.most_common())
    yield Figure(
        WHAT,
        f"{name}: found",
        ">= 90 %",
        share(found, wanted),
        at_least(found, wanted, FOUND),
        (*by_kind, *total.missed),
    )
    yield Figure(
        WHAT,
        f"{name}: money and dates",
        ">= 98 %",
        share(total.exact_right, total.exact),
        at_least(total.exact_right, total.exact, MONEY_AND_DATES),
        tuple(total.wrong_sums),
    )
    yield Figure(
        WHAT,
        f"{name}: suggested for nothing",
        "<= 5 for 100 mails",
        f"{len(few)} in {total.mails} mails",
        len(few) <= FEW * total.mails,
        tuple(few),
    )


@dataclass(frozen=True)
class _Place:
    """A sentence of a mail, with the mail's language."""

    said: str
    language: str


def _places(mail: IntentMail) -> list[_Place]:
    language = language_of(mail.mail.text) or "en"
    return [_Place(each.said, language) for each in sentences(mail.mail.text, fold(mail.mail.text))]


def _our_sums(place: _Place) -> set[str]:
    return {_money(each.amount) for each in sums_in(fold(place.said), "USD", place.language, bare=True)}


def _price_parser(place: _Place) -> set[str]:
    """Its best setting: the currency hinted, the decimal mark its own guess; one sum for each sentence is all it gives."""
    price = Price.fromstring(place.said, currency_hint="USD")
    return set() if price.amount is None else {_money(price.amount)}


def _our_dates(place: _Place) -> set[str]:
    until, _ = until_in(fold(place.said), NOW.date(), place.language)
    return {until.isoformat()} if until else set()


def _dateparser(place: _Place) -> set[str]:
    """Its best setting: the language given, counted from the day of receipt, dates yet to come; every find of a sentence."""
    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": NOW.replace(tzinfo=None)}
    found = dateparser.search.search_dates(place.said, languages=[place.language], settings=settings)
    return {moment.date().isoformat() for _, moment in found or ()}


def _money(amount: object) -> str:
    return re.sub(r"\.0{1,2}$", "", str(amount))


READERS = (
    ("sums: ours", _our_sums, "amount"),
    ("sums: price-parser", _price_parser, "amount"),
    ("dates: ours", _our_dates, "until"),
    ("dates: dateparser", _dateparser, "until"),
)


def opinions() -> Iterator[Figure]:
    """Measure ours and the libraries' alike: is the labelled sum or date read in any sentence of its mail, and how often where none is."""
    mails = intent_mails()
    for name, reader, what in READERS:
        wanted = [(mail, value) for mail in mails for each in mail.mail.wanted if (value := getattr(each, what))]
        read_in = {mail.id: [reader(place) for place in _places(mail)] for mail, _ in wanted}
        missed = [
            f"{mail.id} {value}" for mail, value in wanted if not any(_money(value) in one for one in read_in[mail.id])
        ]
        bare = [
            place
            for mail in mails
            if mail.id not in read_in
            for place in _places(mail)
            if not re.search(r"\d", place.said)
        ]
        false = sum(bool(reader(place)) for place in bare)
        reached = f"{share(len(wanted) - len(missed), len(wanted))}; read in {false} of {len(bare):,} sentences without a figure"
        yield Figure(WHAT, name, "", reached, met=True, cases=tuple(missed))
