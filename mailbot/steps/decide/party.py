"""A party's mail: recorded, weighed, and handed to the phase the dispute is in."""

from collections.abc import Callable

from mailbot.mail.authentication import Trust
from mailbot.mediation.decision import NoticeKind, PartyWrote
from mailbot.mediation.events import Marked, StatementMade
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide import closed, evidence, hold, intake, performance, seller_account, shuttle, terms
from mailbot.steps.decide.answer import Answer, suggest, weigh
from mailbot.steps.decide.claiming import claims_otherwise, take_claim, take_evidence
from mailbot.steps.decide.language import choose
from mailbot.steps.decide.requests import readable_copies, requests, unclear
from mailbot.steps.decide.turn import Turn
from mailbot.steps.decide.words import came_in


def heard(turn: Turn, wrote: PartyWrote) -> None:
    """Take in a party's mail, once."""
    if any(said.message_id == wrote.message_id and said.side is wrote.side for said in turn.dispute.statements):
        return
    if wrote.trust is Trust.FORGED:
        _forged(turn, wrote)
        return
    turn.came = came_in(wrote)
    turn.heard_at = min(wrote.received_at or turn.now, turn.now)
    _record(turn, wrote)
    cause = hold.cause_of_hold(wrote)
    if cause and turn.dispute.phase not in (Phase.HOLD, Phase.CLOSED):
        hold.hold(turn, cause, wrote.side)
    act(turn, weigh(turn, wrote))
    if turn.dispute.phase not in (Phase.HOLD, Phase.CLOSED):
        readable_copies(turn, wrote)


def act(turn: Turn, answer: Answer) -> None:
    """Let what counts of a mail take effect."""
    choose(turn, answer)
    phase = turn.dispute.phase
    if phase is not Phase.EVIDENCE:  # there it decides what is still missing
        take_evidence(turn, answer)
    if phase in _CLAIM_STANDS and claims_otherwise(turn, answer):
        turn.raise_task(
            "claim_changed", f"the buyer now claims other lines ({answer.message_id}): what stands was valued"
        )
    if answer.one(IntentKind.WITHDRAWS) is not None and phase not in (Phase.HOLD, Phase.CLOSED):
        _withdraw(turn, answer)
    else:
        _PHASES.get(phase, _aside)(turn, answer)
    if turn.dispute.phase not in (Phase.HOLD, Phase.CLOSED):
        requests(turn, answer)
        unclear(turn, answer)


def _record(turn: Turn, wrote: PartyWrote) -> None:
    turn.record(
        StatementMade(
            turn.heard_at,
            wrote.side,
            wrote.message_id,
            wrote.words,
            wrote.trust,
            wrote.speaks,
            wrote.intents,
            wrote.heat,
            wrote.language,
            wrote.unread,
        )
    )
    for intent in hold.to_be_marked(wrote):
        kind = intent.detail or str(intent.kind)
        turn.record(Marked(turn.now, wrote.side, kind, wrote.message_id))
        turn.tell("mediator", NoticeKind.TASK, f'Marked, nothing follows: the {wrote.side}, {kind}: "{intent.words}"')


def _forged(turn: Turn, wrote: PartyWrote) -> None:
    """Move nothing on a mail whose sender is not who From says."""
    turn.record(Marked(turn.now, wrote.side, f"forged sender ({wrote.message_id})", wrote.message_id))
    text = f"{wrote.message_id} claims to be from the {wrote.side} and is not (forged): it counts for nothing"
    turn.tell("mediator", NoticeKind.TASK, text)


def _withdraw(turn: Turn, answer: Answer) -> None:
    if answer.side is Side.BUYER:
        closed.withdrawn(turn, answer)
    else:
        turn.raise_task("seller_withdraws", f"the seller takes something back ({answer.message_id}): read it")


def _aside(turn: Turn, answer: Answer) -> None:
    """Keep what comes in while nobody was asked anything: in screening, evaluation, decision and their like."""
    take_claim(turn, answer)
    for intent in answer.intents:
        if intent.binds:
            suggest(turn, answer.side, intent, answer.message_id, f"nothing is asked of them in {turn.dispute.phase}")


_PHASES: dict[Phase, Callable[[Turn, Answer], None]] = {
    Phase.INTAKE: intake.answered,
    Phase.EVIDENCE: evidence.answered,
    Phase.SELLER_ACCOUNT: seller_account.answered,
    Phase.SHUTTLE: shuttle.answered,
    Phase.TERMS: terms.answered,
    Phase.PERFORMANCE: performance.answered,
    Phase.CLOSED: closed.answered,
    Phase.HOLD: hold.answered,
}
_CLAIM_STANDS = frozenset({Phase.SELLER_ACCOUNT, Phase.SHUTTLE, Phase.TERMS, Phase.PERFORMANCE})
