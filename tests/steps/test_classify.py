"""People told from machines, and letters that came back."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.away import back_on
from mailbot.mail.bounce import Bounced, notified, reported
from mailbot.mail.machine_words import unquoted
from mailbot.mail.returned import said
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
    "Subject: Automatic reply: Order 4711",
    "Subject: Out of Office: ten units",
    "Subject: Re: Order 4711\r\nPrecedence: bulk",
    "Subject: Re: Order 4711\r\nIn-Reply-To: <l@ours.test>\r\nList-Id: <sales.seller.test>\r\nPrecedence: list",
    "Subject: Re: Order 4711\r\nIn-Reply-To: <l@ours.test>\r\nAuto-Submitted: auto-generated\r\nX-Mailer: Zendesk Mailer",
    "Subject: Re: Order 4711\r\nIn-Reply-To: <l@ours.test>\r\nReturn-Path: <>",
    "Subject: Please confirm your message so it can be delivered",
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
]


@pytest.mark.parametrize(("headers", "kind"), MACHINES)
def test_machines(headers: str, kind: AutomaticKind) -> None:
    automatic, bounces = judged(headers)
    assert automatic is not None
    assert automatic.kind is kind
    assert automatic.reason
    assert bounces == ()


BY_SUBJECT_AND_WORDS = [
    ("Automatic reply: Order 4711", "We will get back to you as soon as possible.", AutomaticKind.AUTO_REPLY),
    ("Out of Office: back soon", "I am out of the office.", AutomaticKind.OUT_OF_OFFICE),
    ("Respuesta =?utf-8?q?autom=C3=A1tica?=: pedido", "Hemos recibido su correo.", AutomaticKind.AUTO_REPLY),
    ("Fuera de la oficina", "Estoy de vacaciones.", AutomaticKind.OUT_OF_OFFICE),
    ("Abwesenheitsnotiz: Re: Bestellung", "Ich bin im Urlaub.", AutomaticKind.OUT_OF_OFFICE),
    ("=?utf-8?q?R=C3=A9ponse_automatique?= : x", "", AutomaticKind.AUTO_REPLY),
    (
        "Your email requires verification verify#a1",
        "The message you sent requires that you verify that you are a real live human being and not a spam source.",
        AutomaticKind.CHALLENGE,
    ),
]


@pytest.mark.parametrize(("subject", "body", "kind"), BY_SUBJECT_AND_WORDS)
def test_machines_by_subject_and_words_together(subject: str, body: str, kind: AutomaticKind) -> None:
    automatic, _ = judged(f"Subject: {subject}", body)
    assert automatic is not None
    assert automatic.kind is kind


def test_a_read_receipt_is_no_bounce() -> None:
    mail = REPORT.replace("delivery-status", "disposition-notification")
    fields = "Final-Recipient: rfc822; ana@buyer.test\nDisposition: manual-action/MDN-sent-manually; displayed"
    automatic, bounces = classify(parse(raw(mail.format(fields=fields).encode())), BUYER)
    assert automatic is not None
    assert automatic.kind is AutomaticKind.RECEIPT
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
    ("Palaan töihin 15.6.2026.", date(2026, 6, 15)),
    ("Do 12. 6. 2026 nejsem v kanceláři.", date(2026, 6, 12)),
    ("Вернусь 15 июня.", date(2026, 6, 15)),
    ("2026年6月12日まで不在です。", date(2026, 6, 12)),
    ("Back in the office on Monday.", date(2026, 6, 8)),
    ("Back on Tuesday.", date(2026, 6, 9)),
    ("I am away.", None),
    ("back on 99 June", None),
]


@pytest.mark.parametrize(("text", "back"), AWAY)
def test_when_they_are_back(text: str, back: date | None) -> None:
    assert back_on(text, WRITTEN) == back


def test_figures_are_read_as_where_they_were_written() -> None:
    assert back_on("I will return on 08/06/2026", WRITTEN) == date(2026, 8, 6)
    assert back_on("I will return on 08/06/2026", WRITTEN, abroad=True) == date(2026, 6, 8)


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
    ("failed", "5.1.1", "550 5.1.1 blocked by our spam policy", False, False, "5.1.1"),
    ("failed", "5.2.1", "550 5.2.1 account is disabled", False, False, "5.2.1"),
    ("failed", "5.0.0", "550 User unknown (in reply to RCPT TO command)", True, False, "5.0.0"),
    ("failed", "4.1.1", "450 4.1.1 User unknown", False, False, "4.1.1"),
    ("failed", "5.1.10", "550 5.1.10 null MX", True, False, "5.1.10"),
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


def test_two_recipients_without_a_blank_line_between_them() -> None:
    fields = "\n".join(
        FIELDS.format(who=who, action="failed", status="5.1.1", words="550 User unknown")
        for who in ("a@x.test", "b@x.test")
    )
    assert [bounced.address for bounced in reported(fields)] == ["a@x.test", "b@x.test"]


def test_what_is_refused_after_data_may_be_tried_again() -> None:
    mail = REPORT.replace("I am sorry.", ">>> DATA\n<<< 550 Unknown user ana@buyer.test")
    fields = FIELDS.format(who=BUYER, action="failed", status="5.0.0", words="550 Unknown user ana@buyer.test")
    _, (bounced,) = classify(parse(raw(mail.format(fields=fields).encode())), "mailer-daemon@mx.test")
    assert not bounced.hard


def test_a_bounce_told_in_json() -> None:
    told = """{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"Ana@buyer.test",
    "status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}"""
    _, bounces = judged("Subject: AWS Notification Message", told)
    assert [(bounced.address, bounced.hard) for bounced in bounces] == [("ana@buyer.test", True)]
    assert judged("Subject: x", '{"notificationType":"Bounce"}') == (None, ())


def test_each_recipient_in_words_has_a_reason() -> None:
    text = (
        "From: MAILER-DAEMON@mx.test\nReturn-Path: <>\nTo: desk@ours.test\nSubject: failure notice\n\n"
        "<a@x.test>:\n550 5.1.1 no such user\n\n<b@x.test>:\n552 5.2.2 mailbox full\n\n--- Below this line is a copy\n"
    )
    _, bounces = classify(parse(raw(text.encode())), "MAILER-DAEMON@mx.test")
    assert [(b.address, b.status, b.hard) for b in bounces] == [
        ("a@x.test", "5.1.1", True),
        ("b@x.test", "5.2.2", False),
    ]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Delivery failed", "The pallet was not delivered to my shop."),
        (
            "Fwd: Undelivered Mail Returned to Sender",
            "See below.\n<a@x.test>: 550 5.1.1 could not be delivered to a@x.test",
        ),
    ],
)
def test_people_who_speak_of_returned_goods_and_mails(subject: str, body: str) -> None:
    assert judged(f"Subject: {subject}", body) == (None, ())


def test_a_buyer_who_speaks_of_delivery_is_no_bounce() -> None:
    assert judged("Subject: Delivery failed again", "The truck did not come. 550 units, order 5.1.1.")[1] == ()


@given(st.text(max_size=500))
def test_no_fields_break_it(fields: str) -> None:
    assert all(isinstance(bounced, Bounced) for bounced in reported(fields))


@given(st.text(max_size=500))
def test_no_words_break_it(text: str) -> None:
    assert all(isinstance(bounced, Bounced) for bounced in notified(text))
    assert all(one.address in text.lower() for one in said(text, frozenset()))
    assert all(line in text for line in unquoted(text).split("\n"))


@pytest.mark.parametrize(
    "seed", ["a@b.cc ", "<a@b.cc>:\n", "to: a@b.cc 550 ", "Final-Recipient: x;a@b.cc\nAction: failed\n\n"]
)
def test_a_long_report_is_read_quickly(seed: str) -> None:
    head = "From: MAILER-DAEMON@mx.test\nReturn-Path: <>\nSubject: Returned mail\n\n"
    mail = parse(raw((head + seed * (60_000 // len(seed))).encode()))
    began = time.process_time()
    classify(mail, "MAILER-DAEMON@mx.test")
    assert time.process_time() - began < 2


@given(st.text(max_size=300))
def test_no_date_breaks_it(text: str) -> None:
    assert back_on(f"back on {text}", WRITTEN) is None or back_on(f"back on {text}", WRITTEN) is not None
