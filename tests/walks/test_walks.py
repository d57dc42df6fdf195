"""Every dialogue of this folder, played on the real program over fakes of the world."""

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.walks.player import Player
from tests.walks.script import turns_of
from tests.walks.stage import set_stage

WALKS = sorted(Path(__file__).parent.glob("*.walk"))


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
async def test_walk(path: Path) -> None:
    player = Player(await set_stage())
    expected: list[str] = []
    followed: list[str] = []
    for turn in turns_of(path):
        head = f"line {turn.line}: {turn.who} {turn.what.splitlines()[0] if turn.what else ''}".rstrip()
        expected += [head, *(f"    {line}" for line in turn.expected)]
        followed += [head, *(f"    {line}" for line in await player.play(turn))]
    assert followed == expected, "\n" + "\n".join(
        unified_diff(expected, followed, "expected", "what followed", lineterm="", n=4)
    )


def test_there_are_walks() -> None:
    assert len(WALKS) >= 15
