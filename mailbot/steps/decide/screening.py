"""Screening: whether a claim is taken at all."""

from mailbot.mediation.decision import LetterOrder, NoticeKind, Plain
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.policy.judgement import Judgement, Kind
from mailbot.steps.decide import evidence
from mailbot.steps.decide.judging import judged, refuse
from mailbot.steps.decide.turn import Turn

REVIEW = "review"  # the kind of task whose doing lets a claim pass


def begin(turn: Turn, files: tuple[str, ...] = ()) -> None:
    """Judge the claim: refuse it with the exact rule, give it to a person, or confirm it and go on."""
    turn.enter(Phase.SCREENING, "a claim was stated")
    screen(turn, files)


def screen(turn: Turn, files: tuple[str, ...] = ()) -> None:
    """Judge and go on from there."""
    judgement = judged(turn)
    if judgement.kind is Kind.INELIGIBLE:
        refuse(turn, judgement)
        return
    _received(turn, judgement, files)
    if judgement.ok:
        for part in judgement.refused:
            text = f"a part of the claim is not taken: {part.claim} ({part.clause}: {part.working})"
            turn.tell("mediator", NoticeKind.TASK, text)
        evidence.begin(turn)
    else:
        reason = f"{judgement.kind}: {judgement.reason} under {judgement.clause}; {judgement.working}"
        turn.raise_task(REVIEW, f"decide whether the claim is taken (`done` takes it, `close` refuses it): {reason}")


def _received(turn: Turn, judgement: Judgement, files: tuple[str, ...]) -> None:
    why = (f"A claim was read; {judgement.clause or 'no rule'}: {judgement.reason}",)
    details: dict[str, Plain] = {"received": files}
    turn.write(LetterOrder(Letter.CLAIM_RECEIVED, Side.BUYER, why, details=details))
