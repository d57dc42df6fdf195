"""What every letter must hold, what it must never hold, and how it reads."""

import re
from itertools import product
from pathlib import Path
from typing import cast

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.letters.samples import samples
from mailbot.errors import HoleInLetter
from mailbot.mediation.answers import ANSWER_LINES
from mailbot.mediation.decision import Plain
from mailbot.mediation.letter import BINDING_ANSWER, CONTENTS, Letter
from mailbot.mediation.offer import Remedy
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.judgement import Reason
from mailbot.policy.rules import Step, Steps
from tests.letters.reading import grade

EVERY = list(product(Letter, ("en", "es")))
SAMPLES = [(letter, language, name) for letter, language in EVERY for name, _ in samples(letter)]


def _sample(letter: Letter, name: str = "full") -> dict[str, Plain]:
    return cast("dict[str, Plain]", next(view for known, view in samples(letter) if known == name))


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_all_templates_pass_the_check(letters: TemplateLetters) -> None:
    assert letters.check() == ()


@pytest.mark.parametrize(("letter", "language", "name"), SAMPLES)
def test_subject_is_one_short_line_and_the_text_fits_a_screen(
    letters: TemplateLetters, letter: Letter, language: str, name: str
) -> None:
    rendered = letters.render(letter, language, _sample(letter, name), "")
    assert "\n" not in rendered.subject
    assert len(rendered.subject) <= 110
    assert max(map(len, rendered.text.splitlines())) <= 76
    assert "\n\n\n" not in rendered.text
    assert not re.search(r"\*\*|\\|\{\{|\{%|None|\b[a-z]+_[a-z_]+\b(?!\))", rendered.text.replace("missing_units", ""))


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_no_letter_fetches_or_runs_anything(letters: TemplateLetters, letter: Letter, language: str) -> None:
    html = letters.render(letter, language, _sample(letter), "").html
    assert not re.search(r"<(?:img|script|link|iframe|a|form|object|style)\b|\burl\(|@import", html, re.IGNORECASE)
    assert f'<html lang="{language}">' in html


@pytest.mark.parametrize(
    "letter", [letter for letter in Letter if CONTENTS[letter].readers == set(Side) and letter != Letter.WHICH_ORDER]
)
def test_buyer_and_seller_get_different_subjects(letters: TemplateLetters, letter: Letter) -> None:
    full = _sample(letter)
    subjects = {letters.render(letter, "en", {**full, "side": side.value}, "").subject for side in Side}
    assert len(subjects) == 2


@pytest.mark.parametrize("letter", [letter for letter in Letter if letter is not Letter.WHICH_ORDER])
def test_subject_carries_the_dispute_and_the_order(letters: TemplateLetters, letter: Letter) -> None:
    subject = letters.render(letter, "en", _sample(letter), "").subject
    assert subject.startswith("[D-3F7K2Q] ")
    assert "PS-10442" in subject


@pytest.mark.parametrize(("letter", "language"), list(product(sorted(BINDING_ANSWER), ("en", "es"))))
def test_a_binding_answer_has_its_exact_lines(letters: TemplateLetters, letter: Letter, language: str) -> None:
    lines = letters.render(letter, language, _sample(letter), "").text.splitlines()
    keys = {
        Letter.SETTLEMENT_TERMS: ("confirm",),
        Letter.RELEASE_REQUEST: ("yes", "no"),
    }.get(letter, ("accept", "decline", "counter"))
    for key in keys:
        assert any(line.startswith(ANSWER_LINES[language][key] + " ") for line in lines), key


def test_a_refusal_carried_across_offers_nothing_to_accept(letters: TemplateLetters) -> None:
    for letter in (Letter.OFFER_TO_BUYER, Letter.COUNTER_TO_SELLER):
        text = letters.render(letter, "en", _sample(letter, "refused"), "").text
        assert "ACCEPT" not in text
        assert "COUNTER 0.00" in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_which_order_tells_a_stranger_nothing(letters: TemplateLetters, language: str) -> None:
    known = _sample(Letter.EVIDENCE_REQUEST) | {"reader": "Max", "hot": True, "must_say": ("Hello from Pallet Store",)}
    rendered = letters.render(Letter.WHICH_ORDER, language, known, "")
    for secret in ("D-3F7K2Q", "PS-10442", "Pallet Store", "kitchen"):
        assert secret not in rendered.subject + rendered.text + rendered.html


def test_hold_notice_never_says_why(letters: TemplateLetters) -> None:
    view = _sample(Letter.HOLD_NOTICE) | {"reason": "counterfeit", "reason_working": "they called it fake"}
    rendered = letters.render(Letter.HOLD_NOTICE, "en", view, "")
    assert "counterfeit" not in rendered.text
    assert "fake" not in rendered.text


def test_the_seller_hears_nothing_of_the_buyers_words(letters: TemplateLetters) -> None:
    view = _sample(Letter.CLAIM_NOTICE) | {"quote": "I need the money by Monday", "hold_goods": "keep it"}
    assert "Monday by" not in letters.render(Letter.CLAIM_NOTICE, "en", view, "").text
    assert "need the money" not in letters.render(Letter.CLAIM_NOTICE, "en", view, "").text


@pytest.mark.parametrize("letter", list(Letter))
def test_english_reads_at_grade_eight_or_below(letters: TemplateLetters, letter: Letter) -> None:
    for name, _ in samples(letter):
        rendered = letters.render(letter, "en", _sample(letter, name), "")
        assert grade(rendered.html) <= 8, f"{letter} {name}"


@pytest.mark.parametrize(("letter", "language"), EVERY)
def test_every_must_show_makes_a_hole_when_empty(letters: TemplateLetters, letter: Letter, language: str) -> None:
    full = _sample(letter)
    for key in CONTENTS[letter].shows:
        with pytest.raises(HoleInLetter, match=rf"{letter} \({language}\): {key} is empty"):
            letters.render(letter, language, {**full, key: None}, "")


def test_spanish_dates_and_money(letters: TemplateLetters) -> None:
    text = _flat(letters.render(Letter.SETTLEMENT_TERMS, "es", _sample(Letter.SETTLEMENT_TERMS), "").text)
    assert "viernes 5 de junio de 2026, 17:00, hora del Pacífico" in text
    assert "5 días laborables" in text
    assert "$310.00" in text
    assert "trescientos diez con 00/100 dólares estadounidenses" in text


def test_spanish_takes_a_count_that_is_in_spanish(letters: TemplateLetters) -> None:
    view = _sample(Letter.EVIDENCE_REQUEST)
    said = "El día 0 es el viernes 29 de mayo; termina el viernes 5 de junio"
    deadline = {**view["deadline"], "working": said, "working_in": "es"}  # type: ignore[dict-item]
    text = _flat(letters.render(Letter.EVIDENCE_REQUEST, "es", {**view, "deadline": deadline}, "").text)
    assert said in text
    assert "Day 0" not in text


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("claim_types", list(ClaimType)),
        ("remedies", list(Remedy)),
        ("goods_after", list(Remedy)),
        ("goods_after_seller", list(Remedy)),
        ("how_paid", list(Remedy)),
        ("outcomes", list(Outcome)),
        ("letters", list(Letter)),
        ("reasons", [reason for reason in Reason if reason is not Reason.IN_ORDER]),
        ("counted", ["business", "calendar", "hours"]),
        ("basis", ["units", "retail", "price"]),
        ("modes", ["gate", "deductible", "none"]),
        ("then", list(Step.model_fields["on_timeout"].annotation.__args__)),  # type: ignore[union-attr]
        (
            "steps",
            [name for name in Steps.model_fields if name.startswith(("buyer", "seller", "final", "conf", "perf"))],
        ),
    ],
)
def test_vocabulary_names_every_code(letters: TemplateLetters, language: str, section: str, codes: list[str]) -> None:
    assert set(codes) <= set(letters.shelf(language).words.sections[section])


@pytest.mark.parametrize("language", ["en", "es"])
def test_vocabulary_names_the_evidence_of_our_policies(
    letters: TemplateLetters, templates: Path, language: str
) -> None:
    asked = set()
    for policy in (templates.parent / "config" / "policies").rglob("*.toml"):
        for items in re.findall(r"^(?:required|incurable) = \[(.*)\]", policy.read_text("utf-8"), re.MULTILINE):
            asked |= set(re.findall(r'"(\w+)"', items))
    words = letters.shelf(language).words.sections
    for section in ("evidence", "evidence_why", "evidence_how"):
        assert asked <= set(words[section])
