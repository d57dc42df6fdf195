"""Letters that came back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.bounce import Bounced, notified, reported
from mailbot.mail.machine_words import unquoted
from mailbot.mail.returned import said
from mailbot.steps.classify import classify
from mailbot.steps.parse import parse
from tests.corpora.shelf import raw

BUYER = "ana@buyer.test"


def judged(subject: str, body: str) -> tuple[Automatic | None, tuple[Bounced, ...]]:
    head = f"From: Ana <{BUYER}>\r\nDate: Tue, 2 Jun 2026 09:00:00 +0000\r\nSubject: {subject}\r\n\r\n"
    return classify(parse(raw(f"{head}{body}".encode())), BUYER, ("desk@ours.test",))


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
    _, bounces = judged("AWS Notification Message", told)
    assert [(bounced.address, bounced.hard) for bounced in bounces] == [("ana@buyer.test", True)]
    assert judged("x", '{"notificationType":"Bounce"}') == (None, ())


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
    assert judged(subject, body) == (None, ())


def test_a_buyer_who_speaks_of_delivery_is_no_bounce() -> None:
    assert judged("Delivery failed again", "The truck did not come. 550 units, order 5.1.1.")[1] == ()


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


def test_a_read_receipt_is_no_bounce() -> None:
    mail = REPORT.replace("delivery-status", "disposition-notification")
    fields = "Final-Recipient: rfc822; ana@buyer.test\nDisposition: manual-action/MDN-sent-manually; displayed"
    automatic, bounces = classify(parse(raw(mail.format(fields=fields).encode())), BUYER)
    assert automatic is not None
    assert automatic.kind is AutomaticKind.RECEIPT
    assert bounces == ()


@pytest.mark.parametrize(
    ("header", "kind"), [("Auto-Submitted: auto-replied", AutomaticKind.AUTO_REPLY), ("X-A: b", None)]
)
def test_what_sounds_like_a_report_may_be_a_partys_machine_or_the_party(
    header: str, kind: AutomaticKind | None
) -> None:
    mail = (
        f"Return-Path: <>\r\n{header}\r\nFrom: Ana <ana@buyer.test>\r\nSubject: Re: lot 7\r\nIn-Reply-To: <a@ours.test>"
        "\r\n\r\nYour message was not delivered to Ana. She works here no more; please write to Bob from now on.\r\n"
    )
    automatic, bounces = classify(parse(raw(mail.encode())), "ana@buyer.test")
    assert bounces
    assert automatic is not None
    assert (automatic.kind, automatic.otherwise) == (AutomaticKind.BOUNCE, kind)
