"""A message laid out for reading: its sentences, its lines, and what was last asked of the writer."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from mailbot.claims.manifest import Manifest
from mailbot.mail.message import Message
from mailbot.mediation.context import Context, SentText
from mailbot.mediation.letter import BINDING_ANSWER, Letter
from mailbot.mediation.party import Side
from mailbot.steps.interpret.goods import Goods, goods_of
from mailbot.steps.interpret.language import language_of
from mailbot.steps.interpret.money import Sum, sums_in
from mailbot.steps.interpret.stance import loose_condition, turns
from mailbot.steps.interpret.words import Sentence, any_of, fold, sentences, without_quotes

MAX_CHARACTERS: Final = 20_000
MAX_SENTENCES: Final = 500
_FOLLOW_UPS: Final = frozenset(
    {
        Letter.REMINDER,
        Letter.FINAL_NOTICE,
        Letter.EXTENSION,
        Letter.PLEASE_CLARIFY,
        Letter.PERSON_TAKES_OVER,
        Letter.HOLD_NOTICE,
        Letter.WHO_WROTE,
    }
)
_REPLY = re.compile(r"(?i)^\s{0,5}(?:re|aw|sv|rv|fw|fwd|wg|tr|res|enc|vs)\s?(?:\[\d{1,3}\])?\s?:")
_OUR_TAG = re.compile(r"\[D-[\w-]{1,40}\]")
_OFFERED = any_of(
    "offer", "offers", "offered", "proposes", "proposal", "settle", "oferta", "ofrece", "propone", "propuesta"
)
_AGREES = any_of(
    "you (?:agree|accept|confirm)",
    "accept",
    "confirm",
    "usted (?:acepta|confirma)",
    "acepta",
    "acepto",
    "confirmo",
    "de acuerdo",
)
_YES_LINE = re.compile(r"(?<![\w])(?:yes|si) (\d{1,3})(?![\w])")
_SOME_WORD = re.compile(r"[^\W\d_]+")
_TOO_FEW: Final = 2
_QUESTION = re.compile(r"(?m)^[ *]{0,4}(\d{1,2})[.)] ([^\n]{0,400})")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the nouns of this package look at."""

    sentences: tuple[Sentence, ...]
    lines: tuple[str, ...]  # the exact lines of the body; of the subject if the body is empty
    language: str | None
    side: Side | None
    currency: str
    goods: Goods
    today: date | None
    asked: Letter | None  # what the writer was last asked, reminders aside
    known: bool  # whether we know of any letter to the writer at all
    put: Sum | None  # the sum put to the writer, if it is clear which
    named: frozenset[Decimal]  # every sum in the letter asked
    asked_words: Mapping[int, str]  # its numbered questions, folded
    fact: int | None  # the number of the sentence a release request asks for
    attachments: tuple[str, ...]
    cut: bool
    loose: frozenset[int]  # the sentences that make a promise beside them hang on something
    turning: frozenset[int]  # those that begin with a "but"

    @property
    def questions(self) -> frozenset[int]:
        """The numbers of the questions asked."""
        return frozenset(self.asked_words)

    @property
    def binding_asked(self) -> bool:
        """Whether the last letter asked for an answer that binds."""
        return self.asked in BINDING_ANSWER

    def sums(self, sentence: Sentence, *, bare: bool = False) -> tuple[Sum, ...]:
        """All sums of money in a sentence."""
        return sums_in(sentence.plain, self.currency, self.language, bare=bare)

    def hangs_beside(self, sentence: Sentence) -> bool:
        """Whether another sentence makes promises hang on something, or a later one begins with a "but"."""
        return bool(self.loose - {sentence.number}) or any(number > sentence.number for number in self.turning)

    def others(self, sentence: Sentence) -> Iterable[Sentence]:
        """All sentences but this one."""
        return (each for each in self.sentences if each.number != sentence.number)


def lay_out(message: Message, context: Context) -> Reading:
    """Lay a message out. Only new words count; the subject counts unless it repeats ours."""
    whole = message.new_text
    body = whole[:MAX_CHARACTERS]
    subject = "" if _REPLY.match(message.subject) or _OUR_TAG.search(message.subject) else message.subject[:500].strip()
    from_subject = sentences(subject, without_quotes(fold(subject)), from_subject=bool(body.strip()))
    from_body = sentences(body, without_quotes(fold(body)), len(from_subject))
    heard = (from_subject + from_body)[:MAX_SENTENCES]
    language = _readable(body if body.strip() else subject)
    asked = _asked(context.sent)
    sums = sums_in(fold(asked.text), context.currency, "en") if asked else ()
    return Reading(
        sentences=heard,
        lines=tuple((body or subject).splitlines()),
        language=language,
        side=context.side,
        currency=context.currency,
        goods=goods_of(context.order.manifest if context.order else Manifest(), context.skus),
        today=context.received_at.date() if context.received_at else None,
        asked=asked.letter if asked else None,
        known=bool(context.sent),
        put=_put(asked, sums),
        named=frozenset(each.amount for each in sums),
        asked_words={int(number): words for number, words in _QUESTION.findall(fold(asked.text))} if asked else {},
        fact=_fact(asked),
        attachments=tuple(attachment.name for attachment in message.attachments),
        cut=len(whole) > MAX_CHARACTERS or len(from_body) > MAX_SENTENCES,
        loose=frozenset(each.number for each in heard if loose_condition(each)),
        turning=frozenset(each.number for each in heard if turns(each)),
    )


def _readable(text: str) -> str | None:
    """Return the language of the words; of one or two a foreign one is a guess that must not silence them."""
    language = language_of(text)
    foreign = language not in (None, "en", "es")
    return None if foreign and len(_SOME_WORD.findall(text)) <= _TOO_FEW else language


def _asked(sent: tuple[SentText, ...]) -> SentText | None:
    return next((each for each in sent if each.letter not in _FOLLOW_UPS), None)


def _fact(asked: SentText | None) -> int | None:
    """Return the number beside the line that says yes in a release request; None where there is not just one."""
    if asked is None or asked.letter is not Letter.RELEASE_REQUEST:
        return None
    numbers = set(_YES_LINE.findall(fold(asked.text)))
    return int(numbers.pop()) if len(numbers) == 1 else None


def _put(asked: SentText | None, sums: tuple[Sum, ...]) -> Sum | None:
    """Return the one sum a letter names, or the first on the line that says what a yes means, or on one of an offer."""
    if asked is None or not sums:
        return None
    if len({each.amount for each in sums}) == 1:
        return sums[0]
    plain = fold(asked.text)
    lines = [(each, plain[plain.rfind("\n", 0, each.start) + 1 : each.end]) for each in sums]
    return next((each for pattern in (_AGREES, _OFFERED) for each, line in lines if pattern.search(line)), None)
