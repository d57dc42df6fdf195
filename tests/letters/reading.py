"""The Flesch-Kincaid grade of a letter's prose: tables, lists of files and figures left out."""

import re
from html import unescape

_PROSE = re.compile(r"<(?:p|li)>(.*?)</(?:p|li)>", re.DOTALL)
_VOWELS = re.compile(r"[aeiouy]+")


def grade(html: str) -> float:
    """Return the school grade that the prose of an HTML letter asks for."""
    prose = [
        unescape(re.sub(r"<[^>]+>", "", block))
        for block in _PROSE.findall(re.sub(r"<table.*?</table>", "", html, flags=re.DOTALL))
    ]
    sentences = [
        words for block in prose for sentence in re.split(r"[.!?](?:\s|$)", block) if (words := _words(sentence))
    ]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _words(sentence: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Za-z][A-Za-z'’]*", sentence)]


def _syllables(word: str) -> int:
    silent = word.endswith("e") and not word.endswith("le") and len(_VOWELS.findall(word)) > 1
    return max(1, len(_VOWELS.findall(word)) - silent)
