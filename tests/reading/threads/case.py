"""One mail of the corpus with its truth, and the hand that writes them."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from mailbot.mediation.party import Side
from tests.reading.threads import programs, providers
from tests.reading.threads.mail import Mail, written
from tests.reading.threads.people import DESK, Writer
from tests.reading.threads.programs import Arrived
from tests.reading.threads.world import OPENED_AT, Matter, Sent, World

BEGINS_AT = OPENED_AT + timedelta(days=6)


class Kind(StrEnum):
    """What a mail is, and so what is right for it."""

    GENUINE = "genuine"  # a party's own words about one dispute of theirs: placed there, or their new one opened
    ATTACK = "attack"  # somebody wants into a dispute: set aside for a person, never placed
    STRANGER = "stranger"  # nothing to do with any dispute: never placed
    MACHINE = "machine"  # noted, or placed as a machine's mail in the right dispute; its words move nothing
    UNTOLD = "thief nobody can tell"  # looks in every byte like a party whose domain proves nothing: binds nothing
    PERSON = "for a person"  # honest, but nothing in it proves where it belongs: set aside, nothing guessed


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a mail belongs: an order's dispute (a certain one if there is one already) and a side."""

    client_id: str = ""
    order: str = ""
    side: str = ""
    dispute_id: str = ""


NOWHERE = Truth()


@dataclass(frozen=True, slots=True)
class Case:
    """A mail as our server has it, and all there is to know about it."""

    kind: Kind
    what: str  # its class: "answer to our letter", "stolen token" ...
    how: str  # the habits of programs and servers in it
    content: bytes = field(repr=False)
    truth: Truth = NOWHERE
    turn: int = 1  # mails of a later turn come after those of the earlier ones


def truth_of(matter: Matter, side: Side) -> Truth:
    """A mail of this side about this matter. After the end of a dispute, a new one over the same order is right as well."""
    certain = "" if matter.closed else matter.dispute_id
    return Truth(matter.order.client_id, matter.order.number, str(side), certain)


@dataclass
class Hand:
    """Writes mails, each with an id of its own; the same seed writes the same."""

    world: World
    chance: random.Random
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def moment(self, number: int) -> datetime:
        """When a mail comes."""
        return BEGINS_AT + timedelta(seconds=number)

    def matter(self, of: tuple[Matter, ...] = ()) -> Matter:
        """Choose a matter, one with an open dispute unless told otherwise."""
        return self.chance.choice(of or self.world.open)

    def letter(self, matter: Matter, side: Side) -> Sent:
        """Our newest letter to a side."""
        return matter.told(side)[-1]

    def side(self, matter: Matter) -> Side:
        """Choose a side we have written to."""
        return self.chance.choice([side for side in Side if matter.told(side)])

    def fresh(self, writer: Writer, subject: str, words: str, *, to: str = DESK, address: str = "") -> Mail:
        """Write a new mail of somebody."""
        name = f"{self.chance.getrandbits(64):016x}.{next(self.numbers)}"
        return programs.fresh(writer, address or writer.address, to, subject, words, name)

    def answer(self, mail: Mail, letter: Sent, writer: Writer) -> tuple[Mail, str]:
        """Make a mail the answer to a letter, with the habits of some program and of the reader's provider."""
        arrived, change = providers.received(Arrived.of(letter), self.chance)
        answered, habits = programs.answer(arrived, mail, writer, self.chance)
        return answered, f"{habits}; {change}"

    def plain_answer(self, mail: Mail, letter: Sent) -> Mail:
        """Make a mail the plain answer to a letter: token, both headers, subject."""
        answered = mail.put("To", letter.reply_to).put("Subject", f"Re: {letter.subject}")
        known = "\r\n ".join(f"<{name}>" for name in (*letter.references, letter.message_id))
        return answered.put("In-Reply-To", f"<{letter.message_id}>").put("References", known)

    def verdict(self, writer: Writer) -> str:
        """What our border says of a party's own mail."""
        return "pass" if writer.proves else self.chance.choice(("none", "none", "silent"))

    def case(
        self, kind: Kind, what: str, mail: Mail, verdict: str, *, truth: Truth = NOWHERE, turn: int = 1, how: str = ""
    ) -> Case:
        """Send a mail through our border."""
        at = self.moment(next(self.numbers))
        return Case(kind, what, how, written(providers.bordered(mail, verdict, at, self.chance)), truth, turn)

    def genuine(self, what: str, mail: Mail, matter: Matter, side: Side, *, how: str = "", turn: int = 1) -> Case:
        """Send a party's mail through its provider and our border."""
        writer = matter.party(side)
        grouped = _by_group(mail, writer) if writer.group and writer.address in mail.first("From") else mail
        changed, change = providers.sent(grouped, self.chance)
        truth = truth_of(matter, side)
        verdict = self.verdict(writer)
        return replace(
            self.case(Kind.GENUINE, what, changed, verdict, truth=truth, turn=turn),
            how="; ".join(filter(None, [how, change, f"dmarc {verdict}"])),
        )


def _by_group(mail: Mail, writer: Writer) -> Mail:
    """Let a mailing group send it: in the group's name, with its marks (RFC 2919, RFC 2369)."""
    local, _, domain = writer.address.rpartition("@")
    name = f"\"'{writer.name.split()[0]}' via Sales\"" if writer.name.isascii() else "Sales"
    marked = mail.put("From", f"{name} <{local}@{domain}>").put("X-Original-Sender", f"someone@{domain}")
    marked = marked.put("Precedence", "list").put("List-Id", f"<sales.{domain}>")
    return marked.put("List-Unsubscribe", f"<mailto:googlegroups-manage+48211+unsubscribe@{domain}>")
