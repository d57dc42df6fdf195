"""What mail servers do on the way: to our letter before its reader has it, to their mail before we have it, and our border."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from tests.reading.threads.mail import Mail, date, wire_domain
from tests.reading.threads.people import DESK, SERVER
from tests.reading.threads.programs import Arrived

_FOOTERS = (
    "\n-- \nThis e-mail and any attachment is confidential. If you are not the intended recipient, delete it.\n",
    "\n_______________________________________________\nSales mailing list\nTo unsubscribe send an email to sales-leave@lists.example\n",
    "\nScanned by MailGuard. Report this message: https://guard.example/r?m=4b2f\n",
)

# --- our letter on its way in


def received(letter: Arrived, chance: random.Random) -> tuple[Arrived, str]:
    """Let the reader's provider change our letter: most do not."""
    kind = chance.random()
    if kind < 0.05:  # Amazon SES, Exchange and others put an id of their own; the old one is gone
        own = f"{chance.getrandbits(96):024x}-000000@eu-west-1.amazonses.example"
        return replace(letter, message_id=own), "our Message-ID replaced"
    if kind < 0.08:
        return replace(letter, answer_to=DESK), "our Reply-To dropped"
    if kind < 0.09:
        own = f"{chance.getrandbits(96):024X}.prod.outlook.example"
        return replace(letter, message_id=f"{own}@outlook.example", answer_to=DESK), "our Message-ID and Reply-To lost"
    return letter, "as sent"


# --- their mail on its way out


def sent(mail: Mail, chance: random.Random) -> tuple[Mail, str]:
    """Let the writer's provider and what lies between change their mail."""
    name, change = chance.choices(_CHANGES, _WEIGHTS)[0]
    return change(mail, chance), name


def _as_is(mail: Mail, chance: random.Random) -> Mail:
    return mail


def _new_id(mail: Mail, chance: random.Random) -> Mail:
    return mail.put("Message-ID", f"<{chance.getrandbits(96):024X}@mail.outlook.example>")


def _no_id(mail: Mail, chance: random.Random) -> Mail:
    return mail.put("Message-ID", "")


def _quoted_printable(mail: Mail, chance: random.Random) -> Mail:
    return replace(mail, transfer="quoted-printable")


def _base64(mail: Mail, chance: random.Random) -> Mail:
    return replace(mail, transfer="base64")


def _footer(mail: Mail, chance: random.Random) -> Mail:
    return replace(mail, body=mail.body + chance.choice(_FOOTERS))


def _wrapped(mail: Mail, chance: random.Random) -> Mail:
    lines = []
    for line in mail.body.split("\n"):
        start = line
        while len(start) > 60:
            cut = start.rfind(" ", 1, 60)
            if cut < 1:
                break
            lines.append(start[:cut])
            start = start[cut + 1 :]
        lines.append(start)
    return replace(mail, body="\n".join(lines))


def _shuffled(mail: Mail, chance: random.Random) -> Mail:
    lines = list(mail.headers)
    chance.shuffle(lines)
    return replace(mail, headers=tuple(lines))


def _plus_lost(mail: Mail, chance: random.Random) -> Mail:
    """A gateway writes the recipient anew, without what follows the plus."""
    return mail.put("To", DESK).put("Cc", "")


def _to_hidden(mail: Mail, chance: random.Random) -> Mail:
    """To says nothing; only the envelope knew, and our server wrote it down."""
    to = mail.first("To").rpartition("<")[2].strip("> ")
    if DESK.partition("@")[0] not in to or any(letter in to for letter in '",;\r'):
        return mail
    return mail.put("To", "undisclosed-recipients:;").top((chance.choice(_ENVELOPE_TO), to))


_ENVELOPE_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To", "X-Forwarded-To")


def _aliased(mail: Mail, chance: random.Random) -> Mail:
    """Our own provider knows the desk under a domain of its own and writes that."""
    return mail.put("To", mail.first("To").replace("@desk.example", "@desk.onmail.example"))


def _arc(mail: Mail, chance: random.Random) -> Mail:
    domain = mail.first("From").rpartition("@")[2].strip(" >")
    return mail.top(
        ("ARC-Seal", "i=1; a=rsa-sha256; cv=none; d=relay.example; s=arc; t=1780500000; b=c2VhbA=="),
        (
            "ARC-Authentication-Results",
            f"i=1; relay.example; dkim=pass header.d={domain}; dmarc=pass header.from={domain}",
        ),
        ("Authentication-Results", f"relay.example; spf=softfail smtp.mailfrom={domain}; dkim=pass header.d={domain}"),
    )


_TABLE: tuple[tuple[str, int, Callable[[Mail, random.Random], Mail]], ...] = (
    ("as written", 44, _as_is),
    ("Message-ID rewritten", 6, _new_id),
    ("Message-ID missing", 1, _no_id),
    ("quoted-printable", 8, _quoted_printable),
    ("base64", 6, _base64),
    ("footer added", 8, _footer),
    ("lines wrapped anew", 6, _wrapped),
    ("headers in another order", 5, _shuffled),
    ("plus part lost", 3, _plus_lost),
    ("recipient only in the envelope", 4, _to_hidden),
    ("recipient under another domain", 2, _aliased),
    ("ARC and a foreign verdict", 7, _arc),
)
_CHANGES = [(name, change) for name, _, change in _TABLE]
_WEIGHTS = [weight for _, weight, _ in _TABLE]

# --- our border


def bordered(mail: Mail, verdict: str, at: datetime, chance: random.Random) -> Mail:
    """Put on top what our own servers write: ``pass``, ``none``, ``fail``, or ``silent`` where they write no verdict."""
    address = mail.first("From").rpartition("<")[2].strip("> ")
    domain = wire_domain(address).rpartition("@")[2] if "@" in address else "nowhere.example"
    hops: list[tuple[str, str]] = [
        ("Return-Path", f"<{_envelope_sender(address, chance)}>"),
        ("Delivered-To", DESK),
    ]
    if chance.random() < 0.2:
        hops.append(("Received", f"from {SERVER} by store.desk.example with LMTP id q7;\r\n {date(at)}"))
    if verdict != "silent":
        hops.append(("Authentication-Results", _verdict(verdict, domain, chance)))
    hops.append(
        (
            "Received",
            f"from mail.{domain} (mail.{domain} [192.0.2.10])\r\n\tby {SERVER} with ESMTPS id 4bX;\r\n {date(at)}",
        )
    )
    dated = (
        mail
        if mail.first("Date")
        else mail.put("Date", date(at - timedelta(seconds=40), chance.choice((-7, -5, 0, 1, 2))))
    )
    return dated.top(*hops)


def _verdict(verdict: str, domain: str, chance: random.Random) -> str:
    return chance.choice(
        (
            f"{SERVER}; dkim=pass header.d={domain};\r\n spf=pass smtp.mailfrom={domain}; dmarc={verdict} header.from={domain}",
            f"{SERVER};\r\n\tdmarc={verdict} (p=REJECT sp=NONE dis=NONE) header.from={domain}",
            f"{SERVER} 1; spf=pass (sender IP is 192.0.2.10)\r\n smtp.mailfrom={domain}; dmarc={verdict} action=none\r\n header.from={domain}; dkim=none",
            f"{SERVER.upper()}.; dmarc={verdict} header.from={domain.upper()}",
        )
    )


def _envelope_sender(address: str, chance: random.Random) -> str:
    local, _, domain = wire_domain(address).rpartition("@")
    return chance.choice(
        (
            f"{local}@{domain}",
            f"{local}@{domain}",
            f"SRS0=HHH=TT={domain}={local}@relay.example",
            f"prvs=4821abcd12={local}@{domain}",
            f"bounces+48211-{local}={domain}@mailer.example",
        )
    )
