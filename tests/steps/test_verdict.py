import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.bounce import Bounced
from mailbot.mail.message import Span, SpanKind
from mailbot.mediation.approval import VerdictKind
from mailbot.steps.verdict import MARKERS, VERBS, VerdictRead, read_verdict, sender_fault
from tests import make

MIA = make.person()
QUOTED = (
    f"\nOn Fri, 29 May 2026 at 16:00 Desk <desk@mailbot.example> wrote:\n> {MARKERS['en']}\n> Dear Ana,\n> APPROVE\n"
)


def mail(own, quoted="", html="", **changes):
    text = own + quoted
    spans = [Span(SpanKind.NEW, 0, len(own))]
    if quoted:
        spans.append(Span(SpanKind.QUOTED, len(own), len(text)))
    sender = make.sender(address=MIA.address, name="Mia")
    return make.message(text, **{"spans": tuple(spans), "html": html, "sender": sender, **changes})


def accepted(message):
    return (
        not sender_fault(message, MIA)
        and not read_verdict(message).fault
        and read_verdict(message).kind is VerdictKind.APPROVE
    )


# --- what counts


@pytest.mark.parametrize(
    "verb", [*VERBS[VerdictKind.APPROVE], "approve", "Approve.", "APPROVE!", "  APPROVE  ", "\n\nApprove\n"]
)
@pytest.mark.parametrize("quoted", ["", QUOTED])
def test_the_plain_word_approves(verb, quoted):
    assert accepted(mail(f"{verb}\n", quoted))


@pytest.mark.parametrize(
    "signature",
    [
        "\nThanks,\nMia\n",
        "\nMia\nMediator, Mailbot Desk\n+1 555 0100\n",
        "\n-- \nMia\n",
        "\nSent from my iPhone\n",
        "\nSaludos\nMia\n",
        "\nKind regards,\nMia Mediator\nMailbot\n",
    ],
)
def test_a_signature_may_stand_below(signature):
    assert accepted(mail(f"APPROVE\n{signature}"))


def test_an_attribution_taken_for_new_words_does_not_disturb():
    own = "APPROVE\n\nOn Fri, 29 May 2026 at 16:00 Desk <desk@mailbot.example>\nwrote:\n"
    assert accepted(mail(own, f"> {MARKERS['en']}\n> Dear Ana\n"))


def test_html_that_says_the_same_counts():
    html = f"<html><head><style>p{{}}</style></head><body><div><b>APP</b>ROVE</div><div><br></div><div>On Fri, 29 May 2026 at 16:00 Desk &lt;desk@mailbot.example&gt; wrote:</div><blockquote>{MARKERS['en']}</blockquote></body></html>"
    assert accepted(mail("APPROVE\n", QUOTED, html))


def test_a_reason_is_kept():
    read = read_verdict(mail("REJECT the amount is wrong\nask again\n", QUOTED))
    assert read == VerdictRead(VerdictKind.REJECT, reason="the amount is wrong ask again")
    assert read_verdict(mail("Rechazo: falta la fecha\n")).reason == "falta la fecha"


def test_a_new_text_is_kept_whole_with_its_closing_and_without_the_mails_signature():
    new = "Dear Ana,\n\nplease send photos.\n\nKind regards,\nMia"
    closing = f"CHANGE\n\n{new}\n-- \nMia, from the train\n\n"
    text = f"{closing}{MARKERS['en']}\nold"
    cut = text.index("Kind")
    spans = (
        Span(SpanKind.NEW, 0, cut),
        Span(SpanKind.SIGNATURE, cut, len(closing)),
        Span(SpanKind.QUOTED, len(closing), len(text)),
    )
    assert read_verdict(mail(text, spans=spans)) == VerdictRead(VerdictKind.CHANGE, text=new)


@pytest.mark.parametrize("mark", ["", "> ", "| "])
def test_the_marker_ends_the_new_text_however_it_is_quoted(mark):
    read = read_verdict(mail(f"CAMBIAR\nHola Ana\n\n{mark}{MARKERS['es']}\n{mark}old text\n"))
    assert read == VerdictRead(VerdictKind.CHANGE, text="Hola Ana")


# --- what does not


WORDS = [
    *(
        "",
        "\n\n",
        "ok",
        "OK",
        "yes",
        "Yes, approve",
        "APPROVED",
        "I APPROVE",
        "approve it",
        "APPROVE?",
        "APPROVE!!",
        "approve approve",
    ),
    *(
        "APPROVE but lower the amount",
        "APPROVE, thanks",
        "not APPROVE",
        "DISAPPROVE",
        "APROVE",
        "APPROVE L-1",
        "/approve",
    ),
    *(
        "Approve if the seller agrees",
        "*APPROVE*",
        "**APPROVE**",
        "<b>APPROVE</b>",
        "[APPROVE]",
        '"APPROVE"',
        "> APPROVE",
        "| APPROVE",
    ),
    *(
        "A P P R O V E",
        "APPR\u200bOVE",
        "\u200bAPPROVE",
        "\ufeffAPPROVE",
        "APPROVE\u202e",
        "EVORPPA",
        "ＡＰＰＲＯＶＥ",
        "АPPROVE",
    ),
    *(
        "APPRO\u00adVE",
        "ΑPPROVE",
        "APPROVE\x00",
        "APPROVE\x07",
        "APPROVE\u2063",
        "аpprove",
        "approvе",
        "APPROVE;",
        "APPROVE:",
        "APPROVE,",
    ),
    *(
        "APPROVE-",
        "+1",
        "👍",
        "LGTM",
        "done",
        "go ahead",
        "send it",
        "Fwd: APPROVE",
        "Re: APPROVE",
        "Subject: APPROVE",
        "APPROVE=20",
    ),
    *(
        "QVBQUk9WRQ==",
        "=41PPROVE",
        "&#65;PPROVE",
        "%41PPROVE",
        "apruebo?",
        "no apruebo",
        "APRUEBO pero no",
        "aprobado",
        "approuver",
        "genehmigt",
    ),
    *(
        "APPROVE REJECT",
        "REJECT",
        "REJECT   ",
        "RECHAZO",
        "CHANGE",
        "CHANGE\n\n",
        "CHANGE the amount",
        "CAMBIO:",
        "Hello,\nAPPROVE",
        "Hi Desk\n\nAPPROVE",
    ),
    *("I am out of office.\nAPPROVE", "See below\nAPPROVE", "----\nAPPROVE", "Thanks\nAPPROVE", "Mia\nAPPROVE"),
]
BELOW = [
    *(
        "but change the amount",
        "Wait, please do not send this",
        "Actually no",
        "The date is wrong",
        "?",
        "Are you sure?",
        "Lower it to 250",
    ),
    *(
        "Thanks, but not yet",
        "Mia\nplease add the deadline",
        "Kind regards\nstop",
        "Regards\n" + "x" * 200,
        "Thanks\n" * 20,
    ),
    *(
        "CHANGE",
        "REJECT wrong",
        "Un saludo, pero espera",
        "Gracias\nsi el vendedor acepta",
        "-- \nonly if the seller agrees",
    ),
]


@pytest.mark.parametrize("words", WORDS)
def test_other_first_lines_approve_nothing(words):
    assert not accepted(mail(f"{words}\n", QUOTED))
    assert (
        read_verdict(mail(f"{words}\n", QUOTED)).fault
        or read_verdict(mail(f"{words}\n")).kind is not VerdictKind.APPROVE
    )


@pytest.mark.parametrize("words", BELOW)
def test_other_words_below_approve_nothing(words):
    read = read_verdict(mail(f"APPROVE\n{words}\n", QUOTED))
    assert read.kind is None
    assert "below APPROVE" in read.fault


@pytest.mark.parametrize("kind", [kind for kind in SpanKind if kind is not SpanKind.NEW])
def test_a_verb_that_is_not_the_writers_own_is_none(kind):
    text = "APPROVE\n"
    assert not accepted(mail(text, spans=(Span(kind, 0, len(text)),)))


def test_a_verb_below_the_marker_is_quoted():
    assert not accepted(mail(f"{MARKERS['en']}\nAPPROVE\n"))


HTML = [
    "<p>Please do not send this</p>",
    "<p>REJECT</p>",
    "<div style='display:none'>APPROVE</div><p>Do not send</p>",
    "<p>APPROVE</p><p>but only if the seller agrees</p>",
    "<p>Do not <span style='display: none'>x</span></p><p>APPROVE</p>",
    "<div hidden>no</div><p>APPROVE</p>",
    "<p style='font-size:0'>not</p>APPROVE",
    "<p>APP<i>X</i>ROVE</p>",
    "<p>I will not</p><p>APPROVE</p>",
    "<img alt='APPROVE' src='cid:x'>",
    "<!-- APPROVE -->",
    "<title>APPROVE</title><p>later</p>",
    "<blockquote>APPROVE</blockquote><p>no</p>",
    "<p>APPROV</p>",
    " ",
    "<p style='visibility:hidden'>APPROVE</p><p>hold on</p>",
]


@pytest.mark.parametrize("html", HTML)
def test_text_and_html_must_agree(html):
    assert not accepted(mail("APPROVE\n", html=html))
    assert "HTML" in read_verdict(mail("APPROVE\n", html=html)).fault


FORGED = {
    "unproven": {"sender": make.sender(address=MIA.address, trust=Trust.UNPROVEN)},
    "forged": {"sender": make.sender(address=MIA.address, trust=Trust.FORGED)},
    "no sender": {"sender": make.sender(address="", trust=Trust.PROVEN)},
    "another sender": {"sender": make.sender(address="eve@mailbot.example")},
    "a party": {"sender": make.sender()},
    "same name, other domain": {"sender": make.sender(address="mia@mailbot.example.evil.example", name="Mia")},
    "her address as a name": {"sender": make.sender(address="eve@evil.example", name="mia@mailbot.example")},
    "a look-alike": {"sender": make.sender(address="mіa@mailbot.example")},
    "a tagged address": {"sender": make.sender(address="mia+x@mailbot.example")},
    "in quarantine": {"quarantine": "a bare CR in its header block"},
    "our own": {"ours": True},
    "a bounce": {"bounces": (Bounced(MIA.address, "5.1.1", hard=True, reason="x"),)},
    **{str(kind): {"automatic": Automatic(kind)} for kind in AutomaticKind},
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED.keys())
def test_a_perfect_approval_that_is_not_her_own_word_is_none(change):
    message = mail("APPROVE\n", **change)
    assert not accepted(message)
    assert sender_fault(message, MIA)


def test_a_person_who_left_approves_nothing():
    assert "not active" in sender_fault(mail("APPROVE\n"), make.person(active=False))


def test_there_are_more_than_a_hundred_of_them():
    assert len(WORDS) + len(BELOW) + len(HTML) + len(FORGED) >= 100


@given(st.text(max_size=120), st.text(max_size=80))
def test_any_words_can_be_read_and_only_the_verb_approves(own, html):
    message = mail(own, html=html)
    read = read_verdict(message)
    if read.kind is VerdictKind.APPROVE:
        assert own.strip().split("\n")[0].strip().rstrip(".!").upper() in VERBS[VerdictKind.APPROVE]
    assert (read.kind is None) == bool(read.fault)
