"""What is understood of mails as files, without a desk."""

from pathlib import Path
from typing import Any

import pytest

from tests.command.conftest import mail
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
