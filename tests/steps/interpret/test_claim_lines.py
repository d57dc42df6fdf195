"""Claims in words name the lines of the order, each with its own number and kind; closing formulas ask nothing."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.claims.manifest import Line, Manifest
from mailbot.mediation.context import Context
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.party import Side
from mailbot.steps.interpret import interpret
from mailbot.steps.interpret.goods import goods_of
from mailbot.steps.interpret.words import fold
from tests import make
from tests.steps.interpret.scoring import HERE, NOW, message


def lot(*lines: tuple[str, str, int]) -> Manifest:
    return Manifest(
        tuple(Line(row, sku, words, units, Decimal(10), "P1") for row, (sku, words, units) in enumerate(lines, 1))
    )


LOTS = {
    "K": lot(
        ("KB-110", "Blender 1.5 l", 24),
        ("KA-220", "Air fryer 5 l", 18),
        ("RV-300", "Robot vacuum", 12),
        ("KC-140", "Coffee maker 12 cups", 30),
        ("KT-090", "Toaster, two slots", 16),
    ),
    "L": lot(
        ("LG-20", "Cabin case", 40), ("LG-24", "Suitcase, medium", 32), ("LG-28", "Suitcase, large", 24), ("LG-31", "Backpack", 60)
    ),
    "T": lot(
        ("B0A1XYZ77", 'Samsung 55" Class TU690T Crystal UHD 4K Smart TV - Black', 6),
        ("B0B2QRS45", "Dyson V11 Animal cordless vacuum, purple", 10),
        ("B0C3JKL12", "Keurig K-Mini single serve coffee maker", 22),
        ("B0D4MNO88", "Ninja Foodi 6-in-1 air fryer", 14),
        ("B0E5TUV09", "Hamilton Beach stand mixer", 8),
    ),
    "E": lot(
        ("CO-1", "Hervidor eléctrico 1.7 l", 40),
        ("CO-2", "Batidora de mano", 30),
        ("CO-3", "Sartén antiadherente 28 cm", 50),
        ("CO-4", "Olla de presión 6 l", 20),
        ("CO-5", "Cafetera de 12 tazas", 60),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Mail:
    lot: str
    wanted: Counter[str]
    subject: str
    text: str


def mails(name: str) -> Iterator[Mail]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            known, _, rest = line.partition(" |")
            claims, _, mail = rest.strip().partition("| ") if rest.strip().startswith("|") else rest.partition(" | ")
            subject, mark, text = mail.rpartition(" // ")
            body = text.replace("\\n", "\n").replace("\\t", "\t")
            yield Mail(known, Counter(claims.split()), subject.strip() if mark else "Re: [D-7Q2M] x", body)


def context(known: str) -> Context:
    return Context(side=Side.BUYER, received_at=NOW, order=replace(make.order(), manifest=LOTS[known]))


def read(mail: Mail) -> Counter[str]:
    return Counter(
        f"{each.claim}{f'*{each.units}' if each.units else ''}{f'@{each.sku}' if each.sku else ''}"
        for each in interpret(message(mail.text, mail.subject), context(mail.lot))
        if each.kind is IntentKind.STATES_CLAIM
    )


TUNED = list(mails("lines.txt"))


@pytest.mark.parametrize("mail", TUNED, ids=[mail.text[:60] for mail in TUNED])
def test_every_line_is_named_and_no_other(mail: Mail) -> None:
    assert read(mail) == mail.wanted


def test_the_mails_set_aside_name_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = found = wrong = 0
    for mail in mails("heldout_lines.txt"):
        got = read(mail)
        wanted += mail.wanted.total()
        found += (got & mail.wanted).total()
        wrong += (got - mail.wanted).total()
    with capsys.disabled():
        sys.stdout.write(f"\nlines set aside: found {found}/{wanted} ({found / wanted:.1%}), read wrong {wrong}\n")
    assert found / wanted >= 0.8


@pytest.mark.parametrize(
    "words",
    [
        "Let me know if you need anything else.",
        "Please let me know if you need any more information from me.",
        "Could you let me know if this is enough?",
        "Please advise if you need more photos",
        "Please feel free to contact me if you have any questions",
        "Quedo atento",
        "Quedo atenta a sus comentarios.",
        "Quedamos a la espera de su respuesta",
        "Avísenme si necesitan algo más",
        "Si tienen alguna duda, me dicen",
        "Cualquier duda quedo a sus órdenes",
    ],
)
def test_a_closing_formula_asks_nothing(words: str) -> None:
    assert [each.kind for each in interpret(message(words), context("K"))] == [IntentKind.SMALL_TALK]


@pytest.mark.parametrize(
    "words",
    [
        "let me know when the seller answers",
        "let me know if the seller agrees",
        "Let me know if you need anything else and when will I be paid?",
        "Let us know if you need more photos. How long does this take?",
        "¿me avisan cuándo pagan?",
        "díganme si ya pagó el vendedor",
        "Quedo atento. ¿Cuándo contesta el vendedor?",
    ],
)
def test_a_question_beside_a_formula_is_still_asked(words: str) -> None:
    assert IntentKind.ASKS in {each.kind for each in interpret(message(words), context("K"))}


def test_a_seller_states_no_claim() -> None:
    asked = replace(context("K"), side=Side.SELLER)
    found = interpret(message("3 robot vacuums are missing"), asked)
    assert IntentKind.STATES_CLAIM not in {each.kind for each in found}


@given(st.text(alphabet="3 rv-0xKA2vacuumfryer,|:;().\n\tymissing", max_size=120))
def test_goods_are_found_within_the_text_and_in_order(words: str) -> None:
    found = goods_of(LOTS["K"], ()).mentions(fold(words))
    places = [place for each in found for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(words) for place in places)
    interpret(message(words), context("K"))


def test_a_long_manifest_costs_little() -> None:
    long = lot(*((f"SKU-{row:04}", f"Brand {row % 50} cordless drill kit, model {row}", 3) for row in range(3000)))
    asked = replace(context("K"), order=replace(make.order(), manifest=long))
    mail = message("3 of SKU-0042 are missing and 4 cordless drills arrived smashed.\n" * 30)
    interpret(mail, asked)  # indexed once
    start = time.process_time()
    interpret(mail, asked)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "bad", ["robot vacuum ", "3 vacuums, ", "5 (rv-300) ", "of the ", "air", "3 missing rv-300 and "]
)
def test_hostile_goods_end_soon(bad: str) -> None:
    start = time.process_time()
    interpret(message(bad * (200_000 // len(bad))), context("K"))
    assert time.process_time() - start < 2
