"""The buyer's claim and files, as they come in mail by mail."""

from dataclasses import replace

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.mediation.events import ClaimStated, EvidenceReceived
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.party import Side
from mailbot.mediation.showing import itemised
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.turn import Turn


def take_claim(turn: Turn, answer: Answer) -> bool:
    """Record what the buyer claims, from a sheet or from words; return whether that changed anything.

    A sheet stands for the whole claim; words add lines to what is known, and never change a line of a sheet.
    """
    if answer.side is not Side.BUYER:
        return False
    known = turn.dispute.claim
    if answer.claim is not None and answer.claim.lines:
        claim: Claim | None = answer.claim
        if known is not None and itemised(known, turn.order) and not itemised(answer.claim, turn.order):
            return False
    else:
        claim = _added(known, claim_in_words(answer.intents))
    if claim is None or known == claim:
        return False
    turn.record(ClaimStated(turn.now, claim, answer.message_id))
    return True


def _added(known: Claim | None, words: Claim | None) -> Claim | None:
    """Add the lines that words name to a claim; what a later mail says of a line told in words replaces it."""
    if known is None or words is None:
        return words if known is None else known
    named = {(line.sku, line.type): line for line in words.lines if line.sku and line.affected}
    kept = [named.pop((line.sku, line.type), line) if line.in_words else line for line in known.lines]
    taken = {(line.sku, line.type) for line in kept}
    fresh = [line for key, line in named.items() if key not in taken]
    types = {line.type for line in (*kept, *fresh)}
    fresh += [line for line in words.lines if line.type not in types and not _sheet(known)]
    lines = (line for line in (*kept, *fresh) if not _only_a_kind(line, (*kept, *fresh)))
    return replace(known, lines=tuple(lines))


def _sheet(claim: Claim) -> bool:
    return any(not line.in_words for line in claim.lines)


def _only_a_kind(line: ClaimLine, lines: tuple[ClaimLine, ...]) -> bool:
    """Whether a line only names a kind of claim that other lines name with goods or number."""
    return not (line.sku or line.affected) and any(
        each.type is line.type and (each.sku or each.affected) for each in lines
    )


def claims_otherwise(turn: Turn, answer: Answer) -> bool:
    """Whether the buyer lists other goods than those on file, in full: not just words about the same claim."""
    claim = answer.claim
    if claim is None or answer.side is not Side.BUYER or not itemised(claim, turn.order):
        return False
    known = turn.dispute.claim
    return known is None or claim.surplus != known.surplus or _reckoned(claim) != _reckoned(known)


def _reckoned(claim: Claim) -> set[tuple[object, ...]]:
    """Return what of the lines is reckoned with, without the words."""
    return {(line.sku, line.type, line.affected, line.loss, line.pallet, line.row) for line in claim.lines}


def take_evidence(turn: Turn, answer: Answer) -> bool:
    """Record files that are new; return whether there were any."""
    known = {item.file_sha256 for item in turn.dispute.evidence if item.side is answer.side}
    fresh = [item for item in answer.evidence if item.sha256 not in known]
    for item in fresh:
        turn.record(EvidenceReceived(turn.now, answer.side, answer.message_id, item.item, item.file_name, item.sha256))
    return bool(fresh)


def claim_in_words(intents: tuple[Intent, ...]) -> Claim | None:
    """Make a claim of what the words say; lines may lack goods or number, which are then asked for.

    Two numbers for the same goods and kind are none: they may repeat each other or add up.
    """
    lines: dict[tuple[object, ...], ClaimLine] = {}
    for at, intent in enumerate(intents):
        if intent.kind is not IntentKind.STATES_CLAIM or intent.claim is None:
            continue
        line = ClaimLine(intent.sku, intent.claim, intent.units or 0, problem=intent.words, in_words=True)
        key = (line.sku, line.type, 0 if line.sku else at)
        known = lines.get(key)
        lines[key] = line if known is None or known.affected == line.affected else replace(known, affected=0)
    every = tuple(lines.values())
    told = tuple(line for line in every if not _only_a_kind(line, every))
    return Claim(told) if told else None
