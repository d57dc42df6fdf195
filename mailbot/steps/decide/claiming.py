"""The buyer's claim and files, as they come in mail by mail."""

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.mediation.events import ClaimStated, EvidenceReceived
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.party import Side
from mailbot.mediation.showing import itemised
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.turn import Turn


def take_claim(turn: Turn, answer: Answer) -> bool:
    """Record what the buyer claims, from a sheet or from words; return whether that changed anything.

    A claim that names its lines is not replaced by one that does not.
    """
    claim = answer.claim if answer.claim is not None and answer.claim.lines else claim_in_words(answer.intents)
    if claim is None or answer.side is not Side.BUYER:
        return False
    known = turn.dispute.claim
    if known == claim or (known is not None and itemised(known, turn.order) and not itemised(claim, turn.order)):
        return False
    turn.record(ClaimStated(turn.now, claim, answer.message_id))
    return True


def claims_otherwise(turn: Turn, answer: Answer) -> bool:
    """Whether the buyer lists other goods than those on file, in full: not just words about the same claim."""
    claim = answer.claim
    if claim is None or answer.side is not Side.BUYER or not itemised(claim, turn.order):
        return False
    return claim != turn.dispute.claim


def take_evidence(turn: Turn, answer: Answer) -> bool:
    """Record files that are new; return whether there were any."""
    known = {item.file_sha256 for item in turn.dispute.evidence if item.side is answer.side}
    fresh = [item for item in answer.evidence if item.sha256 not in known]
    for item in fresh:
        turn.record(EvidenceReceived(turn.now, answer.side, answer.message_id, item.item, item.file_name, item.sha256))
    return bool(fresh)


def claim_in_words(intents: tuple[Intent, ...]) -> Claim | None:
    """Make a claim of what the words say; lines may lack goods or number, which are then asked for."""
    lines = tuple(
        ClaimLine(intent.sku, intent.claim, intent.units or 0, problem=intent.words)
        for intent in intents
        if intent.kind is IntentKind.STATES_CLAIM and intent.claim is not None
    )
    return Claim(lines) if lines else None
