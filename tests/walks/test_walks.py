"""Every dialogue of this folder, played on the real program over fakes of the world.

``RECORD=1`` writes down what followed instead of comparing; read it line by line before it is committed.
"""

import os
import re
from difflib import unified_diff
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from tests.walks.player import Player
from tests.walks.script import Turn, turns_of
from tests.walks.stage import Stage, set_stage

RUN = 6  # words in a row that are somebody's own
WALKS = sorted(Path(__file__).parent.glob("*.walk"))


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
async def test_walk(path: Path) -> None:
    stage = await set_stage()
    player = Player(stage)
    turns = turns_of(path)
    followed = [await player.play(turn) for turn in turns]
    check_the_wall(stage)
    if os.environ.get("RECORD") == "1":
        record(path, turns, followed)
        return
    expected = [line for turn in turns for line in told(turn, turn.expected)]
    found = [line for turn, lines in zip(turns, followed, strict=True) for line in told(turn, lines)]
    assert found == expected, "\n" + "\n".join(
        unified_diff(expected, found, "expected", "what followed", lineterm="", n=4)
    )


def test_there_are_walks() -> None:
    assert len(WALKS) >= 15


def told(turn: Turn, lines: list[str]) -> list[str]:
    return [
        f"line {turn.line}: {turn.who} {turn.what.splitlines()[0] if turn.what else ''}",
        *(f"    {line}" for line in lines),
    ]


def check_the_wall(stage: Stage) -> None:
    """In every walk: one reader a letter, an answer address of its own, nothing of the other side in the bytes."""
    for dispute in stage.store.kept.disputes.values():
        for side in Side:
            check_words(stage, dispute, side)
        mails = [record for record in stage.store.kept.messages.values() if record.dispute_id == dispute.id]
        for side in Side:
            strange = {dispute.party(side.other).address.encode()}
            strange |= {record.message.message_id.encode() for record in mails if record.side is side.other}
            for envelope in stage.postman.posted:
                if envelope.reader == dispute.party(side).address:
                    assert not [words for words in strange if words and words in envelope.content]
    for envelope in stage.postman.posted:
        head = envelope.content.partition(b"\r\n\r\n")[0].lower()
        assert head.count(b"\nto:") == 1
        assert b"\ncc:" not in head
        assert b"\nbcc:" not in head


def check_words(stage: Stage, dispute: Dispute, reader: Side) -> None:
    """No letter to one side holds six words in a row of the other's, but those released or of one's own knowledge."""
    order = stage.store.kept.orders[dispute.client_id, dispute.order_number]
    letters = [plain(mail) for mail in stage.letters_to(dispute.party(reader).address)]
    shared = [fact.words for fact in dispute.facts if fact.release is not None]
    known = runs(" ".join([*shared, order.title, *(line.description for line in order.manifest.lines)]))
    said = runs(*(item.words for item in dispute.statements if item.side is reader.other)) - known
    own = runs(*(item.words for item in dispute.statements if item.side is reader))
    crossed = (said - own) & runs(*letters)
    assert not crossed, f"the {reader} read words of the other side: {crossed}"


def plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n{body.get_content() if body is not None else ''}"


def runs(*texts: str) -> set[str]:
    words = [re.findall(r"[^\W_]+", text.lower()) for text in texts]
    return {" ".join(found[at : at + RUN]) for found in words for at in range(len(found) - RUN + 1)}


def record(path: Path, turns: list[Turn], followed: list[list[str]]) -> None:
    after = {turn.last: [f"    {line}" for line in lines] for turn, lines in zip(turns, followed, strict=True)}
    written: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.startswith("    "):
            written += [line, *after.get(number, [])]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
