"""What mailers call an encoding -> Python's codec, by the superset they really write (WHATWG Encoding Standard 4.2)."""

import codecs
import re
from functools import lru_cache
from typing import Final

WIDE: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_SEVEN_BIT: Final = frozenset(
    {"utf-7", "hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_3", "iso2022_kr"}
)
MANY_BYTES: Final = frozenset(
    {"gb18030", "big5hkscs", "big5", "cp950", "cp932", "euc_jp", "euc_jisx0213", "euc_jis_2004", "cp949", "johab"}
)
ASCII_NAMES: Final = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968", "ansi_x3.4-1986", "iso646-us", "646", "us"})
_ALIASES: Final = dict.fromkeys(ASCII_NAMES, "cp1252") | {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "l1": "cp1252",
    "ansi": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "iso-8859-9": "cp1254",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "iso2022-jp": "iso2022_jp_3",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "dos-874": "cp874",
    "gb2312": "gb18030",
    "gb-2312-80": "gb18030",
    "gb2312-80": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "windows-936": "gb18030",
    "cn-gb": "gb18030",
    "hz-gb-2312": "hz",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601-1989": "cp949",
    "ksc5601": "cp949",
    "korean": "cp949",
    "euc-kr": "cp949",
    "windows-949": "cp949",
    "shift-jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "ms-kanji": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_3",
    "iso-2022-jp-ms": "iso2022_jp_3",
    "cp50220": "iso2022_jp_3",
    "cp50221": "iso2022_jp_3",
    "eucjp": "euc-jp",
    "big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "big5-eten": "big5hkscs",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-2-0-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "ucs-2": "utf-16",
    "iso-10646-ucs-2": "utf-16",
    "mac": "mac_roman",
    "macintosh": "mac_roman",
    "mac-ce": "mac_latin2",
    "mac-centraleurroman": "mac_latin2",
    "koi": "koi8-r",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "cskoi8r": "koi8-r",
    "unknown": "",
    "unknown-8bit": "",
    "8bit": "",
    "7bit": "",
    "default": "",
    "binary": "",
    "none": "",
}
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "charmap", "palmos"}
)
_NAME = re.compile(r"[a-z0-9_.:-]{1,40}")
# A name that something was written onto: "windows-1252http-equivContent-Type", "_iso-2022-jp$ESC", "utf-8 (Plain text)".
_WITHIN = re.compile(
    r"utf-?(?:8|7|16(?:-?[lb]e)?)|iso-?8859-(?:1[0-6]|[1-9])(?!\d)|iso-2022-(?:jp|kr)|(?:windows|win|cp)-?(?:125\d|8\d\d|9[345]\d|1006)"
    r"|koi8-[ru]|gb18030|gb2312|gbk|big5(?:-hkscs)?|euc-?(?:jp|kr)|shift-?jis|us-ascii|tis-?620"
)


@lru_cache(maxsize=256)
def codec(declared: str) -> str:
    """Name Python's codec for a declared charset; "" if there is none that decodes text."""
    wanted = declared[:120].strip("\"' \t=;,_").lower()
    tidy = wanted.replace("_", "-").removeprefix("charset=").removeprefix("x-").replace("latin-", "latin")
    within = _WITHIN.search(tidy)
    for name in (wanted, tidy, within[0] if within else ""):
        found = _found(_ALIASES.get(name, name))
        if found or name in _ALIASES:
            return found
    return ""


def is_ascii_name(declared: str) -> bool:
    """Whether what was declared is plain ASCII."""
    return declared.strip("\"' \t").lower() in ASCII_NAMES


def is_seven_bit(name: str) -> bool:
    """Whether a codec writes other letters as ASCII, or with NUL between."""
    return name in _SEVEN_BIT or name in WIDE


def _found(name: str) -> str:
    if not _NAME.fullmatch(name):
        return ""
    for each in (name, re.sub(r"^(?:windows|win|ibm|dos|cp)-?(?=\d)", "cp", name)):
        try:
            found = codecs.lookup(each)
        except (LookupError, ValueError):
            continue
        known = getattr(found, "_is_text_encoding", False) and found.name.replace("-", "_") not in _NO_CHARSETS
        return _ALIASES.get(found.name.replace("_", "-"), found.name) if known else ""
    return ""
