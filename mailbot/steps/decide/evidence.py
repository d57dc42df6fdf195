"""Evidence: what the buyer still must show, asked for once, with one deadline."""

from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.showing import Showing, showing
from mailbot.steps.decide import evaluation
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.claiming import take_claim, take_evidence
from mailbot.steps.decide.turn import Turn

STEP = "buyer_substantiate"
SHEET = ("claim_sheet",)


def begin(turn: Turn) -> None:
    """Ask for what is missing, or go on to the evaluation if nothing is."""
    shown = showing(turn.dispute, turn.order, turn.policy)
    if shown.missing:
        turn.enter(Phase.EVIDENCE, f"missing: {', '.join(shown.missing)}", _clause(turn))
        ask(turn)
    else:
        evaluation.begin(turn, "all that the policy asks for was with the claim")


def again(turn: Turn) -> None:
    """Go on where it stood: what came in meanwhile may be all that was missing."""
    shown = showing(turn.dispute, turn.order, turn.policy)
    if shown.curable:
        ask(turn)
    else:
        _complete(turn, shown)


def ask(turn: Turn) -> None:
    """Write the request, with the claim sheet to fill in."""
    missing = showing(turn.dispute, turn.order, turn.policy).missing
    why = (f"{_clause(turn)} asks for it; missing: {', '.join(missing)}",)
    turn.write(LetterOrder(Letter.EVIDENCE_REQUEST, Side.BUYER, why, step=STEP, attach=SHEET))


def answered(turn: Turn, answer: Answer) -> None:
    """Take in what the buyer sent: all, a part, or a sheet with errors."""
    if answer.side is not Side.BUYER:
        return
    changed = take_claim(turn, answer)
    changed = take_evidence(turn, answer) or changed
    if answer.sheet_faults:
        _sheet_errors(turn, answer)
    elif changed:
        _weigh(turn, answer)


def _weigh(turn: Turn, answer: Answer) -> None:
    shown = showing(turn.dispute, turn.order, turn.policy)
    if not shown.curable:
        _complete(turn, shown)
    elif _asked(turn):
        details: dict[str, Plain] = {"received": tuple(item.file_name for item in answer.evidence)}
        why = (f"Got: {', '.join(shown.got) or 'nothing'}; still missing: {', '.join(shown.missing)}; same deadline",)
        keep = turn.dispute.deadline(Side.BUYER)
        turn.write(LetterOrder(Letter.EVIDENCE_PARTLY_IN, Side.BUYER, why, keep=keep, details=details))
    else:
        ask(turn)  # the first request has not left yet: it is drafted afresh with less in it


def _complete(turn: Turn, shown: Showing) -> None:
    """Go on; what was never made at delivery cannot be sent now and is for the mediator to weigh."""
    turn.met(Side.BUYER)
    turn.drop_letters("all is in", Side.BUYER)
    if shown.incurable:
        turn.raise_task("incurable_evidence", f"cannot be made any more: {', '.join(shown.incurable)}; weigh the claim")
    evaluation.begin(turn, "the evidence is in")


def _sheet_errors(turn: Turn, answer: Answer) -> None:
    faults = tuple(str(fault) for fault in answer.sheet_faults)
    why = (f"The claim sheet has {len(faults)} row(s) that cannot be used",)
    keep = turn.dispute.deadline(Side.BUYER)
    step = STEP if keep is None else None
    details: dict[str, Plain] = {"questions": faults, "received": tuple(item.file_name for item in answer.evidence)}
    turn.write(LetterOrder(Letter.SHEET_ERRORS, Side.BUYER, why, step=step, keep=keep, details=details, attach=SHEET))


def _asked(turn: Turn) -> bool:
    return turn.dispute.deadline(Side.BUYER) is not None


def _clause(turn: Turn) -> str:
    claim = turn.dispute.claim
    return "evidence." + (claim.types[0] if claim is not None and claim.types else "claim")
