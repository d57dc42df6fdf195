"""A guess at the charset of bytes that nothing declares: the one under which they are most like a language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailbot.mail.tongues import likely_languages

# What western European writers use beyond ASCII; a detector cannot tell their alphabets apart in a line or two.
_WESTERN: Final = frozenset("áéíóúüñ¿¡ÁÉÍÓÚÜÑäöößÄÖàâæçèêëîïôœùûÿÀÂÇÈÊËÎÏÔŒÙÛãõÃÕìòÌÒåøÅØ€£§°ºª«»“”‘’„–—…·\xa0®™©½¼")
_MARKS: Final = "€£¥§°ºª«»“”‘’‚„–—…·•\xa0®™©½¼¾№‹›¿¡、。，：；！？（）「」『』《》【】～・　"
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
_STRAYS: Final = re.compile("[\udc80-\udcff]")
_SHORT: Final = 30
_PRIOR: Final = 0.15  # for what may be western
_SAMPLE_BYTES: Final = 1200
_LIKELY: Final = 0.25
_LATIN_AT_MOST: Final = 3  # of three letters no language in Latin letters marks more than one
_LATIN: Final = r"\u00c0-\u024f"
_CYRILLIC: Final = r"\u0400-\u045f\u0490\u0491"
_HAN: Final = r"\u4e00-\u9fff"
_SWAPPED: Final = re.compile(r"[^\W\d_A-Za-z]{2,}")
# Alone in their letters, of which the model knows no more than the letters, any heap of which will do; and the rare.
_COUNTS: Final = {
    "cp1253": 0.9, "iso8859_7": 0.9, "cp1255": 0.9, "cp1256": 0.9, "cp874": 0.75,
    "iso8859_5": 0.8, "cp866": 0.8, "cp852": 0.8, "cp850": 0.8, "mac_roman": 0.8, "cp1258": 0.9,
}  # fmt: skip
# Hebrew, Greek and Arabic letters fall on Cyrillic ones as they come; words in Cyrillic are two fifths vowels.
_VOWELS: Final = re.compile("[аеиоуыэюяёіїєъАЕИОУЫЭЮЯЁІЇЄЪ]")
_VOWELS_AT_LEAST: Final = 4
# Letters that a language next to others in a code page never writes: they show that it is the other code page.
_NEVER: Final = {
    "cs": "ąľłęŁĄ", "hr": "ąľłęŁĄ", "sl": "ąľłęŁĄ", "sk": "ąłęŁĄ", "hu": "ąľłęŁĄ", "ro": "ąľłęŁĄ", "pl": "šžťďľý",
    "lt": "õöü", "lv": "õöü", "et": "ąęėį",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Candidate:
    codec: str
    languages: frozenset[str]
    letters: re.Pattern[str]
    cased: bool
    is_latin: bool


def _candidate(codec: str, languages: str, letters: str, *, cased: bool = True) -> _Candidate:
    return _Candidate(
        codec, frozenset(languages.split()), re.compile(f"[{letters}{_MARKS}]"), cased, letters.startswith(_LATIN)
    )


# The likelier first: where two give the same, the first is taken.
_CANDIDATES: Final = (
    _candidate("cp1252", "en es pt fr de it nl sv da no nn fi is ca gl eu af id", _LATIN),
    _candidate("cp1250", "pl cs sk hu ro hr sl sr bs sq", _LATIN),
    _candidate("cp1251", "ru uk bg sr mk be kk", _CYRILLIC),
    _candidate("koi8_u", "ru uk", _CYRILLIC),
    _candidate("cp932", "ja", r"\u3040-\u30ff\uff61-\uff9f々〇" + _HAN, cased=False),
    _candidate("gb18030", "zh", _HAN, cased=False),
    _candidate("big5", "zh", _HAN, cased=False),
    _candidate("euc_jp", "ja", r"\u3040-\u30ff々〇" + _HAN, cased=False),
    _candidate("cp949", "ko", r"\uac00-\ud7a3", cased=False),
    _candidate("cp1253", "el", r"\u0386-\u03ce"),
    _candidate("iso8859_7", "el", r"\u0386-\u03ce"),
    _candidate("cp1254", "tr az", _LATIN),
    _candidate("cp1255", "he yi", r"\u05b0-\u05ea", cased=False),
    _candidate("cp1256", "ar fa ur", r"\u060c-\u06d2", cased=False),
    _candidate("cp1257", "lt lv et", _LATIN),
    _candidate("cp874", "th", r"\u0e01-\u0e5b", cased=False),
    _candidate("iso8859_2", "pl cs sk hu ro hr sl", _LATIN),
    _candidate("cp1258", "vi", r"\u0300-\u0323\u20ab" + _LATIN),
    _candidate("iso8859_5", "ru uk bg sr mk", _CYRILLIC),
    _candidate("cp866", "ru", _CYRILLIC),
    _candidate("cp852", "pl cs sk hu", _LATIN),
    _candidate("cp850", "es pt fr de it nl sv da fi", _LATIN),
    _candidate("mac_roman", "es pt fr de it nl sv da fi", _LATIN),
)


def guess(content: bytes, name: str) -> str:
    """Decode bytes that neither what was declared nor UTF-8 decodes."""
    mended = _mended(content, name)
    return mended if mended is not None else content.decode(likeliest(content), "replace")


def guess_together(pieces: Sequence[bytes]) -> tuple[str, ...]:
    """Decode lines of one writer: what one of them is too short to tell, all of them may."""
    mended = [_mended(piece, "") for piece in pieces]
    codec = likeliest(b"\n".join(piece for piece, text in zip(pieces, mended, strict=True) if text is None))
    return tuple(
        text if text is not None else piece.decode(codec, "replace") for piece, text in zip(pieces, mended, strict=True)
    )


def likeliest(content: bytes) -> str:
    """Name the codec under which bytes are most like a language."""
    sample = _telling(content)
    western = sample.decode("cp1252", "replace")
    foreign = _FOREIGN.findall(western)
    is_western = _WESTERN.issuperset(foreign) and len(foreign) * 4 < len(western)
    if len(sample) < _SHORT and is_western:
        return "cp1252"
    best, most = "cp1252", max(_LIKELY, _likeness(sample, _CANDIDATES[0]) + _PRIOR * is_western)
    for candidate in _CANDIDATES[1:]:
        likeness = _likeness(sample, candidate)
        if likeness > most:
            best, most = candidate.codec, likeness
    return best


def _mended(content: bytes, name: str) -> str | None:
    """Read UTF-8 with a few stray bytes in it, those as Windows wrote them; None if it is none."""
    broken = content.decode("utf-8", "surrogateescape")
    strays = len(_STRAYS.findall(broken))
    whole = len(_FOREIGN.findall(broken)) - strays
    if strays * 2 <= whole or (name == "utf-8" and whole):
        return _STRAYS.sub(lambda hit: _stray(hit[0]), broken)
    return None


def _likeness(sample: bytes, candidate: _Candidate) -> float:
    """Say from 0 to 1 how much the bytes are like a language written in this charset."""
    try:
        text = sample.decode(candidate.codec)
    except UnicodeError:
        return 0.0
    foreign = _FOREIGN.findall(text)
    fitting = len(candidate.letters.findall("".join(foreign)))
    vowels = len(_VOWELS.findall(text)) if "ru" in candidate.languages else len(foreign)
    crowded = candidate.is_latin and len(foreign) * _LATIN_AT_MOST > len(text)
    if fitting * 10 < len(foreign) * 9 or crowded or vowels * _VOWELS_AT_LEAST < len(foreign):
        return 0.0
    swapped = sum(_is_swapped(word) for word in _SWAPPED.findall(text)) if candidate.cased else 0
    likely = sum(
        score / (2 if any(letter in text for letter in _NEVER.get(language, "")) else 1)
        for language, score in likely_languages(text, 3)
        if language in candidate.languages
    )
    return _COUNTS.get(candidate.codec, 1.0) * likely * fitting / len(foreign) / (1 + swapped)


def _is_swapped(word: str) -> bool:
    """Whether capitals stand inside a word: the two Cyrillic code pages differ by that."""
    return not word.isupper() and word[1:] != word[1:].lower()


def _stray(letter: str) -> str:
    return bytes([ord(letter) - 0xDC00]).decode("cp1252", "replace")


def _telling(content: bytes) -> bytes:
    # A sample of whole lines around the bytes that tell: a long plain beginning says nothing.
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)
    if len(sample) <= _SAMPLE_BYTES:
        return sample
    end = sample.rfind(b" ", 0, _SAMPLE_BYTES)  # not in the middle of a letter
    return sample[: end if end > 0 else _SAMPLE_BYTES]
