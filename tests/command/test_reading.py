"""What is understood of mails as files, without a desk."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from mailbot.app import open_desk
from mailbot.mediation.party import Side
from mailbot.settings import read_settings
from tests.command.conftest import BUYER, Shell, mail
from tests.corpora.shelf import shelf

KEYS = [
    "file",
    "sender",
    "automatic",
    "bounce",
    "language",
    "heat",
    "new_text",
    "quoted_text",
    "spans",
    "intents",
    "attachments",
    "problems",
]


def written(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.write_bytes(content)
    return str(file)


def test_a_mail_is_read_with_the_documented_keys(typed: Any, tmp_path: Path) -> None:
    text = "We offer $150.00 as a full settlement.\n\nOn Tue, 2 Jun 2026 Desk wrote:\n> What do you say?\n"
    file = written(tmp_path, "offer.eml", mail("desk@seller.example", "Re: your claim", text))
    said = typed(["read", "--json", "--trusted-server", "mx.desk.example", "--side", "seller", file])
    assert (said.code, said.err) == (0, "")
    (row,) = said.rows
    assert list(row) == KEYS
    assert (row["file"], row["language"], row["automatic"], row["bounce"]) == (file, "en", None, None)
    assert set(row["sender"]) == {"address", "trust", "reason"}
    assert (row["sender"]["address"], row["sender"]["trust"]) == ("desk@seller.example", "proven")
    assert row["new_text"].strip() == "We offer $150.00 as a full settlement."
    assert "What do you say?" in row["quoted_text"]
    (offer,) = [intent for intent in row["intents"] if intent["kind"] == "makes_offer"]
    assert (offer["amount"], offer["currency"]) == ("150.00", "USD")
    assert set(offer) == {"kind", "words", "certainty", "amount", "currency", "question", "until", "claim"}


def test_without_a_trusted_server_nobody_is_proven(typed: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "one.eml", mail("desk@seller.example", "Hello", "Hello.\n"))
    (row,) = typed(["read", "--json", file]).rows
    assert row["sender"]["trust"] == "unproven"


def test_for_people_the_text_is_marked(typed: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "one.eml", mail("a@b.example", "Hello", "New words.\n\n> Old words.\n"))
    said = typed(["read", file])
    assert "      New words." in said.out
    assert "    > > Old words." in said.out
    assert "from      a@b.example" in said.out


@pytest.mark.parametrize(
    "content", [b"", b"\0\xff\xfe", b"no header at all", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"]
)
def test_it_never_fails_on_a_mail(typed: Any, tmp_path: Path, content: bytes) -> None:
    said = typed(["read", "--json", written(tmp_path, "odd.eml", content)])
    assert said.code == 0
    (row,) = said.rows
    assert list(row) == KEYS


def test_a_missing_file_is_told_and_the_others_are_read(typed: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "one.eml", mail("a@b.example", "Hello", "Hello.\n"))
    said = typed(["read", "--json", str(tmp_path / "nope.eml"), file])
    assert said.code == 1
    assert "nope.eml: there is no such file" in said.err
    assert [row["file"] for row in said.rows] == [file]


def test_a_real_bounce_is_read_as_one(typed: Any) -> None:
    files = sorted(str(file) for file in shelf("bounces").rglob("*.eml"))[:5]
    said = typed(["read", "--json", *files])
    assert said.code == 0
    assert [row["file"] for row in said.rows] == files
    assert any(row["bounce"] for row in said.rows)


LETTER = (
    "Hello Bob,\n\nThe seller offers USD 250.00 to settle the claim on order 4711. This is the whole amount they put\n"
    "forward, and it covers the damaged units.\n\n1. Do you accept this amount?\n\nYours, the mediation desk for this order\n"
)
ANSWER = "Yes, we accept it.\n\nAm 02.06.26 schrieb Desk:\n" + "".join(
    f"> {line}\n" for line in LETTER.splitlines()
).replace("amount?", "amount?\n> only if it comes this week")


def test_a_quote_is_told_by_our_letter(typed: Any, tmp_path: Path) -> None:
    letter = written(tmp_path, "offer.eml", mail("desk@ours.example", "Offer", LETTER))
    answer = written(tmp_path, "answer.eml", mail("a@b.example", "Re: Offer", f"{ANSWER}\nSent from my iPhone\n"))
    said = typed(["read", "--json", "--sent", letter, answer])
    assert said.code == 0, said.err
    (row,) = said.rows
    text = "".join(span["text"] for span in row["spans"])
    assert all(text[span["start"] : span["end"]] == span["text"] for span in row["spans"])
    assert {span["kind"] for span in row["spans"]} == {"new", "quoted", "signature"}
    assert {span["letter"] for span in row["spans"] if "USD 250.00" in span["text"]} == {letter}
    assert [span["text"].strip() for span in row["spans"] if span["kind"] == "new"] == [
        "Yes, we accept it.",
        "only if it comes this week",
    ]
    shown = typed(["read", "--sent", letter, answer]).out
    assert f"letter    1: {letter}" in shown
    assert "a number: quoted from that letter of ours" in shown
    assert "    1 > The seller offers USD 250.00" in shown
    assert "    s Sent from my iPhone" in shown


def test_a_missing_letter_is_told(typed: Any, tmp_path: Path) -> None:
    file = written(tmp_path, "one.eml", mail("a@b.example", "Hello", "Hello.\n"))
    said = typed(["read", "--sent", str(tmp_path / "no.eml"), file])
    assert said.code == 1
    assert "no.eml: there is no such file" in said.err
    assert typed(["read", "--sent", file, "--config", file, file]).code == 2


def test_our_letters_are_looked_up_in_the_store(shell: Shell, tmp_path: Path) -> None:
    async def letter() -> tuple[str, str]:
        async with open_desk(read_settings(shell.config, {})) as desk:
            (row,) = await desk.store.disputes()
            file = await desk.file(row.id)
            newest = [item for item in file.dispute.letters if item.reader is Side.BUYER][-1]
            return newest.message_id, newest.text

    message_id, text = asyncio.run(letter())
    quote = "".join(f"> {line}\n" for line in text.splitlines())
    answer = mail(BUYER, "Re: your claim", f"Three are missing.\n\nOn Tue, 2 Jun 2026, Desk wrote:\n{quote}")
    content = f"In-Reply-To: <{message_id}>\r\n".encode() + answer
    said = shell("read", "--json", written(tmp_path, "answer.eml", content))
    assert said.code == 0, said.err
    (row,) = said.rows
    assert row["new_text"] == "Three are missing."
    assert message_id in {span["letter"] for span in row["spans"]}
