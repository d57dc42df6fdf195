"""Templates that lie, cheat or break, and where they are looked for."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.letters.samples import samples
from mailbot.errors import HoleInLetter, SettingsError
from mailbot.mediation.decision import Plain
from mailbot.mediation.letter import Letter

TEMPLATES = Path(__file__).parents[2] / "templates"
Edit = Callable[[str, str, str], TemplateLetters]


def _view(letter: Letter) -> dict[str, Plain]:
    return dict(cast("dict[str, Plain]", samples(letter)[0][1]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(TEMPLATES / "en", tmp_path / "templates" / "en")
    return tmp_path / "templates"


@pytest.fixture
def edited(folder: Path) -> Edit:
    def edit(name: str, old: str, new: str) -> TemplateLetters:
        path = folder / "en" / name
        source = path.read_text("utf-8")
        assert old in source
        path.write_text(source.replace(old, new), "utf-8")
        return TemplateLetters(folder)

    return edit


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "closing/body.md",
            "{{ outcome|",
            "{{ outcom|",
            "templates/en/closing/body.md, line 7: no name 'outcom' (did you mean 'outcome'?)",
        ),
        (
            "offer_to_buyer/body.md",
            '{{ offer.remedy|label("remedies") }}.',
            '{{ offer.remedi|label("remedies") }}.',
            "templates/en/offer_to_buyer/body.md, line 8: no 'remedi' there (did you mean 'remedy'?)",
        ),
        (
            "hold_notice/body.md",
            "on hold for now.",
            "on hold for {{ reason }}.",
            "templates/en/hold_notice/body.md, line 4: 'reason' is not for the reader of this letter",
        ),
        (
            "closing/body.md",
            '|label("outcomes")',
            '|lable("outcomes")',
            "templates/en/closing/body.md, line 7: no filter 'lable' (did you mean 'label'?)",
        ),
        (
            "closing/body.md",
            '|label("outcomes")',
            "|center(1000000000)",
            "templates/en/closing/body.md, line 7: no filter 'center' (did you mean 'percent'?)",
        ),
        (
            "closing/body.md",
            "_parts/reopen.md",
            "_parts/reopne.md",
            "templates/en/closing/body.md, line 28: _parts/reopne.md is missing",
        ),
        (
            "closing/body.md",
            "This dispute is now closed.",
            "{% if %}",
            "templates/en/closing/body.md, line 4: Expected an expression, got 'end of statement block'",
        ),
        (
            "closing/body.md",
            "This dispute is now closed.",
            "We guarantee that this is closed.",
            "templates/en/closing/body.md, line 4: 'guarantee' may not be said (promise)",
        ),
        (
            "which_order/body.md",
            "{{ mediator }}",
            "{{ mediator }} {{ dispute }}",
            "templates/en/which_order/body.md, line 21: 'dispute' is not for the reader of this letter",
        ),
        (
            "words.toml",
            'settled = "both',
            'setled = "both',
            "templates/en/closing/body.md, line 7: [outcomes] settled in templates/en/words.toml is empty",
        ),
    ],
)
def test_one_clear_fault(edited: Edit, name: str, old: str, new: str, fault: str) -> None:
    assert edited(name, old, new).check() == (fault,)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "en" / "closing" / "subject.txt").unlink()
    assert TemplateLetters(folder).check() == ("templates/en/closing/subject.txt: the file is missing",)


def test_a_letter_without_its_must_holds_is_named(edited: Edit) -> None:
    letters = edited("evidence_request/body.md", '{% include "_parts/deadline.md" %}', "")
    faults = letters.check()
    assert all(fault.startswith("templates/en/evidence_request/body.md: the letter must say") for fault in faults)
    assert [fault.split("must say ")[1].split(":")[0] for fault in faults] == [
        "working",
        "then",
        "by when",
        "what happens then",
    ]


def test_questions_that_lose_their_numbers_are_named(edited: Edit) -> None:
    (fault,) = {
        fault.partition(": ")[0] for fault in edited("_parts/questions.md", "{{ loop.index }}.", "-").check()
    } & {"templates/en/sheet_errors/body.md"}
    assert fault


@pytest.mark.parametrize(
    "code",
    [
        "{{ client.__class__ }}",
        "{{ client.upper() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 10 ** 10 }}",
        "{% for a in range(10) %}x{% endfor %}",
        "{{ lipsum(n=100000) }}",
        "{% macro m() %}x{% endmacro %}",
        "{% set x = 1 %}",
        "{% import '_parts/help.md' as h %}",
        "{% extends '_parts/help.md' %}",
        "{% include 'closing/body.md' %}",
        "{% include client %}",
        "{% include '../es/_parts/help.md' %}",
        "{{ client is defined }}",
        "{{ client[0:1] }}",
        "{{ self }}",
        "{% for a in must_say %}{% for b in must_say %}{% for c in must_say %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for a, b in must_say %}x{% endfor %}",
        "{{ client ~ client }}",
    ],
)
def test_a_template_is_no_program(edited: Edit, code: str) -> None:
    letters = edited("closing/body.md", "This dispute is now closed.", code)
    with pytest.raises(SettingsError, match=r"^templates/en/closing/body.md, line 4: "):
        letters.render(Letter.CLOSING, "en", _view(Letter.CLOSING), "")


def test_a_letter_may_not_swell(edited: Edit) -> None:
    letters = edited(
        "closing/body.md",
        "This dispute is now closed.",
        "{% for a in must_say %}{% for b in must_say %}{{ a }}{% endfor %}{% endfor %}",
    )
    view = {**_view(Letter.CLOSING), "must_say": ("words " * 20,) * 100}
    with pytest.raises(HoleInLetter, match="longer than 200000"):
        letters.render(Letter.CLOSING, "en", view, "")


def test_a_piece_may_not_include_itself(folder: Path) -> None:
    (folder / "en" / "_parts" / "help.md").write_text('{% include "_parts/help.md" %}', "utf-8")
    assert "templates/en/_parts/help.md, line 1: _parts/help.md includes itself" in TemplateLetters(folder).check()


def test_a_hole_names_letter_language_place_and_key(edited: Edit) -> None:
    letters = edited("closing/body.md", "This dispute is now closed.", "{{ terms.total|money }}")
    with pytest.raises(HoleInLetter) as hole:
        letters.render(Letter.CLOSING, "en", {**_view(Letter.CLOSING), "terms": None}, "")
    assert str(hole.value) == "closing (en): templates/en/closing/body.md, line 4: terms.total is empty"


# --- languages, clients, hashes


def test_languages_and_the_nearest_of_them() -> None:
    letters = TemplateLetters(TEMPLATES)
    assert letters.languages() == ("en", "es")
    view = _view(Letter.CLOSING)
    assert letters.render(Letter.CLOSING, "es-MX", view, "") == letters.render(Letter.CLOSING, "es", view, "")
    assert letters.render(Letter.CLOSING, "fr", view, "") == letters.render(Letter.CLOSING, "en", view, "")


def test_a_clients_own_letter_comes_first(folder: Path) -> None:
    own = folder / "clients" / "pallet-store" / "en"
    (own / "closing").mkdir(parents=True)
    (own / "closing" / "subject.txt").write_text("[{{ dispute }}] {{ order }}: done", "utf-8")
    (own / "words.toml").write_text('[outcomes]\nsettled = "all is well."\n', "utf-8")
    letters = TemplateLetters(folder)
    view = _view(Letter.CLOSING)
    ours, common = (letters.render(Letter.CLOSING, "en", view, client) for client in ("pallet-store", "other"))
    assert ours.subject == "[D-3F7K2Q] PS-10442: done"
    assert "all is well." in ours.text
    assert common.subject != ours.subject
    assert common.template_hash != ours.template_hash
    assert letters.check() == ()


@pytest.mark.parametrize("client", ["..", "../en", "/etc", "a/b", "", "."])
def test_a_client_id_is_no_path(client: str) -> None:
    letters = TemplateLetters(TEMPLATES)
    view = _view(Letter.CLOSING)
    assert letters.render(Letter.CLOSING, "en", view, client) == letters.render(Letter.CLOSING, "en", view, "none")


def test_the_hash_changes_with_any_piece(edited: Edit) -> None:
    before = TemplateLetters(TEMPLATES).render(Letter.CLOSING, "en", _view(Letter.CLOSING), "").template_hash
    after = edited("_parts/help.md", "One line", "One short line")
    assert after.render(Letter.CLOSING, "en", _view(Letter.CLOSING), "").template_hash != before


def test_sources_are_read_once(edited: Edit, folder: Path) -> None:
    letters = edited("_parts/help.md", "One line", "One short line")
    before = letters.render(Letter.CLOSING, "en", _view(Letter.CLOSING), "")
    (folder / "en" / "closing" / "body.md").write_text("gone", "utf-8")
    assert letters.render(Letter.CLOSING, "en", _view(Letter.CLOSING), "") == before


def test_a_folder_without_english_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no en/words\.toml"):
        TemplateLetters(tmp_path)


def test_broken_words_name_their_file(edited: Edit) -> None:
    (fault,) = edited("words.toml", "[formats]", "[formats").check()
    assert "words.toml" in fault
    assert "line 4" in fault
