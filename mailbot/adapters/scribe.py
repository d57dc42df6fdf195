"""Letters written and looked over in worker processes: a long sheet or a long letter never holds the event loop."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from mailbot.errors import HoleInLetter, OverLimits, UnsafeLetter
from mailbot.mail.envelope import Envelope
from mailbot.mail.identity import Identity
from mailbot.mail.message_id import Heard
from mailbot.mediation.approval import Draft, Enclosure, let_go
from mailbot.mediation.decision import LetterOrder
from mailbot.mediation.party import Side
from mailbot.ports import Asked, Letters, Limits, Papers, Policies, Sheets, Workers, Written
from mailbot.steps.draft import draft
from mailbot.steps.guard import guarded
from mailbot.steps.seal import seal

LIMITS = Limits(cpu_seconds=20.0, wall_seconds=60.0, memory_bytes=1024**3)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Tools:
    """What letters are written with."""

    letters: Letters
    sheets: Sheets
    policies: Policies
    identity: Identity


def write(tools: Tools, papers: Papers, asked: Sequence[Asked], heard: Mapping[Side, Heard]) -> tuple[Written, ...]:
    """Write letters. One goes by itself where the policy says so and the guard found nothing; one with a hole says why."""
    return tuple(_written(tools, papers, each, heard[each.order.reader]) for each in asked)


def put_forward(tools: Tools, papers: Papers, item: Draft, ids: Heard) -> Written:
    """Hold a draft for a person, with what the guard found in it."""
    try:
        _, hits = look_over(tools, papers, item, ids)
    except UnsafeLetter as unsafe:
        hits = (f"it cannot be written safely: {unsafe}",)
    return Written(replace(item, guard_hits=hits))


def look_over(tools: Tools, papers: Papers, item: Draft, ids: Heard) -> tuple[Envelope, tuple[str, ...]]:
    """Return a draft's final bytes and what the guard found in them; UnsafeLetter if they are not what was asked for."""
    envelope = seal(item, tools.identity, ids, papers.now)
    policy = tools.policies.by_version(papers.dispute.policy_version)
    return envelope, guarded(envelope.content, item, papers.dispute, papers.order, policy, ids)


def _written(tools: Tools, papers: Papers, asked: Asked, ids: Heard) -> Written:
    former = asked.former
    try:
        item = draft(
            asked.order,
            papers.dispute,
            papers.order,
            tools.policies.by_version(papers.dispute.policy_version),
            tools.letters.render,
            draft_id=asked.draft_id,
            revision=former.revision + 1 if former else 1,
            mediator=papers.mediator,
            enclosures=_kept(former, asked.order) or _enclosures(tools, papers, asked.order),
            now=papers.now,
        )
    except HoleInLetter as hole:
        return Written(None, hole=str(hole))
    ready = let_go(item, tools.policies.by_version(papers.dispute.policy_version).approval, papers.now)
    if ready is not item:
        with suppress(UnsafeLetter):
            envelope, hits = look_over(tools, papers, ready, ids)
            if not hits:
                return Written(ready, envelope)
    return put_forward(tools, papers, item, ids)


def _kept(former: Draft | None, order: LetterOrder) -> tuple[Enclosure, ...]:
    """Return the former revision's files where they cannot have changed: a blank claim sheet is the order's."""
    if former is None or not all(name.startswith("claim_sheet") for name in order.attach):
        return ()
    return former.enclosures if len(former.enclosures) == len(order.attach) else ()


def _enclosures(tools: Tools, papers: Papers, order: LetterOrder) -> tuple[Enclosure, ...]:
    """Make the files an order asks for."""
    made = []
    language = papers.dispute.party(order.reader).language
    for name in order.attach:
        stem = name.removesuffix(".xlsx").split("-")[0]
        if stem == "claim_sheet":
            content = tools.sheets.claim_sheet(papers.order, language)
        else:
            assert papers.dispute.valuation is not None, "only a valued claim has a valuation sheet"
            content = tools.sheets.valuation_sheet(papers.order, papers.dispute.valuation, language)
        made.append(Enclosure(f"{stem}-{papers.order.number}.xlsx", XLSX, content))
    return tuple(made)


class InlineScribe:
    """Writes in this process, without limits: for one letter at the command line, and for tests."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    async def write(self, papers: Papers, asked: Sequence[Asked], heard: Mapping[Side, Heard]) -> tuple[Written, ...]:
        """Write letters."""
        return write(self._tools, papers, asked, heard)

    async def put_forward(self, papers: Papers, draft: Draft, ids: Heard) -> Written:
        """Hold a draft for a person."""
        return put_forward(self._tools, papers, draft, ids)

    async def seal(self, papers: Papers, draft: Draft, ids: Heard) -> tuple[Envelope, tuple[str, ...]]:
        """Seal a draft and look it over."""
        return look_over(self._tools, papers, draft, ids)

    async def close(self) -> None:
        """Nothing to close."""


class WorkerScribe:
    """Writes in worker processes. What kills its worker is not sent: it becomes a hole, or waits for a person."""

    def __init__(self, workers: Workers) -> None:
        """Write with workers that have Tools."""
        self._workers = workers

    async def write(self, papers: Papers, asked: Sequence[Asked], heard: Mapping[Side, Heard]) -> tuple[Written, ...]:
        """Write letters."""
        try:
            return await self._workers.run(write, papers, asked, heard)
        except OverLimits as trouble:
            return tuple(Written(None, hole=f"writing it took more than it may ({trouble})") for _ in asked)

    async def put_forward(self, papers: Papers, draft: Draft, ids: Heard) -> Written:
        """Hold a draft for a person."""
        try:
            return await self._workers.run(put_forward, papers, draft, ids)
        except OverLimits as trouble:
            return Written(replace(draft, guard_hits=(f"looking it over took more than it may ({trouble})",)))

    async def seal(self, papers: Papers, draft: Draft, ids: Heard) -> tuple[Envelope, tuple[str, ...]]:
        """Seal a draft and look it over."""
        try:
            return await self._workers.run(look_over, papers, draft, ids)
        except OverLimits as trouble:
            raise UnsafeLetter(f"looking it over took more than it may ({trouble})") from trouble

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()
