"""The bytes of our letters: one reader each, only ids the reader knows, nothing of the other side in any header."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from mailbot.errors import UnsafeLetter
from mailbot.flow.outgoing import Internal, heard, internal_row, last_look, queued, to_people
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind, SendState
from mailbot.mail.message_id import Heard, is_own
from mailbot.mail.token import Keys, is_reply_token, reply_token
from mailbot.mediation.approval import DraftState, content_hash
from mailbot.mediation.party import Side
from mailbot.steps.seal import seal
from tests.flow.office import DESK, KEYS, LEE, MIA, Office, offers, valued
from tests.make import BUYER, DISPUTE, NOW, SELLER, draft, envelope


def mail_of(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


async def both_written_to(office: Office) -> dict[Side, EmailMessage]:
    """A dispute in which both sides wrote twice and both got a letter of ours; the letters that left last."""
    await office.on_file(*valued())
    await office.answered(Side.BUYER, "A photo.\n", message_id="buyer-1@buyer.example")
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),), message_id="seller-1@seller.example")
    await office.walk.empty()
    await office.give(await office.pending(Side.BUYER))
    await office.send(seconds=91)
    await office.answered(Side.BUYER, "I want 180.\n", intents=(offers("180"),), message_id="buyer-2@buyer.example")
    await office.walk.empty()
    await office.give(await office.pending(Side.SELLER))
    await office.send(seconds=91)
    last = {}
    for sent in office.postman.posted:
        if sent.reader in (BUYER, SELLER):
            last[Side.BUYER if sent.reader == BUYER else Side.SELLER] = mail_of(sent.content)
    assert set(last) == set(Side)
    return last


async def test_the_two_sides_have_different_addresses_to_answer_to() -> None:
    office = Office()
    letters = await both_written_to(office)
    tokens = {side: str(mail["Reply-To"]).partition("+")[2].partition("@")[0] for side, mail in letters.items()}
    assert tokens[Side.BUYER] != tokens[Side.SELLER]
    for side, token in tokens.items():
        assert is_reply_token(KEYS, token, DISPUTE, side)
        assert not is_reply_token(KEYS, token, DISPUTE, side.other)


async def test_references_hold_only_what_the_reader_knows() -> None:
    office = Office()
    letters = await both_written_to(office)
    seen = {side: f"{mail['References']} {mail['In-Reply-To']}" for side, mail in letters.items()}
    assert "buyer-1@buyer.example" in seen[Side.BUYER]
    assert "seller" not in seen[Side.BUYER]
    assert "seller-1@seller.example" in seen[Side.SELLER]
    assert "own-1@mailbot.example" in seen[Side.SELLER]
    assert "buyer" not in seen[Side.SELLER]
    for side, named in seen.items():
        ours = {one.message_id for one in office.dispute.letters if one.reader is side.other}
        assert not [id_ for id_ in ours if id_ in named]


async def test_nothing_of_the_other_side_stands_in_any_header() -> None:
    office = Office()
    letters = await both_written_to(office)
    for side, mail in letters.items():
        other = office.dispute.party(side.other)
        head = "\n".join(f"{name}: {value}" for name, value in mail.items()).lower()
        for secret in (other.address, other.address.partition("@")[2], other.name.lower()):
            assert secret not in head


async def test_a_letter_has_one_reader_and_answers_its_newest_mail() -> None:
    office = Office()
    letters = await both_written_to(office)
    seller = letters[Side.SELLER]
    assert [address.addr_spec for address in seller["To"].addresses] == [SELLER]
    assert not [name for name in seller if name.lower() in ("cc", "bcc", "sender")]
    assert str(seller["From"]) == f"Dispute desk <{DESK}>"
    assert str(seller["In-Reply-To"]) == "<seller-1@seller.example>"
    assert is_own(KEYS, str(seller["Message-ID"]).strip("<>"))


async def test_the_mail_being_walked_is_known_before_it_is_kept() -> None:
    office = Office()
    await office.on_file(*valued())
    file = replace(await office.desk.file(DISPUTE), newest=(Side.BUYER, "now@buyer.example"))
    assert "now@buyer.example" in heard(file, Side.BUYER).own
    strange = heard(file, Side.SELLER)
    assert "now@buyer.example" in strange.other
    assert "now@buyer.example" not in strange.own


async def test_references_stay_short() -> None:
    office = Office()
    await office.on_file(*valued())
    for number in range(15):
        await office.answered(Side.SELLER, f"word {number}\n", message_id=f"s{number}@seller.example")
    await office.walk.empty()
    known = heard(await office.desk.file(DISPUTE), Side.SELLER)
    assert len(known.own) == 10
    assert known.own[-1] == "s14@seller.example"


async def test_the_same_draft_makes_the_same_message_id_and_another_revision_another() -> None:
    office = Office()
    ids = [seal(draft(revision=number), office.desk.identity, Heard(), NOW).message_id for number in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]


async def test_without_plus_addresses_answers_come_to_the_bare_address() -> None:
    office = Office()
    bare = replace(office.desk.identity, plus_addresses=False)
    mail = mail_of(seal(draft(), bare, Heard(), NOW).content)
    assert str(mail["Reply-To"] or mail["From"]).endswith(f"{DESK}>") or str(mail["Reply-To"]) == DESK


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "two\r\nBcc: eve@else.example"},
        {"address": "ana@buyer.example, eve@else.example"},
        {"address": "ana@buyer.example\nBcc: eve@else.example"},
        {"address": ""},
    ],
)
async def test_no_header_can_be_slipped_in(changes: dict[str, Any]) -> None:
    office = Office()
    with pytest.raises(UnsafeLetter):
        seal(draft(**changes), office.desk.identity, Heard(), NOW)


# --- the last look


async def ready(office: Office) -> Any:
    made = await office.drafted()
    await office.give(made)
    (row,) = [row for row in office.queued() if row.draft_id == made.id]
    return row


async def test_the_last_look_lets_go_what_is_as_it_was_approved() -> None:
    office = Office()
    assert await last_look(office.desk)(await ready(office)) == ()


async def test_the_last_look_stops_a_letter_whose_reader_moved() -> None:
    office = Office()
    row = await ready(office)
    dispute = office.dispute
    office.memory.kept.disputes[dispute.id] = replace(dispute, buyer=replace(dispute.buyer, speaks=("new@b.example",)))
    assert await last_look(office.desk)(row) == (f"{BUYER} is no longer this party's address",)


async def test_the_last_look_stops_a_letter_to_another_address_than_its_envelopes() -> None:
    office = Office()
    row = await ready(office)
    crossed = replace(row, envelope=replace(row.envelope, reader=SELLER))
    assert await last_look(office.desk)(crossed) != ()


async def test_the_last_look_stops_words_of_the_other_side() -> None:
    office = Office()
    row = await ready(office)
    leaking = row.envelope.content.replace(b"dispute:", f"{SELLER} dispute:".encode(), 1)
    assert leaking != row.envelope.content
    found = await last_look(office.desk)(replace(row, envelope=replace(row.envelope, content=leaking)))
    assert found != ()


async def test_a_letter_the_last_look_stops_does_not_leave() -> None:
    office = Office()
    row = await ready(office)
    dispute = office.dispute
    office.memory.kept.disputes[dispute.id] = replace(dispute, buyer=replace(dispute.buyer, speaks=("new@b.example",)))
    await office.send(seconds=91)
    assert row.envelope.message_id not in {one.message_id for one in office.postman.posted}
    assert office.memory.kept.outbox[row.id].state is SendState.REFUSED
    assert "bounce" in {task.kind for task in office.dispute.open_tasks}


async def test_our_own_mails_are_looked_at_for_their_headers_alone() -> None:
    office = Office()
    row = internal_row(office.desk, Internal(MIA.address, "A subject", f"{SELLER} and {BUYER}"), NOW)
    assert await last_look(office.desk)(row) == ()
    assert await last_look(office.desk)(replace(row, envelope=envelope(content=b"no header at all"))) != ()


async def test_a_letter_whose_draft_is_gone_does_not_leave() -> None:
    office = Office()
    row = await ready(office)
    office.memory.kept.drafts.clear()
    assert await last_look(office.desk)(row) != ()


# --- to our own people


async def test_each_person_gets_a_mail_of_their_own() -> None:
    office = Office()
    rows = [write.row for write in to_people(office.desk, (MIA, LEE), Internal("", "A subject", "Words."), NOW)]
    assert [row.envelope.reader for row in rows] == [MIA.address, LEE.address]
    assert len({row.envelope.message_id for row in rows}) == 2
    for row in rows:
        mail = mail_of(row.envelope.content)
        assert row.kind is LetterKind.INTERNAL
        assert [address.addr_spec for address in mail["To"].addresses] == [row.envelope.reader]
        assert str(mail["Auto-Submitted"]).startswith("auto-")


async def test_a_letter_that_was_changed_leaves_as_it_was_approved() -> None:
    office = Office()
    made = await office.drafted()
    assert made.content_hash == content_hash(made)
    await office.give(made)
    await office.send(seconds=91)
    (sent,) = [one for one in office.postman.posted if one.reader == BUYER and "Evidence" not in made.text][-1:]
    kept = await office.memory.draft(made.id)
    assert kept is not None
    assert kept.state is DraftState.SENT
    body = mail_of(sent.content).get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == made.text.split()


async def test_after_a_change_of_keys_the_next_letter_brings_its_own_reply_address() -> None:
    office = Office()
    await office.on_file(*valued())
    fresh = Keys("k2", {**KEYS.secrets, "k2": b"next year's secret of these tests"})
    row = queued(replace(office.desk, identity=replace(office.desk.identity, keys=fresh)), draft(), envelope(), NOW)
    await office.memory.commit(*row)
    token = Clue(ClueKind.TOKEN, reply_token(fresh, DISPUTE, Side.BUYER))
    (found,) = (await office.memory.look_up([token], BUYER)).found
    assert (found.dispute_id, found.side, found.sender_is_party) == (DISPUTE, Side.BUYER, True)
