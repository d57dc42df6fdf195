"""Letters of ours as they reach a reader: rendered from the templates, written by our own composer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from functools import lru_cache
from pathlib import Path
from typing import Final

from mailbot.adapters.letters.samples import samples
from mailbot.adapters.letters.template_letters import TemplateLetters
from mailbot.mail.compose import Posted, compose
from mailbot.mail.message_id import own_message_id
from mailbot.mail.token import Keys
from mailbot.mediation.letter import Letter as Kind
from mailbot.ports import Rendered

KEYS: Final = Keys("k1", {"k1": b"a secret of thirty-two bytes or so"})
DESK: Final = "desk@mediation.example"
DESK_NAME: Final = "Dispute desk"
READER: Final = "maria.lopez@buyer.example"
READER_NAME: Final = "Maria Lopez"
_FIRST: Final = datetime(2026, 6, 1, 17, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of ours, as its reader's mail program has it."""

    letter_id: str
    kind: Kind
    language: str
    subject: str
    text: str
    html: str
    message_id: str
    references: tuple[str, ...]
    at: datetime
    raw: bytes


@lru_cache(4)
def letters(language: str) -> tuple[Letter, ...]:
    """Write every letter to the buyer, in the order of the course of a dispute, each one a day after the last."""
    shelf = TemplateLetters(Path(__file__).parents[2] / "templates")
    written: list[Letter] = []
    for kind in Kind:
        _, view = samples(kind)[0]
        if view["side"] == "buyer":
            rendered = shelf.render(kind, language, view, "")
            ids = tuple(letter.message_id for letter in written)
            at = _FIRST + timedelta(days=len(written), minutes=37 * len(written))
            written.append(_sent(f"{kind.value}-{language}", kind, language, rendered, ids, at))
    return tuple(written)


def _sent(letter_id: str, kind: Kind, language: str, rendered: Rendered, ids: tuple[str, ...], at: datetime) -> Letter:
    message_id = own_message_id(KEYS, letter_id, "mediation.example")
    posted = Posted(
        sender=DESK, sender_name=DESK_NAME, reader=READER, subject=rendered.subject, text=rendered.text, html=rendered.html, message_id=message_id,
        date=at, reply_to=DESK, in_reply_to=ids[-1] if ids else "", references=ids[-3:], language=language,
    )  # fmt: skip
    raw = compose(posted)
    plain, page = message_from_bytes(raw).get_payload()  # as the reader's program opens it
    seen = [part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n") for part in (plain, page)]
    return Letter(letter_id, kind, language, rendered.subject, seen[0], seen[1], message_id, ids[-3:], at, raw)
