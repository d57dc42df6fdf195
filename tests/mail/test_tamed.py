"""RTF is made harmless for its reader and says the same."""

import time

import pytest
from striprtf.striprtf import rtf_to_text

from mailbot.mail.attached import read_file
from mailbot.mail.files.bounds import Allowance
from mailbot.mail.files.tamed import tamed

LINK = (
    r"{\rtf1\ansi{\fonttbl{\f0\fswiss\fcharset0 Arial;}}\f0 see "
    r'{\field{\*\fldinst{HYPERLINK "https://a.example/x"}}{\fldrslt here}} now}'
)


def test_words_and_links_stay() -> None:
    text = rtf_to_text(tamed(LINK))
    assert "https://a.example/x" in text
    assert "here" in text
    assert text.strip().endswith("now")


@pytest.mark.parametrize("piece", [r"{\field{", r"{\field{\*\fldinst ", r"{\fonttbl{\f0", "{", r"\f1;"])
def test_hostile_rtf_is_tamed_soon(piece: str) -> None:
    began = time.process_time()
    tamed(r"{\rtf1" + piece * (200_000 // len(piece)))
    assert time.process_time() - began < 2


def test_halves_of_letters_are_joined_or_replaced() -> None:
    rtf = rb"{\rtf1 a \u-10179?\u-8693? and \u-10179? alone}"
    (file,) = read_file("a.rtf", "application/rtf", rtf, Allowance())
    assert "\U0001f60b" in file.text
    file.text.encode("utf-8")
