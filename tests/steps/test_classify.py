"""People told from machines."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.away import back_on
from mailbot.mail.bounce import Bounced
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
    # A list, a sales system or a bulk mailer carried it; what it says is a party's.
    "Precedence: bulk",
    "List-Id: <lots.list.test>",
    "List-Unsubscribe: <mailto:x@y.test>",
    "Feedback-ID: 1:2:3:shop",
    "X-MS-Exchange-Generated-Message-Source: Antispam Filter Agent",
    "Auto-Submitted: auto-forwarded\r\nSubject: Re: Order 4711",
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
    ("Content-Type: text/calendar; method=REQUEST", AutomaticKind.CALENDAR),
    (
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nread\r\n--b--",
        AutomaticKind.RECEIPT,
    ),
]


@pytest.mark.parametrize("headers", ["Precedence: bulk", "List-Id: <lots.list.test>", "Feedback-ID: 1:2:3:shop"])
@pytest.mark.parametrize("body", ["Only this week.", "I sell lamps for ten years now.\n\nUnsubscribe here", ""])
def test_mailings(headers: str, body: str) -> None:
    automatic, _ = judged(f"{headers}\r\nSubject: Lamps", body)
    assert automatic is not None
    assert automatic.kind is AutomaticKind.LIST


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: Order 4711", "I am away until 10 June. I want the lamp replaced."),
        ("Out of office", "I am out of the office, still I read this."),
        ("Abwesenheitsnotiz", "Ich bin im Urlaub. Ich habe die Rechnung angehängt."),
    ],
)
def test_who_says_more_than_the_absence_is_a_person(subject: str, body: str) -> None:
    assert judged(f"Subject: {subject}", body) == (None, ())
    assert judged(f"Subject: {subject}\r\nAuto-Submitted: auto-replied", body)[0] is not None


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


@given(st.text(max_size=300))
def test_no_date_breaks_it(text: str) -> None:
    assert back_on(f"back on {text}", WRITTEN) is None or back_on(f"back on {text}", WRITTEN) is not None
