"""Every mail of every corpus through the whole walk: each is kept and ends somewhere a person can see."""

from collections.abc import Iterator

from mailbot.mail.envelope import LetterKind
from mailbot.ports import RawState
from tests.corpora.shelf import figure, shelf
from tests.walks.stage import SERVER, Stage, set_stage

FOLDERS = ("parsing", "bounces", "replies/talon")
ENDINGS = (".eml", ".txt", ".mail", "")


def mails() -> Iterator[bytes]:
    for folder in FOLDERS:
        for path in sorted(shelf(folder).rglob("*")):
            content = path.read_bytes() if path.is_file() and path.suffix in ENDINGS else b""
            if b"\n" in content and b":" in content[:200]:
                yield content


async def walked(contents: list[bytes]) -> Stage:
    stage = await set_stage()
    for content in contents:
        stage.mailbox.receive(content)
    await stage.program.once()
    return stage


async def test_every_mail_ends_somewhere() -> None:
    contents = list(mails())
    stage = await walked(contents)
    states = [state for _, state, _ in stage.store.kept.raw.values()]
    figure(
        f"{len(contents)} mails walked: {states.count(RawState.QUARANTINED)} set aside, {states.count(RawState.WALKED)} noted or placed"
    )
    assert len(contents) > 400
    assert len(states) == len(contents)
    assert RawState.WAITING not in states
    could_not = [entry.reason for entry in await stage.store.quarantine() if "could not be worked on" in entry.reason]
    assert could_not == []


async def test_no_stranger_opens_a_dispute_or_gets_a_partys_letter() -> None:
    stage = await walked([content for content in mails() if SERVER.encode() not in content])
    assert stage.store.kept.disputes == {}
    kinds = {row.kind for row in stage.store.kept.outbox.values()}
    assert LetterKind.PARTY not in kinds
