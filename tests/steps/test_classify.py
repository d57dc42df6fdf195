"""People told from machines, and letters that came back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.away import back_on
from mailbot.mail.bounce import Bounced, reported
from mailbot.steps.classify import classify
from mailbot.steps.parse import parse
from tests.corpora.shelf import raw

BUYER = "ana@buyer.test"


def judged(headers: str, body: str = "Hello, ten units are short.") -> tuple[Automatic | None, tuple[Bounced, ...]]:
    head = f"From: Ana <{BUYER}>\r\nDate: Tue, 2 Jun 2026 09:00:00 +0000\r\n"
    return classify(parse(raw(f"{head}{headers}\r\n\r\n{body}".encode())), BUYER, ("desk@ours.test",))


PEOPLE = [
    "Subject: Order 4711",
    "Auto-Submitted: no",
    "Auto-Submitted: No (a person)",
    "Auto-Submitted: no; x=y\r\nSubject: Automatic reply: Order 4711",
    "Subject: Re: Automatic reply: Order 4711",
    "Subject: Re: Out of office",
    "X-Auto-Response-Suppress: DR, OOF",
    "Precedence: first-class",
    "Subject: Re: Undelivered Mail Returned to Sender",
    "Subject: delivery report of the lot\r\nReturn-Path: <ana@buyer.test>",
]


@pytest.mark.parametrize("headers", PEOPLE)
def test_people(headers: str) -> None:
    assert judged(headers) == (None, ())


MACHINES = [
    ("Auto-Submitted: auto-generated", AutomaticKind.AUTO_REPLY),
    ("Auto-Submitted: auto-replied; owner-email=x", AutomaticKind.AUTO_REPLY),
    ("auto-submitted:AUTO-REPLIED (vacation)", AutomaticKind.AUTO_REPLY),
    ("Auto-Submitted: auto-replied\r\nSubject: Out of office", AutomaticKind.OUT_OF_OFFICE),
    ("Subject: Automatic reply: Order 4711", AutomaticKind.AUTO_REPLY),
    ("Subject: Out of Office: back soon", AutomaticKind.OUT_OF_OFFICE),
    ("Subject: Respuesta =?utf-8?q?autom=C3=A1tica?=: pedido", AutomaticKind.AUTO_REPLY),
    ("Subject: Fuera de la oficina", AutomaticKind.OUT_OF_OFFICE),
    ("Subject: Abwesenheitsnotiz: Re: Bestellung", AutomaticKind.OUT_OF_OFFICE),
    ("Subject: =?utf-8?q?R=C3=A9ponse_automatique?= : x", AutomaticKind.AUTO_REPLY),
    ("X-Autoreply: yes", AutomaticKind.AUTO_REPLY),
    ("X-Autorespond: x", AutomaticKind.AUTO_REPLY),
    ("Precedence: auto_reply", AutomaticKind.AUTO_REPLY),
    ("Precedence: bulk", AutomaticKind.LIST),
    ("List-Id: <lots.list.test>", AutomaticKind.LIST),
    ("List-Unsubscribe: <mailto:x@y.test>", AutomaticKind.LIST),
    ("Content-Type: text/calendar; method=REQUEST", AutomaticKind.CALENDAR),
    (
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nread\r\n--b--",
        AutomaticKind.RECEIPT,
    ),
    ("Subject: Please confirm your message so it can be delivered", AutomaticKind.CHALLENGE),
]


@pytest.mark.parametrize(("headers", "kind"), MACHINES)
def test_machines(headers: str, kind: AutomaticKind) -> None:
    automatic, bounces = judged(headers)
    assert automatic is not None
    assert automatic.kind is kind
    assert automatic.reason
    assert bounces == ()


def test_our_own_mail() -> None:
    mail = parse(raw(b"From: desk@ours.test\r\n\r\nx"))
    automatic, _ = classify(mail, "desk@ours.test", ("desk@ours.test",))
    assert automatic is not None
    assert automatic.kind is AutomaticKind.OWN


WRITTEN = date(2026, 6, 2)
AWAY = [
    ("I am out of office and will be back on June 8.", date(2026, 6, 8)),
    ("I am away from 1 June until 12 June 2026.", date(2026, 6, 12)),
    ("Out from 06/01/2026 through 06/05/2026, returning 06/08/2026", date(2026, 6, 8)),
    ("I will return on the 2026-06-15.", date(2026, 6, 15)),
    ("Estaré ausente hasta el 10 de junio de 2026.", date(2026, 6, 10)),
    ("Estoy de vacaciones. Regreso el 15 de junio.", date(2026, 6, 15)),
    ("Vuelvo el 12/06/2026", date(2026, 6, 12)),
    ("Ich bin bis zum 12.06.2026 nicht im Büro.", date(2026, 6, 12)),
    ("Ich bin am 15. Juni zurück.", date(2026, 6, 15)),
    ("Je serai de retour le 22 juin.", date(2026, 6, 22)),
    ("Je suis absent jusqu'au 20 juin 2026.", date(2026, 6, 20)),
    ("Rientrerò il 18 giugno.", date(2026, 6, 18)),
    ("Volto no dia 19 de junho.", date(2026, 6, 19)),
    ("Ik ben terug op 17 juni 2026", date(2026, 6, 17)),
    ("On June 9 I will be back at my desk.", date(2026, 6, 9)),
    ("Back on January 4.", date(2027, 1, 4)),
    ("I am away.", None),
    ("back on 99 June", None),
]


@pytest.mark.parametrize(("text", "back"), AWAY)
def test_when_they_are_back(text: str, back: date | None) -> None:
    assert back_on(text, WRITTEN) == back


def test_an_out_of_office_answer_has_its_date() -> None:
    automatic, _ = judged("Auto-Submitted: auto-replied\r\nSubject: Automatic reply", "I am on vacation until June 12.")
    assert automatic == Automatic(AutomaticKind.OUT_OF_OFFICE, date(2026, 6, 12), automatic.reason if automatic else "")


REPORT = """From: MAILER-DAEMON@mx.test
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="R"

--R
Content-Type: text/plain

I am sorry.
--R
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

{fields}
--R
Content-Type: text/rfc822-headers

From: desk@ours.test
Message-ID: <letter.1@ours.test>
--R--
"""
FIELDS = "Final-Recipient: rfc822; {who}\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {words}"
REPORTS = [
    ("failed", "5.1.1", "550 5.1.1 User unknown", True, False, "5.1.1"),
    ("failed", "5.2.2", "552 5.2.2 Mailbox full", False, False, "5.2.2"),
    ("failed", "5.7.1", "550 5.7.1 rejected as spam", False, False, "5.7.1"),
    ("failed", "5.0.0", "550 5.1.1 No such user", True, False, "5.1.1"),
    ("delayed", "4.4.1", "connection timed out", False, True, "4.4.1"),
    ("Delayed", "4.2.2", "452 4.2.2 over quota", False, True, "4.2.2"),
]


@pytest.mark.parametrize(("action", "status", "words", "hard", "delayed", "code"), REPORTS)
def test_delivery_reports(action: str, status: str, words: str, *, hard: bool, delayed: bool, code: str) -> None:
    fields = FIELDS.format(who="Ana@Buyer.test", action=action, status=status, words=words)
    automatic, bounces = classify(parse(raw(REPORT.format(fields=fields).encode())), "mailer-daemon@mx.test")
    assert automatic is not None
    assert automatic.kind is AutomaticKind.BOUNCE
    (bounced,) = bounces
    assert (bounced.address, bounced.status, bounced.hard, bounced.delayed) == ("ana@buyer.test", code, hard, delayed)
    assert bounced.message_id == "letter.1@ours.test"
    assert bounced.reason == words


def test_each_recipient_has_a_word_and_delivered_is_no_failure() -> None:
    fields = "\n\n".join(
        FIELDS.format(who=who, action=action, status="5.1.1", words="550 User unknown")
        for who, action in (("a@x.test", "failed"), ("b@x.test", "delivered"), ("c@x.test", "failed"))
    )
    assert [bounced.address for bounced in reported(fields)] == ["a@x.test", "c@x.test"]


def test_a_report_without_fields_is_read_from_its_words() -> None:
    text = (
        "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.test>\nReturn-Path: <>\nSubject: Returned mail: see transcript\n\n"
        "Your message could not be delivered to <ana@buyer.test>:\n550 5.1.1 <ana@buyer.test>... User unknown\n\n"
        "----- Original message follows -----\nMessage-ID: <letter.1@ours.test>\n"
    )
    _, bounces = classify(parse(raw(text.encode())), "MAILER-DAEMON@mx.test")
    assert [(bounced.address, bounced.status, bounced.hard, bounced.message_id) for bounced in bounces] == [
        ("ana@buyer.test", "5.1.1", True, "letter.1@ours.test")
    ]


def test_a_buyer_who_speaks_of_delivery_is_no_bounce() -> None:
    assert judged("Subject: Delivery failed again", "The truck did not come. 550 units, order 5.1.1.")[1] == ()


@given(st.text(max_size=500))
def test_no_fields_break_it(fields: str) -> None:
    assert all(isinstance(bounced, Bounced) for bounced in reported(fields))


@given(st.text(max_size=300))
def test_no_date_breaks_it(text: str) -> None:
    assert back_on(f"back on {text}", WRITTEN) is None or back_on(f"back on {text}", WRITTEN) is not None
