"""Draft: an ordered letter becomes words for its one reader, with a deadline counted from now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, cast

from mailbot.claims.order import Order
from mailbot.mediation.approval import Draft, Enclosure, content_hash
from mailbot.mediation.deadline import Deadline, deadline_for
from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.letter import Letter
from mailbot.mediation.view import Writing, view_for
from mailbot.policy.policy import Policy


class Words(Protocol):
    """A letter's words, as whoever renders it returns them."""

    @property
    def subject(self) -> str:
        """One line."""

    @property
    def text(self) -> str:
        """The plain text."""

    @property
    def html(self) -> str:
        """The same as simple HTML."""

    @property
    def template_hash(self) -> str:
        """What it was rendered from."""


Render = Callable[[Letter, str, Mapping[str, Plain], str], Words]


def draft(  # noqa: PLR0913 - what a letter is made of: the file, the renderer, and what its maker gives it
    letter: LetterOrder,
    dispute: Dispute,
    order: Order,
    policy: Policy,
    render: Render,
    *,
    draft_id: str,
    revision: int,
    mediator: str,
    enclosures: Sequence[Enclosure],
    now: datetime,
) -> Draft:
    """Write a letter. ``dispute`` is as it stands after the decision; ``render`` may raise HoleInLetter."""
    party = dispute.party(letter.reader)
    deadline = announced(letter, policy, now)
    view = view_for(letter, Writing(dispute, order, policy, mediator, now), deadline)
    words = render(letter.letter, party.language, cast("Mapping[str, Plain]", view), policy.client_id)
    made = Draft(
        id=draft_id,
        revision=revision,
        dispute_id=dispute.id,
        client_id=dispute.client_id,
        letter=letter.letter,
        reader=letter.reader,
        address=party.address,
        language=party.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
        why=letter.why,
        based_on=dispute.version,
        caucus_at=sum(1 for said in dispute.statements if said.side is letter.reader),
        created_at=now,
        deadline=deadline,
        step=letter.step,
        details=dict(letter.details),
        carried=letter.carried,
        enclosures=tuple(enclosures),
        template_hash=words.template_hash,
    )
    return replace(made, content_hash=content_hash(made))


def announced(letter: LetterOrder, policy: Policy, now: datetime) -> Deadline | None:
    """Return the deadline a letter announces: the running one again, or its step counted from now."""
    if letter.keep is not None:
        return letter.keep
    return deadline_for(policy, letter.step, letter.reader, now) if letter.step is not None else None
