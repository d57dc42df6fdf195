"""What letters are written with: words, sheets, rules, and the scribe who puts them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation
from mailbot.mail.envelope import Envelope
from mailbot.mail.message_id import Heard
from mailbot.mediation.approval import Draft
from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words."""

    subject: str
    text: str
    html: str
    template_hash: str


class Letters(Protocol):
    """Renders a letter in a language from one reader's view of plain values."""

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered: ...

    def languages(self) -> tuple[str, ...]: ...


class Sheets(Protocol):
    """Spreadsheets out and back."""

    def claim_sheet(self, order: Order, language: str) -> bytes: ...  # .xlsx

    def valuation_sheet(self, order: Order, valuation: Valuation, language: str) -> bytes: ...  # .xlsx, live formulas


class Policies(Protocol):
    """The clients' dated rules."""

    def in_force(self, client_id: str, on: date) -> Policy: ...  # SettingsError if there are none

    def by_version(self, version: str) -> Policy: ...  # the rules a dispute was opened under


@dataclass(frozen=True, slots=True)
class Papers:
    """What a letter is written from. The rules are those the dispute was opened under."""

    dispute: Dispute  # as it stands after the decision
    order: Order
    mediator: str  # the name that signs
    now: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter to be written; as the next revision of ``former``, if there is one."""

    order: LetterOrder
    draft_id: str
    former: Draft | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as it is to be kept: held for a person, or approved by the policy and sealed; or why there is none."""

    draft: Draft | None
    envelope: Envelope | None = None  # only of a letter that goes by itself
    hole: str = ""


class Scribe(Protocol):
    """Writes letters and looks over their final bytes, in worker processes with limits."""

    async def write(
        self, papers: Papers, asked: Sequence[Asked], heard: Mapping[Side, Heard]
    ) -> tuple[Written, ...]: ...

    async def put_forward(self, papers: Papers, draft: Draft, ids: Heard) -> Written: ...  # held for a person

    async def seal(self, papers: Papers, draft: Draft, ids: Heard) -> tuple[Envelope, tuple[str, ...]]: ...

    # the bytes, and what the guard found in them; raises UnsafeLetter

    async def close(self) -> None: ...
