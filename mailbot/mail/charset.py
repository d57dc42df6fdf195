"""Bytes of a stranger's text -> text: what is declared, else what fits, else a guess that is marked as one."""

import codecs
import re

from charset_normalizer import from_bytes

# What mailers call an encoding, and the superset they really write (WHATWG Encoding Standard, section 4.2).
ALIASES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "tis-620": "cp874",
    "iso-8859-11": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "big5": "big5hkscs",
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "binary": "",
}
NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030", "big5",
    "cp949",
]  # fmt: skip
# What western European writers use beyond ASCII; a detector cannot tell their alphabets apart in a line or two.
WESTERN = frozenset("áéíóúüñ¿¡ÁÉÍÓÚÜÑäöößÄÖàâæçèêëîïôœùûÿÀÂÇÈÊËÎÏÔŒÙÛãõÃÕìòÌÒåøÅØ€£§°ºª«»“”‘’„–—…·\xa0®™©½¼")
SAMPLE_BYTES = 4096
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(content: bytes, declared: str = "") -> tuple[str, bool]:
    """Return the text and whether its encoding had to be guessed. Never fails."""
    name = codec(declared)
    if content.isascii() and (not name or not _is_seven_bit(name)):
        return _ascii(content), False
    for mark, bom_name in BOMS:
        if content.startswith(mark):
            return content.decode(bom_name, "replace"), False
    if name == "utf-8" or not name or name == "cp1252" or (name.startswith("utf-16") and b"\0" not in content):
        text = _strict(content, "utf-8")
        if text is not None:
            return text, bool(name) and name != "utf-8"
    text = None if name in {"", "utf-8"} or _is_ascii_name(declared) else _strict(content, name)
    return (text, False) if text is not None else (_guess(content, name), True)


def codec(declared: str) -> str:
    """Name Python's codec for a declared charset; "" if there is none that decodes text."""
    wanted = declared.strip("\"' \t").lower()
    wanted = ALIASES.get(wanted, wanted)
    if not re.fullmatch(r"[a-z0-9_.:-]{1,40}", wanted):
        return ""
    try:
        found = codecs.lookup(wanted)
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", False) or wanted.replace("-", "_") in NO_CHARSETS:
        return ""
    return found.name


def _is_seven_bit(name: str) -> bool:
    return name.startswith(("iso2022", "utf-16", "utf-32", "utf-7", "hz"))


def _is_ascii_name(declared: str) -> bool:
    return declared.strip("\"' \t").lower() in {"ascii", "us-ascii", "ansi_x3.4-1968"}


def _ascii(content: bytes) -> str:
    # Undeclared Japanese is seven bit and announces itself by its escapes.
    if b"\x1b$" in content:
        text = _strict(content, "iso2022_jp_ext")
        if text is not None:
            return text
    return content.decode("ascii")


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, ValueError):
        return None


def _guess(content: bytes, name: str) -> str:
    broken = content.decode("utf-8", "surrogateescape")
    strays = sum("\udc80" <= letter <= "\udcff" for letter in broken)
    whole = sum(letter > "\x7f" for letter in broken) - strays
    if strays * 2 <= whole or (name == "utf-8" and whole):
        # UTF-8 with a few stray bytes: read those as Windows wrote them.
        return "".join(_stray(letter) if "\udc80" <= letter <= "\udcff" else letter for letter in broken)
    western = content.decode("cp1252", "replace")
    foreign = [letter for letter in western if letter > "\x7f"]
    if WESTERN.issuperset(foreign) and len(foreign) * 4 < len(western):
        return western
    best = from_bytes(_telling(content), cp_isolation=CANDIDATES, threshold=0.4, preemptive_behaviour=False).best()
    return content.decode(best.encoding if best else "cp1252", "replace")


def _stray(letter: str) -> str:
    return bytes([ord(letter) - 0xDC00]).decode("cp1252", "replace")


def _telling(content: bytes) -> bytes:
    # A sample of whole lines around the bytes that tell: a long plain beginning says nothing.
    lines = [line for line in content.split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE_BYTES]
