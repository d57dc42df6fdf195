"""The sentences of tests/reading/charsets in every charset that can write them, declared rightly, oddly, wrongly, not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "charsets"
# What a mail may declare, and Python's codec that writes it as such a mailer would.
LABELS = {
    "utf-8": "utf-8", "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "utf-7": "utf-7",
    "us-ascii": "ascii", "iso-8859-1": "cp1252", "iso-8859-2": "iso8859-2", "iso-8859-3": "iso8859-3",
    "iso-8859-4": "iso8859-4", "iso-8859-5": "iso8859-5", "iso-8859-6": "iso8859-6", "iso-8859-7": "iso8859-7",
    "iso-8859-8": "iso8859-8", "iso-8859-9": "cp1254", "iso-8859-10": "iso8859-10", "iso-8859-11": "cp874",
    "iso-8859-13": "iso8859-13", "iso-8859-14": "iso8859-14", "iso-8859-15": "iso8859-15", "iso-8859-16": "iso8859-16",
    "windows-874": "cp874", "windows-1250": "cp1250", "windows-1251": "cp1251", "windows-1252": "cp1252",
    "windows-1253": "cp1253", "windows-1254": "cp1254", "windows-1255": "cp1255", "windows-1256": "cp1256",
    "windows-1257": "cp1257", "windows-1258": "cp1258", "koi8-r": "koi8-r", "koi8-u": "koi8-u", "gb18030": "gb18030",
    "gbk": "gbk", "gb2312": "gb2312", "hz-gb-2312": "hz", "big5": "big5", "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932", "iso-2022-jp": "iso2022_jp", "euc-jp": "euc_jp", "euc-kr": "euc_kr", "cp949": "cp949",
    "iso-2022-kr": "iso2022_kr", "tis-620": "tis_620", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ce": "mac_latin2", "ibm437": "cp437", "ibm850": "cp850", "ibm852": "cp852", "ibm866": "cp866",
}  # fmt: skip
ALIASES = {
    "utf-8": ("utf8", "UTF_8", '"utf-8"', "utf-8; format=flowed", "unicode-1-1-utf-8"),
    "utf-16": ("UTF16", "ucs-2"),
    "utf-16le": ("UTF-16LE", "utf16le"),
    "utf-7": ("unicode-1-1-utf-7", "UTF7"),
    "iso-8859-1": ("ISO8859_1", "latin1", "iso8859-1", "ISO_8859-1", "l1", "iso-8859-1http-equivContent-Type"),
    "iso-8859-2": ("latin2", "ISO8859_2"),
    "iso-8859-9": ("latin5", "iso8859_9"),
    "iso-8859-15": ("latin-9", "ISO8859-15"),
    "windows-1252": ("cp1252", "CP-1252", "x-cp1252", "windows-1252http-equivContent-Type", "win-1252", "x-ansi"),
    "windows-1251": ("cp1251", "win-1251", "Windows_1251"),
    "koi8-r": ("KOI8_R", "koi", "cskoi8r"),
    "gb2312": ("GB_2312-80", "chinese", "x-gb2312"),
    "gbk": ("x-gbk", "cp936", "windows-936", "GBK"),
    "big5": ("cn-big5", "Big5-ETEN", "csbig5"),
    "shift_jis": ("x-sjis", "SJIS", "shift-jis", "Windows-31J", "ms_kanji", "cp932"),
    "iso-2022-jp": ("_iso-2022-jp$ESC", "ISO2022JP", "csISO2022JP", "iso-2022-jp-ms"),
    "euc-jp": ("x-euc-jp", "EUC_JP", "eucjp"),
    "euc-kr": ("ks_c_5601-1987", "KS_C_5601-1989", "korean", "ksc5601"),
    "tis-620": ("TIS620", "x-tis-620"),
    "macintosh": ("mac", "x-mac-roman", "MacRoman"),
    "ibm850": ("cp-850", "cp850", "850"),
    "us-ascii": ("ansi_x3.4-1968", "ASCII", "us", "iso646-us"),
}
# What bytes say of themselves: nothing need be declared for these to be read exactly.
SELF_EVIDENT = {"utf-8", "utf-16", "utf-16le", "utf-16be", "iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "us-ascii"}
WESTERN = {"en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "fi", "ca"}


@dataclass(frozen=True, slots=True)
class Case:
    """One text as bytes."""

    name: str
    content: bytes
    declared: str
    text: str
    flagged: bool | None = None  # whether it has to be called guessed; None: either


def sentences() -> Iterator[tuple[str, str]]:
    """Yield language and words."""
    for line in (FOLDER / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, _, words = line.partition(": ")
            yield language, words


def encodings() -> Iterator[tuple[str, str, str, bytes]]:
    """Yield language, words, label and bytes, for each charset that has all the letters."""
    for language, words in sentences():
        for label, codec in LABELS.items():
            try:
                content = words.encode(codec)
            except UnicodeError:
                continue
            if not content.isascii() or label in SELF_EVIDENT - {"utf-8"} or label == "utf-7":
                yield language, words, label, content
    for label, codec in (("iso-2022-jp", "iso2022_jp_3"), ("euc-jp", "euc_jisx0213")):
        words = dict(sentences())["ja+"]
        yield (
            "ja+ by Windows",
            words,
            label,
            _windows_japanese(words) if label == "iso-2022-jp" else words.encode(codec),
        )


def declared_rightly() -> Iterator[Case]:
    """Yield what declares its charset, by its name and by every odd name for it."""
    for language, words, label, content in encodings():
        for name in (label, label.upper(), *ALIASES.get(label, ())):
            yield Case(f"{language} in {label} as {name}", content, name, words, flagged=False)


def not_declared() -> Iterator[Case]:
    """Yield what declares nothing and is still clear: bytes that speak for themselves, and western Windows."""
    for language, words, label, content in encodings():
        western = label == "windows-1252" and language.rstrip("+") in WESTERN
        if label in SELF_EVIDENT or western:
            for declared in ("", "default", "x-unknown", "8bit"):
                yield Case(
                    f"{language} in {label} as {declared!r}", content, declared, words, True if western else None
                )


def declared_wrongly() -> Iterator[Case]:
    """Yield what declares another charset than it is in, where the bytes give that away."""
    for language, words, label, content in encodings():
        if content.isascii():
            continue
        wrong: tuple[str, ...] = ()
        if label == "utf-8":
            wrong = ("us-ascii", "iso-8859-1", "windows-1252", "iso-8859-2", "windows-1251", "koi8-r", "iso-8859-15")
            wrong += (
                ("gb18030", "big5", "shift_jis", "euc-kr", "tis-620", "macintosh")
                if len(content) - len(words) > 16
                else ()
            )
        elif label == "windows-1252" and language.rstrip("+") in WESTERN:
            wrong = ("us-ascii", "utf-8", "ANSI_X3.4-1968")
        for declared in wrong:
            yield Case(f"{language} in {label} as {declared}", content, declared, words, flagged=True)


def by_whatwg() -> Iterator[Case]:
    """Yield Windows' letters that call themselves ISO 8859-1, or another part with Windows' quotes."""
    for language, words in sentences():
        try:
            content = words.encode("cp1252")
        except UnicodeError:
            continue
        yield Case(f"{language} in windows-1252 as iso-8859-1", content, "iso-8859-1", words, flagged=False)
        if language == "en+":
            for declared in ("iso-8859-2", "iso-8859-15", "iso-8859-7", "iso-8859-13"):
                yield Case(f"{language} in windows-1252 as {declared}", content, declared, words, flagged=True)


def undeclared_legacy() -> Iterator[Case]:
    """Yield what declares nothing and can only be guessed by its letters."""
    common = {
        "windows-1250": "pl cs sk hu ro hr", "windows-1251": "ru uk bg sr", "koi8-r": "ru", "windows-1253": "el",
        "iso-8859-7": "el", "windows-1254": "tr", "windows-1255": "he", "windows-1256": "ar", "windows-1257": "lt lv et",
        "windows-874": "th", "shift_jis": "ja ja+", "euc-jp": "ja", "euc-kr": "ko", "gbk": "zh", "gb2312": "zh",
        "big5": "zh-tw", "iso-8859-2": "pl cs sk hu hr", "iso-8859-5": "ru", "ibm866": "ru",
    }  # fmt: skip
    for language, words, label, content in encodings():
        if language in common.get(label, "").split():
            yield Case(f"{language} in {label}, not declared", content, "", words, flagged=True)


def undeclared_letters() -> Iterator[Case]:
    """Yield the texts of the language set in the charsets of their countries."""
    countries = {
        "pl": "cp1250 iso8859-2", "ru": "cp1251 koi8-r", "zh": "gbk", "es": "cp1252", "pt": "cp1252", "fr": "cp1252",
        "de": "cp1252", "it": "cp1252",
    }  # fmt: skip
    for language, names in countries.items():
        texts = (FOLDER.parent / "language" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        for text, codec in ((text, codec) for text in texts for codec in names.split()):
            content = text.encode(codec)
            if not content.isascii():
                yield Case(f"{language} in {codec}, not declared: {text[:40]}", content, "", text, flagged=True)


def undeclared_short() -> Iterator[Case]:
    """Yield the first forty letters of each of these: a subject, a name, a line."""
    for case in undeclared_legacy():
        text = case.text[:40].rstrip()
        content = text.encode(LABELS[case.name.partition(" in ")[2].partition(",")[0]])
        if not content.isascii():
            yield Case(f"forty letters of {case.name}", content, "", text, flagged=True)


def _windows_japanese(words: str) -> bytes:
    """Frame letters as Windows' code page 50220 does."""
    framed, inside = bytearray(), False
    for letter in words:
        pair = letter.encode("ascii", "ignore") or letter.encode("euc_jisx0213")
        wide = len(pair) > 1
        if wide != inside:
            framed += b"\x1b$B" if wide else b"\x1b(B"
            inside = wide
        framed += bytes(byte & 0x7F for byte in pair)
    return bytes(framed + b"\x1b(B")
