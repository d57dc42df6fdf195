"""What can go wrong, sorted by who has to act.

MailbotError
├── SettingsError        the operator: fix the file it names and start again (exit 2)
├── MalformedMail        a mediator: the mail is kept, unread, in quarantine
├── RefusedVerdict       the person who gave it: nothing was sent, the reason says why
├── RefusedMove          the mediator who asked for it: the dispute does not allow it now
├── FaultyRows           whoever made the file: each bad row is named, nothing was taken
├── NotFound             the person who asked: no such dispute, draft, order ...
├── HoleInLetter         a mediator: a letter lacks something it must hold and is not drafted
├── UnsafeLetter         a mediator: a letter cannot go out as it stands; the message says which header or part
├── OverLimits           a mediator: reading or writing something took more time or memory than it may
├── StaleDispute         nobody: the walk starts over on fresh state
└── WorldFailure         the outside world failed us
    ├── TemporaryFailure     nobody: we try again
    └── PermanentFailure     a person: trying again will not help

What a *party* may do wrong (late, not allowed, unclear) is no error: see ``mediation.decision``.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class MailbotError(Exception):
    """Anything that mailbot itself says went wrong."""


class SettingsError(MailbotError):
    """A setting, policy, template or person's entry is wrong; the message names file, key and cure."""


class MalformedMail(MailbotError):
    """The bytes of a mail cannot be read within the limits."""


class RefusedVerdict(MailbotError):
    """A verdict does not count; nothing was sent."""


class RefusedMove(MailbotError):
    """A mediator's move is not open in this dispute now."""


class NotFound(MailbotError):
    """What was asked for is not in the store."""


class HoleInLetter(MailbotError):
    """A letter lacks something it must hold."""


class UnsafeLetter(MailbotError):
    """A letter would not leave as it was approved: a header, a line or a part is not safe."""


class OverLimits(MailbotError):
    """What a worker process was given took more than it may; the message says more of what."""


class StaleDispute(MailbotError):
    """Somebody changed the dispute (or draft, or outbox row) since it was read."""


class WorldFailure(MailbotError):
    """Mail server, database or disk failed us."""


class TemporaryFailure(WorldFailure):
    """Trying again may help."""


class PermanentFailure(WorldFailure):
    """Trying again will not help."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing wrong in one cell of a file somebody filled in."""

    file: str
    row: int  # as the person sees it: the heading is row 1
    column: str
    what: str
    allowed: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, column {self.column!r}: {self.what} (allowed: {self.allowed})"


class FaultyRows(MailbotError):
    """A file with bad rows; nothing of it was taken."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)
