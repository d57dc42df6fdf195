"""The figures of people and machines hold, and the set is as it is said to be."""

from mailbot.mail.automatic import AutomaticKind
from tests.reading.automatic import FIRST, TUNED_LATER, figures, labelled


def test_the_figures_are_met() -> None:
    assert [figure for figure in figures() if not figure.met] == []


def test_the_set_is_large_enough_and_every_label_is_a_kind() -> None:
    mails = labelled(*FIRST, TUNED_LATER)
    names = [mail.name for mail in mails]
    assert len(mails) >= 350
    assert len(set(names)) == len(names)
    assert sum(mail.person for mail in mails) >= len(mails) / 2
    assert {mail.kind for mail in mails} <= {*AutomaticKind, "person"}
