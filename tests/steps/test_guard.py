import base64
import timeit
from dataclasses import replace
from decimal import Decimal
from html import escape
from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.compose import Posted, compose
from mailbot.mail.message_id import Heard
from mailbot.mediation.approval import Enclosure
from mailbot.mediation.confidence import of_the_order
from mailbot.mediation.dispute import Fact, Release, SentLetter, Statement
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import OfferState, Terms
from mailbot.mediation.party import Side
from mailbot.steps.guard import guard, guarded
from tests import make

SAID = (
    "Honestly I could live with 250, my bank is pressing me hard this month and I need it settled. "
    "I would even take $187.50 or 60%. Call me at +1 (415) 555-0134."
)
OWN_ID = "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz@mailbot.example"
RUN = "my bank is pressing me hard"


def said(side=Side.BUYER, words=SAID, **changes):
    return replace(Statement(make.NOW, side, "msg-000017", words, make.sender().trust), **changes)


def sent(reader=Side.BUYER, text="Hello", carried=(), **changes):
    letter = SentLetter(make.NOW, Letter.EVIDENCE_REQUEST, reader, OWN_ID, "L-1", text, carried)
    return replace(letter, **changes)


def file(*statements, **changes):
    told = statements or (said(),)
    return make.dispute(
        **{"statements": told, "letters": (sent(),), "valuation": make.valuation(), "claim": make.claim(), **changes}
    )


def content(text="Please answer by Friday.", reader=make.SELLER, **changes):
    plain = Posted("desk@mailbot.example", "Mailbot", reader, "Your order", text, "x1@mailbot.example", make.NOW)
    return compose(replace(plain, **changes))


def hits(text="Please answer by Friday.", dispute=None, reader=Side.SELLER, **changes):
    return guard(content(text, **changes), dispute or file(), reader)


def spreadsheet(*cells):
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Claim")
    for row, cell in enumerate(cells):
        sheet.write(row, 0, cell)
    book.close()
    return out.getvalue()


def zipped(name, inside, comment=b""):
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(name, inside)
        archive.comment = comment
    return out.getvalue()


CLEAN = """Hello Seller Desk,

The buyer says that 3 of 10 units of TV-43 (Television 43 inch) are missing. Under the policy this is worth USD 200.00
(600.00 / 3000.00 = 0.2; 0.2 * 1000.00 = 200.00). Please answer by Friday 5 June 2026, 17:00 Pacific (3 business days).

ACCEPT, DECLINE or COUNTER 150.00
"""


def test_a_letter_that_says_what_it_may_has_no_hit():
    sheet = Enclosure("valuation.xlsx", "application/octet-stream", spreadsheet("TV-43", 200, 3, 10))
    assert hits(CLEAN, html=f"<p>{CLEAN}</p>", enclosures=(sheet,)) == ()


# --- every secret, wherever it hides

SECRETS = {
    "address": make.BUYER,
    "address in capitals": make.BUYER.upper(),
    "address with blanks": "ana @ buyer . example",
    "address in zero width": "ana@buy\u200ber.example",
    "address in full width": "ａｎａ＠ｂｕｙｅｒ．ｅｘａｍｐｌｅ",
    "address backwards": make.BUYER[::-1],
    "address in percent": quote(make.BUYER, safe=""),
    "address in base64": base64.b64encode(f"from {make.BUYER}".encode()).decode(),
    "address in base64 after a sign": f"?x={base64.b64encode(f'from {make.BUYER}'.encode()).decode()}.",
    "address in base64 for addresses": base64.urlsafe_b64encode(f"¿þ {make.BUYER}".encode()).decode().rstrip("="),
    "name": "Ana Buyer",
    "name turned": "Buyer, Ana",
    "first name": "We heard from Ms Ana today",
    "phone": "415 555 0134",
    "phone run together": "4155550134",
    "phone with zeros": "001 415-555-0134",
    "words": f"She says {RUN}.",
    "words with other marks": "My bank, is pressing -- me HARD",
    "words over lines": "my bank is\npressing\nme hard",
    "bare figure": "They would settle for 250.",
    "figure in dollars": "They would settle for $250.00",
    "figure with a code": "USD 250",
    "figure in euros style": "250,00 dollars",
    "figure with cents": "187.50",
    "share": "They take 60 % of it",
    "message id of ours": f"see {OWN_ID}",
    "message id of the store": "see msg-000017",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_in_the_text_is_found(secret):
    assert hits(f"Hello.\n{secret}\nBye.")


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_in_the_html_is_found(secret):
    assert hits(html=f"<p>Hello.</p><p>{escape(secret)}</p>")


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_in_a_file_is_found(secret):
    for packed in (spreadsheet(secret), zipped("a.txt", secret), zipped("inner.zip", zipped("a.txt", secret))):
        assert hits(enclosures=(Enclosure("a.bin", "application/octet-stream", packed),))


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Ana Buyer wrote"},
        {"subject": "Ñ 250 dollars"},
        {"sender_name": "Ana Buyer"},
        {"reply_to": make.BUYER},
        {"sender": make.BUYER},
        {"in_reply_to": OWN_ID},
        {"references": ("a@b", OWN_ID)},
        {"loop_mark": "msg-000017"},
        {"html": "<p>ana@<b>buyer</b>.example</p>"},
        {"html": "<p>my b<i>an</i>k is pressing me hard</p>"},
        {"html": "<a href='mailto:ana@buyer.example'>write</a>"},
        {"html": "<p title='Ana Buyer'>hello</p>"},
        {"html": "<p>&#97;na&#64;buyer&#46;example</p>"},
        {"html": "<!-- ana@buyer.example --><p>hello</p>"},
        {"html": "<p>Take 2<b>50</b> dollars</p>"},
        {"enclosures": (Enclosure("Ana Buyer.pdf", "application/pdf", b"%PDF-1.4"),)},
        {"enclosures": (Enclosure("a.txt", "text/plain", make.BUYER.encode("utf-16")),)},
        {"enclosures": (Enclosure("a.bin", "application/octet-stream", b"\0\1" + make.BUYER.encode("utf-16-be")),)},
        {"enclosures": (Enclosure("a.jpg", "image/jpeg", b"\xff\xd8\0Exif Ana Buyer\0"),)},
        {"enclosures": (Enclosure("a.zip", "application/zip", zipped("Ana Buyer.txt", "x")),)},
        {"enclosures": (Enclosure("a.zip", "application/zip", zipped("a.txt", "x", b"ana@buyer.example")),)},
        {"enclosures": (Enclosure("a.zip", "application/zip", b"PK\3\4 broken ana@buyer.example"),)},
    ],
)
def test_a_secret_anywhere_else_is_found(changes):
    assert hits(**changes)


def test_a_pdf_is_opened():
    import zlib  # noqa: PLC0415 - only this test packs a page

    page = zlib.compress(b"BT (my bank is pressing) Tj ( me hard this month) Tj ET")
    pdf = b"%PDF-1.4\n1 0 obj << >> stream\n" + page + b"\nendstream endobj\nstream\nbroken\nendstream"
    assert hits(enclosures=(Enclosure("a.pdf", "application/pdf", pdf),))


def test_a_hit_says_what_whose_and_where():
    (hit,) = hits(f"He said: {RUN} this month. Then we say other things, a good many of them indeed.")
    assert hit == "the buyer's words 'my bank is pressing me hard this month' (in the plain part)"


def test_what_stands_in_text_and_html_is_told_once():
    assert len(hits(f"{RUN}", html=f"<p>{RUN}</p>")) == 1


def test_our_own_letter_to_the_other_side_makes_its_words_no_less_secret():
    assert hits(RUN, file(letters=(sent(text=f"You told us: {RUN}"),)))


def test_what_the_caller_knows_besides_is_looked_for():
    extra = ("Annabel Lee", "m77@mx.buyer.example", "+44 20 7946 0958", "Lee")
    for secret in ("annabel lee", "<m77@mx.buyer.example>", "020 7946 0958", "Dear Mr Lee"):
        assert guard(content(f"see {secret}"), file(), Side.SELLER, extra), secret


def test_a_sum_read_by_us_is_secret_however_small():
    confides = make.intent(kind=IntentKind.CONFIDES, amount=Decimal(45), currency="USD")
    dispute = file(said(words="forty-five would do", intents=(confides,)))
    assert hits("They would take 45.", dispute)
    assert not hits("Within 45 days.", dispute)


# --- what is no secret


def test_a_letter_to_the_other_side_may_hold_its_own_words():
    assert guard(content(f"{SAID} {make.BUYER} Ana Buyer", make.BUYER), file(), Side.BUYER) == ()


def test_what_the_reader_said_itself_is_no_secret():
    own = said(Side.SELLER, f"Ana Buyer told me {RUN} and wants 250 dollars; she is ana@buyer.example, 415-555-0134")
    assert hits(f"You wrote: {RUN} and wants 250 dollars. Ana Buyer, ana@buyer.example", file(said(), own)) == ()


def test_a_released_fact_may_cross_in_its_very_words():
    release = Release(RUN, make.NOW, "msg-3", "answered the release request")
    released = file(facts=(Fact(1, Side.BUYER, RUN, "msg-3", release),))
    assert hits(f"The buyer lets us tell you: {RUN}.", released) == ()
    assert hits("is pressing me hard this month and", released)


def test_a_fact_that_is_not_released_may_not():
    withheld = file(facts=(Fact(1, Side.BUYER, "the forklift driver dropped two of them", "msg-3"),))
    assert hits("It seems the forklift driver dropped two of them.", withheld)


def offers(*states):
    return tuple(
        make.offer(
            number=number, by=Side.BUYER, amount=make.usd("250.00"), reason="my bank is pressing me hard", state=state
        )
        for number, state in enumerate(states, 1)
    )


def test_an_offer_crosses_with_its_reason():
    assert (
        hits("The buyer offers USD 250.00: my bank is pressing me hard", file(offers=offers(OfferState.STANDING))) == ()
    )


def test_an_offer_replaced_before_it_crossed_stays_here():
    assert hits("USD 250.00", file(offers=offers(OfferState.REPLACED)))
    crossed = (sent(), sent(Side.SELLER, "The buyer offers something", ("offer 1",)))
    assert hits("USD 250.00", file(offers=offers(OfferState.REPLACED), letters=crossed)) == ()


def test_terms_may_be_named():
    terms = Terms(make.usd("250.00"), make.offer().remedy, "5 business days")
    assert hits("Total USD 250.00", file(terms=terms)) == ()


def test_what_the_order_says_both_know():
    dispute = file(said(words="I paid 1000.00 and 50.00 for the Pallet of televisions and kettles in good faith"))
    letter = content("Pallet of televisions and kettles: USD 1,000.00 and a premium of USD 50.00")
    assert guard(letter, dispute, Side.SELLER)
    assert guard(letter, dispute, Side.SELLER, allowed=of_the_order(make.order(), make.claim())) == ()


def test_the_clients_own_name_may_be_said():
    letter = content("Seller Desk answers", make.BUYER)
    assert guard(letter, file(), Side.BUYER)
    assert guard(letter, file(), Side.BUYER, allowed=("Seller Desk",)) == ()


@pytest.mark.parametrize(
    "harmless",
    [
        "within 250 days",
        "order PS-250",
        "on 2026-02-50",
        "section 250/3",
        "Ananas buyers",
        "at 17:00 on Friday 29 May 2026",
        "my bank is pressing",
        "the buyer of this lot",
    ],
)
def test_what_only_looks_like_a_secret_does_not_block(harmless):
    assert hits(harmless) == ()


def test_small_and_counted_numbers_are_no_sums():
    dispute = file(
        said(
            words="We got 120 units on 2 pallets in 2026, 5 days late, order PS-4711 at 10:30 on 2026-05-29 or 30.05.2026"
        )
    )
    assert hits("120 of 2 pallets, 5 business days, 2026, 4711, 30, on 2026-05-29, by 30.05.2026", dispute) == ()


def test_a_twenty_kilobyte_letter_is_searched_quickly():
    letter = content(CLEAN * 45, html=f"<p>{CLEAN}</p>" * 20)
    dispute = file(*(said(words=f"{SAID} {number} " + "more words about nothing " * 80) for number in range(20)))
    assert len(letter) > 20_000
    guard(letter, dispute, Side.SELLER)
    assert min(timeit.repeat(lambda: guard(letter, dispute, Side.SELLER), number=1, repeat=5)) < 0.1


# --- properties

_WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]),
    min_size=6,
    max_size=12,
)


@given(_WORDS, st.integers(0, 6), st.sampled_from([" ", "\n", ", ", "  -  "]))
def test_six_words_in_a_row_never_cross(told, start, between):
    run = told[start : start + 6]
    found = hits(f"Hello. {between.join(run)} Bye.", file(said(words=" ".join(told))))
    assert bool(found) == (len(run) == 6)


@given(st.decimals(100, 99999, places=2))
def test_no_sum_said_in_confidence_crosses_in_any_dress(amount):
    dispute = file(said(words=f"between us, ${amount} would do"), valuation=None, claim=None)
    for written in (f"{amount}", f"${amount:,}", f"USD {amount}", f"{amount}".replace(".", ","), f"{amount:,} dollars"):
        assert hits(f"Would {written} do?", dispute), written


def looked_at(letter, ids):
    draft = make.draft(reader=Side.SELLER)
    return guarded(letter, draft, file(), make.order(), make.policy(), ids)


@pytest.mark.parametrize(
    "chosen", ["d@ea", "Dear", "250", "weask@youtoanswer", make.SELLER, "desk@mailbot.example", "k@mailbot.example"]
)
def test_no_party_holds_up_the_others_letters_by_an_id_of_its_choice(chosen):
    letter = content(text="Dear Desk, we ask you to answer by Friday about 250 units.", reader=make.SELLER)
    assert looked_at(letter, Heard(other=(chosen,))) == ()


@pytest.mark.parametrize("id_", ["CAF=x1@mail.buyer.example", "m1@buyer.example"])
def test_an_id_of_a_mail_of_the_other_side_stays_with_them(id_):
    heads = (
        content(reader=make.SELLER, in_reply_to=id_),
        content(reader=make.SELLER, references=("x@y.example", id_)),
        content(reader=make.SELLER, text=f"See <{id_}>."),
        content(reader=make.SELLER, text=f"See {id_.upper()}, please."),
    )
    for head in heads:
        assert looked_at(head, Heard(other=(id_,)))
        assert looked_at(head, Heard(own=(id_,), other=(id_,))) == ()


@pytest.mark.parametrize(
    ("on_file", "written"),
    [("ana@b\u00fcro.example", "ana@xn--bro-hoa.example"), ("ana@xn--bro-hoa.example", "ana@b\u00fcro.example")],
)
def test_an_address_of_the_other_side_is_found_in_both_spellings_of_its_domain(on_file, written):
    buyer = replace(file().buyer, speaks=(on_file,))
    assert hits(f"{written} wrote with your reply address.", dispute=replace(file(), buyer=buyer))
