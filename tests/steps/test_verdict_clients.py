"""Verdicts as mail programs write them: our own approval mail quoted below, read by the very same reader."""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

import pytest

from mailbot.adapters.reader import ReaderSettings, read_mail
from mailbot.flow.desk import File
from mailbot.flow.notes import approval_mail
from mailbot.mail.authentication import TrustSettings
from mailbot.mediation.approval import VerdictKind
from mailbot.steps.verdict import read_verdict
from tests import make

SETTINGS = ReaderSettings(TrustSettings("mx.mailbot.example"), ("desk@mailbot.example",))
SHOWN = approval_mail(
    make.person(),
    make.draft(text="Hello Ana,\n\nplease send photos by Friday.\n\nKind regards,\nMia\n"),
    File(make.dispute(), make.order(), make.policy()),
    "desk@mailbot.example",
    72,
).text
ATTRIBUTION = "On Fri, 29 May 2026 at 16:00, Mailbot Desk <desk@mailbot.example> wrote:"
HEADINGS = "From: Mailbot Desk <desk@mailbot.example>\nSent: Friday, May 29, 2026 4:00 PM\nTo: Mia <mia@mailbot.example>\nSubject: Approve?\n"
NEW = "Hello Ana,\n\nplease send two photos by Friday.\n\nKind regards,\nMia"


def quoted(text):
    return "\n".join(f"> {line}" for line in text.split("\n"))


def lines(text):
    return escape(text).replace("\n", "<br>\n")


def gmail(own):
    quote = f'<blockquote class="gmail_quote">{lines(SHOWN)}</blockquote>'
    attribution = f'<div dir="ltr" class="gmail_attr">{escape(ATTRIBUTION)}<br></div>'
    return f'<div dir="ltr">{own}</div><br><div class="gmail_quote">{attribution}{quote}</div>'


def outlook(own):
    style = '<style type="text/css" style="display:none;"> P {margin-top:0;} </style>'
    headings = lines(HEADINGS).replace("From:", "<b>From:</b>")
    below = f'<hr style="width:98%"><div id="divRplyFwdMsg">{headings}</div><div>{lines(SHOWN)}</div>'
    return f'<html><head>{style}</head><body><div class="elementToProof">{own}</div>{below}</body></html>'


GMAIL = f"\n\n{ATTRIBUTION}\n\n{quoted(SHOWN)}"
WRAPPED = (
    f"\n\nOn Fri, 29 May 2026 at 16:00, Mailbot Desk of the mediation\n<desk@mailbot.example> wrote:\n\n{quoted(SHOWN)}"
)
SPANISH = f"\n\nEl vie, 29 may 2026 a las 16:00, Mailbot Desk (<desk@mailbot.example>) escribió:\n\n{quoted(SHOWN)}"
OUTLOOK = f"\n________________________________\n{HEADINGS}\n{SHOWN}"
APPLE = f"\n\nSent from my iPhone\n\n> On 29 May 2026, at 16:00, Mailbot Desk <desk@mailbot.example> wrote:\n> \n{quoted(SHOWN)}"


def read(text, html):
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Mia <mia@mailbot.example>"
    mail["To"] = "desk@mailbot.example"
    mail["Subject"] = "Re: Approve?"
    if text is None:
        mail.set_content(html, subtype="html")
    else:
        mail.set_content(text)
        if html:
            mail.add_alternative(html, subtype="html")
    message, _ = read_mail(SETTINGS, replace(make.raw_mail(), content=mail.as_bytes()))
    return read_verdict(message)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (f"APPROVE{GMAIL}", None),
        (f"APPROVE{WRAPPED}", None),
        (f"APPROVE{GMAIL}", gmail("APPROVE")),
        (f"APPROVE\n-- \nMia\nMediator{GMAIL}", gmail("APPROVE<br>-- <br><div>Mia<br>Mediator</div>")),
        (None, gmail("APPROVE")),
        (f"APPROVE{OUTLOOK}", None),
        (f"APPROVE{OUTLOOK}", outlook("APPROVE")),
        (None, outlook("APPROVE")),
        (f"APPROVE{APPLE}", None),
        (f"APRUEBO{SPANISH}", None),
    ],
)
def test_approved(text, html):
    assert read(text, html).kind is VerdictKind.APPROVE


@pytest.mark.parametrize("quote", [GMAIL, WRAPPED, SPANISH, OUTLOOK, APPLE])
def test_no_word_of_its_own_above_our_own_example_approves_nothing(quote):
    assert read(f"\n{quote}", None).kind is None
    assert read(f"Not yet{quote}", None).kind is None


@pytest.mark.parametrize("quote", [GMAIL, WRAPPED, SPANISH, OUTLOOK])
def test_changed(quote):
    found = read(f"CHANGE\n{NEW}{quote}", None)
    assert (found.kind, found.text) == (VerdictKind.CHANGE, NEW)


def test_changed_in_gmail_with_html():
    own = "".join(f"<div>{line or '<br>'}</div>" for line in f"CHANGE\n{NEW}".split("\n"))
    assert read(f"CHANGE\n{NEW}{GMAIL}", gmail(own)).text == NEW


@pytest.mark.parametrize("quote", [GMAIL, OUTLOOK, APPLE])
def test_rejected(quote):
    assert read(f"REJECT ask for the seal number too{quote}", None).kind is VerdictKind.REJECT
