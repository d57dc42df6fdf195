"""The labelled set of intents holds together: it parses, is large enough, covers its kinds, and sets a third aside."""

from collections import Counter
from pathlib import Path

import pytest

from mailbot.mediation.intent import BINDING, IntentKind
from mailbot.policy.claim_type import ClaimType
from tests.reading.intent_set import CONTEXTS, intent_mails, tuning_set

LEAST_MAILS = 690
LEAST_IN_CONTEXT = 15
NOT_IN_SET = {IntentKind.BIDS_BLIND, IntentKind.ANSWERS_PROPOSAL}  # no letter of the set asks for them


def test_the_set_is_large_enough_and_no_mail_is_there_twice() -> None:
    mails = intent_mails()
    texts = Counter((each.mail.asked, each.mail.subject, each.mail.text, each.mail.files) for each in mails)
    assert len(mails) >= LEAST_MAILS
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_context_and_every_kind_is_met() -> None:
    mails = intent_mails()
    contexts = Counter(each.mail.asked for each in mails)
    kinds = {each.kind for mail in mails for each in mail.mail.wanted}
    assert {name for name in CONTEXTS if contexts[name] < LEAST_IN_CONTEXT} == set()
    assert set(IntentKind) - NOT_IN_SET - kinds == set()


def test_claims_are_of_a_known_type_and_only_binding_kinds_are_marked() -> None:
    for mail in intent_mails():
        for each in mail.mail.wanted:
            if each.kind is IntentKind.STATES_CLAIM and each.detail:
                assert ClaimType(each.detail), mail.id
            assert each.plain is None or each.kind in BINDING, (mail.id, each.kind)


def test_a_third_is_aside_and_the_rest_may_be_looked_at() -> None:
    mails = intent_mails()
    aside = [each for each in mails if each.aside]
    assert 0.3 <= len(aside) / len(mails) <= 0.4
    assert {each.id for each in aside}.isdisjoint(each.id for each in tuning_set())
    assert {each.id for each in intent_mails() if each.aside} == {each.id for each in aside}


@pytest.mark.parametrize(
    "block",
    [
        "asked: X\nfind: none\n\nhello",
        "asked: O\nfind:\n\nhello",
        "asked: O\nfind: none !acc\n\nhello",
        "asked: O\nfind: !acceptt\n\nhello",
        "asked: O\nfind: !acc\nI accept",
    ],
)
def test_a_wrong_block_is_refused(tmp_path: Path, block: str) -> None:
    (tmp_path / "wrong.txt").write_text(f"# comment\n----\n{block}\n", encoding="utf-8")
    with pytest.raises((ValueError, KeyError)):
        intent_mails(tmp_path)
