"""What the clock brings: reminders, final notices, ends of phases, fresh dates on waiting drafts."""

import structlog

from mailbot.errors import MailbotError, WorldFailure
from mailbot.flow.approval import Approval
from mailbot.flow.carry import carry_out
from mailbot.flow.collect import Collector
from mailbot.flow.desk import Desk
from mailbot.flow.walk import Walk
from mailbot.mediation.decision import TimePassed
from mailbot.steps.decide import decide

BATCH = 200

log = structlog.get_logger()


class Chaser:
    """Asks the store what is due, and lets the dispute decide what follows."""

    def __init__(self, desk: Desk, walk: Walk, approval: Approval, collector: Collector | None) -> None:
        self._desk = desk
        self._walk = walk
        self._approval = approval
        self._collector = collector

    async def sweep(self) -> int:
        """Chase all that is due now; return how many disputes moved.

        The mailbox is looked at once more first: nobody is reminded of an answer that lies in it.
        """
        await self._approval.refresh()
        now = self._desk.clock.now()
        due = await self._desk.store.disputes_due(now, BATCH)
        if not due:
            return 0
        if self._collector is not None:
            await self._collector.take()
        await self._walk.empty()
        moved = [await self._chase(dispute_id) for dispute_id in due]
        return sum(moved)

    async def _chase(self, dispute_id: str) -> bool:
        """Let time pass for one dispute; whatever is wrong with it, the others go on and the next sweep sees it again."""
        desk = self._desk
        try:
            file = await desk.file(dispute_id)
            unread = await desk.store.quarantined_sides(dispute_id)
            decision = decide(file.dispute, TimePassed(unread), file.policy, file.order, desk.clock.now())
            writes = await carry_out(desk, decision, file)
            await desk.store.commit(*writes)
        except WorldFailure:
            raise
        except MailbotError as trouble:  # it moved on meanwhile; its order or its policy is gone
            log.warning("chase put off", dispute=dispute_id, reason=str(trouble))
            return False
        log.info("dispute chased", dispute=dispute_id, events=len(decision.events), letters=len(decision.letters))
        return bool(writes)
