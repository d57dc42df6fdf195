"""Reads the labelled mails and scores what interpret makes of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from mailbot.mail.authentication import Sender, Trust
from mailbot.mail.message import Attachment, Message, Span, SpanKind
from mailbot.mediation.context import Context, SentText
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.steps.interpret import interpret

HERE = Path(__file__).parent
NOW = datetime(2026, 6, 3, 16, 0, tzinfo=UTC)  # a Wednesday
SENT = {
    "O": (
        Letter.OFFER_TO_BUYER,
        "The seller offers USD 205.00.\nThe policy value of your claim is USD 330.00.\nACCEPT, DECLINE or COUNTER 250.00",
    ),
    "N": (Letter.CLAIM_NOTICE, "The buyer claims USD 1,250.00.\n\nACCEPT, DECLINE or COUNTER"),
    "C": (Letter.COUNTER_TO_SELLER, "The buyer proposes USD 300.00."),
    "T": (Letter.SETTLEMENT_TERMS, "The seller pays USD 205.00 within 5 business days. Answer CONFIRM."),
    "R": (Letter.RELEASE_REQUEST, "May I tell the seller: we counted twice? YES 3 or NO 3"),
    "E": (Letter.EVIDENCE_REQUEST, "1. How many boxes came?\n2. Did the driver sign?\n3. Is there a bill of lading?"),
    "P": (Letter.PAYMENT_INSTRUCTION, "Please pay USD 205.00 and answer PAID."),
    "D": (Letter.CLOSING, "This dispute is closed."),
    "M": (Letter.REMINDER, "We have not heard from you."),
}
KINDS = {
    "acc": IntentKind.ACCEPTS, "conf": IntentKind.CONFIRMS_TERMS, "rel": IntentKind.RELEASES, "wh": IntentKind.WITHHOLDS,
    "dec": IntentKind.DECLINES, "off": IntentKind.MAKES_OFFER, "claim": IntentKind.STATES_CLAIM, "ev": IntentKind.GIVES_EVIDENCE,
    "asks": IntentKind.ASKS, "ans": IntentKind.ANSWERS, "time": IntentKind.ASKS_TIME, "person": IntentKind.ASKS_PERSON,
    "wd": IntentKind.WITHDRAWS, "paid": IntentKind.REPORTS_PAYMENT, "appeal": IntentKind.APPEALS, "cnf": IntentKind.CONFIDES,
    "thr": IntentKind.THREATENS, "offp": IntentKind.OFF_PLATFORM, "lang": IntentKind.WANTS_LANGUAGE, "talk": IntentKind.SMALL_TALK,
    "unclear": IntentKind.UNCLEAR,
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """One intent that must be found."""

    kind: IntentKind
    plain: bool | None  # None: any certainty
    amount: Decimal | None = None
    question: int | None = None
    until: date | None = None
    detail: str = ""
    units: int | None = None

    def is_met_by(self, intent: Intent) -> bool:
        if intent.kind is not self.kind or (
            self.plain is not None and self.plain != (intent.certainty is Certainty.PLAIN)
        ):
            return False
        detail = intent.claim.value if intent.claim else intent.detail
        asked = (
            (self.question, intent.question),
            (self.until, intent.until),
            (self.units, intent.units),
            (self.detail or None, detail),
        )
        return all(wanted is None or wanted == got for wanted, got in asked) and self.amount in (None, intent.amount)


@dataclass(frozen=True)
class Labelled:
    """One mail and its truth."""

    asked: str
    subject: str
    text: str
    files: tuple[str, ...]
    wanted: tuple[Wanted, ...]

    @property
    def label(self) -> str:
        return f"{self.asked} | {self.subject} // {self.text}"


def wanted(word: str) -> Wanted:
    plain = {"!": True, "~": False}.get(word[0])
    word = word.lstrip("!~")
    word, _, amount = word.partition("=")
    word, _, until = word.partition("@")
    word, _, question = word.partition("#")
    word, _, units = word.partition("*")
    name, _, detail = word.partition(":")
    return Wanted(
        KINDS[name],
        plain,
        Decimal(amount) if amount else None,
        int(question) if question else None,
        date.fromisoformat(until) if until else None,
        detail,
        int(units) if units else None,
    )


def labelled(name: str) -> Iterator[Labelled]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            asked, words, mail = (part.strip() for part in line.split(" | ", 2))
            subject, mark, text = mail.rpartition("//")
            *text_parts, files = text.split(" @") if " @" in text else (text, "")
            names = tuple(part.strip(" @") for part in (*text_parts[1:], files) if part)
            truth = tuple(wanted(word) for word in words.split() if word not in ("none", "sku"))
            body = text_parts[0].strip().replace("\\n", "\n")
            yield Labelled(asked, subject.strip() if mark else "Re: [D-7Q2M] your order", body, names, truth)


def message(text: str, subject: str = "Re: [D-7Q2M] your order", files: tuple[str, ...] = ()) -> Message:
    return Message(
        content_hash="0",
        message_id="1@example.com",
        in_reply_to=(),
        references=(),
        sender=Sender("ray@example.com", "Ray", Trust.PROVEN, ""),
        recipients=(),
        subject=subject,
        date=None,
        text=text,
        spans=(Span(SpanKind.NEW, 0, len(text)),),
        attachments=tuple(Attachment(name, "application/octet-stream", b"") for name in files),
    )


def context(asked: str) -> Context:
    """What was last asked of the writer; a reminder stands on top of the offer."""
    letters = ["M", "O"] if asked == "M" else [asked] if asked in SENT else []
    sent = tuple(SentText(str(number), *SENT[key]) for number, key in enumerate(letters))
    side = Side.SELLER if asked in "NCP" else Side.BUYER
    return Context(side=side, sent=sent, skus=("VAC-1", "TV-55"), received_at=NOW)


def read(mail: Labelled) -> tuple[Intent, ...]:
    return interpret(message(mail.text, mail.subject, mail.files), context(mail.asked))


@dataclass
class Score:
    """What was found, missed, and read where it was not."""

    wanted: int = 0
    found: int = 0
    money: int = 0
    money_right: int = 0
    missed: list[str] = field(default_factory=list)
    not_there: list[str] = field(default_factory=list)  # plain and binding, and not in the words
    suggested: list[str] = field(default_factory=list)  # binding, not plain, and not in the words
    kinds: Counter[IntentKind] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"found {self.found}/{self.wanted} ({self.found / self.wanted:.1%}), binding not there {len(self.not_there)}, "
            f"suggested for nothing {len(self.suggested)}, money and dates {self.money_right}/{self.money} ({self.money_right / self.money:.1%})"
        )


def score(name: str) -> Score:
    total = Score()
    for mail in labelled(name):
        intents = read(mail)
        for each in mail.wanted:
            met = any(each.is_met_by(intent) for intent in intents)
            total.wanted += 1
            total.found += met
            if each.amount is not None or each.until is not None:
                total.money += 1
                total.money_right += any(
                    (each.amount is not None and each.amount == intent.amount)
                    or (each.until is not None and each.until == intent.until)
                    for intent in intents
                )
            if not met:
                total.missed.append(f"{mail.label}: {each} in {intents}")
        _not_there(total, mail, intents)
    return total


def _not_there(total: Score, mail: Labelled, intents: tuple[Intent, ...]) -> None:
    for intent in intents:
        fits = [each for each in mail.wanted if each.kind is intent.kind]
        if (
            intent.binds
            and intent.certainty is Certainty.PLAIN
            and (not fits or all(each.plain is False for each in fits))
        ):
            total.not_there.append(f"{mail.label}: {intent}")
        elif intent.binds and not fits:
            total.suggested.append(f"{mail.label}: {intent}")


TEXTS = (
    (
        "Hi Maria,\n\nThank you for getting back to me. We opened all four pallets on Tuesday and 3 of the vacuums are missing, plus 2 "
        "monitors came smashed. I paid $2,500 for this lot and I think $400 would be fair because those were the best items on it. "
        "Photos are attached. Could you tell me when the seller has to answer?\n\nRegards,\nTom Becker\nBecker Resale LLC\n"
    ),
    (
        "Buenas tardes, le escribo por el pedido 100234. Faltan 40 unidades y 5 cajas llegaron mojadas. Quiero que me reembolsen $800 "
        "porque ya perdí un cliente. Si no me contestan esta semana voy a hacer un contracargo. Necesito más tiempo para las fotos, hasta "
        "el viernes por favor.\nGracias, Lupita\n"
    ),
    (
        "ok so this is getting ridiculous!!! third time I write. I do not accept 205. My counter is $275 and that is it. Otherwise my "
        "lawyer will call you. And please stop with the robot emails, have someone call me.\n1. yes\n2. no, the driver left\n"
    ),
)
