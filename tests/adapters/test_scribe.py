"""Letters written in workers: the same as written here, and what takes too long is never sent."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.scribe import LIMITS, InlineScribe, Tools, WorkerScribe
from mailbot.adapters.sheets import XlsxSheets
from mailbot.adapters.workers import Workers
from mailbot.errors import OverLimits, UnsafeLetter
from mailbot.mail.identity import Identity
from mailbot.mail.message_id import Heard
from mailbot.mail.token import Keys
from mailbot.mediation.approval import BY_POLICY, DraftState
from mailbot.mediation.decision import LetterOrder
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.ports import Asked, Papers
from tests import make
from tests.flow.office import OnePolicy

ROOT = Path(__file__).parents[2]
IDENTITY = Identity("desk@mailbot.example", "Desk", "mailbot.example", Keys("k1", {"k1": b"a secret of these tests"}))
HEARD = {side: Heard((f"{side}-1@mailbot.example",), (f"{side.other}-1@else.example",)) for side in Side}
ASKED = (
    Asked(LetterOrder(Letter.CLAIM_RECEIVED, Side.BUYER, ("a test",)), "L-1"),
    Asked(
        LetterOrder(
            Letter.EVIDENCE_REQUEST,
            Side.BUYER,
            ("a test",),
            step="buyer_substantiate",
            attach=("claim_sheet",),
        ),
        "L-2",
    ),
    Asked(LetterOrder(Letter.OFFER_TO_BUYER, Side.BUYER, ("no offer is there to carry",)), "L-3"),
)


def tools(_name: str = "") -> Tools:
    letters = TemplateLetters(ROOT / "templates")
    return Tools(letters, XlsxSheets(), OnePolicy(make.policy()), IDENTITY)


def papers() -> Papers:
    return Papers(make.dispute(claim=make.claim()), make.order(), "Mia", make.NOW)


async def test_a_worker_writes_what_is_written_here() -> None:
    workers = WorkerScribe(Workers(1, LIMITS, tools))
    try:
        here = await InlineScribe(tools()).write(papers(), ASKED, HEARD)
        assert await workers.write(papers(), ASKED, HEARD) == here
        receipt, request, hole = here
        assert receipt.draft is not None
        assert (receipt.draft.state, receipt.draft.decided_by) == (DraftState.APPROVED, BY_POLICY)
        assert receipt.envelope is not None
        assert receipt.envelope.reader == make.BUYER
        assert request.draft is not None
        assert (request.draft.state, request.envelope, request.draft.guard_hits) == (DraftState.PENDING, None, ())
        assert [file.name for file in request.draft.enclosures] == [f"claim_sheet-{make.ORDER}.xlsx"]
        assert hole.draft is None
        assert hole.hole
        sealed = await workers.seal(papers(), request.draft, HEARD[Side.BUYER])
        assert sealed == await InlineScribe(tools()).seal(papers(), request.draft, HEARD[Side.BUYER])
        again = replace(request.draft, revision=2)
        assert (await workers.put_forward(papers(), again, HEARD[Side.BUYER])).draft == again
    finally:
        await workers.close()


class Lost:
    """Workers that lose all they are given."""

    async def run(self, task: Callable[..., Any], *arguments: object, size_bytes: int = 0) -> Any:
        raise OverLimits("over 20 s of time")

    async def close(self) -> None: ...


async def test_what_takes_too_long_is_never_sent() -> None:
    scribe = WorkerScribe(Lost())
    written = await scribe.write(papers(), ASKED, HEARD)
    assert [one.draft for one in written] == [None, None, None]
    assert all("over 20 s of time" in one.hole for one in written)
    held = await scribe.put_forward(papers(), make.draft(), Heard())
    assert held.draft is not None
    assert "over 20 s of time" in held.draft.guard_hits[0]
    assert held.envelope is None
    with pytest.raises(UnsafeLetter, match="over 20 s of time"):
        await scribe.seal(papers(), make.draft(), Heard())


def test_a_process_that_writes_many_letters_has_its_templates_ready(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", folder)
    (folder / "en" / "closing" / "subject.txt").unlink()
    letters = TemplateLetters(folder)
    letters.prepare()  # the closing letter lacks its subject: said when it is used, not here
    ready = set(letters.shelf("en")._ready)
    assert len(ready) > 20
    assert set(letters.shelf("es")._ready) - ready == {Letter.CLOSING}
