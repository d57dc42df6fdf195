"""When the writer of an out-of-office answer is back."""

import re
from datetime import date, timedelta

from babel import Locale

LANGUAGES = ("en", "es", "de", "fr", "it", "pt", "nl", "sv", "da", "pl")
BACK = re.compile(
    r"""(?ix) \b (?: back | return(?:ing)?\b | available\ again | in\ the\ office\ again
    | regres[oaré]+ | vuelv[oae] | volver[ée] | de\ vuelta | reincorpor\w+ | zur[üu]ck | wieder | de\ retour | retour | reviendrai | rientr[oeò]\w* | torn[oe]r?\w*
    | terug | volto | regresso | retorno | voltarei | tillbaka | tilbage | wracam | wr[óo]c[ęe] )"""
)
UNTIL = re.compile(
    r"""(?ix) \b (?: until | till? | through | thru | up\ to | \bto\b | hasta | al? | bis | jusqu['’]?\w* | au | fino\ al? | al | tot | t/m | at[ée] | a\ [àa] | till\ och\ med | til | do )\b | \s[-–—]\s"""
)
WINDOW = 60  # letters between the word and its date
WINDOW_BEFORE = 20  # "am 8. Juni zurück"
TEXT = 4000


def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                for number, name in Locale.parse(language).months[form][width].items():
                    names.setdefault(name.lower().rstrip("."), number)
    return {name: number for name, number in names.items() if len(name) > 2 and not name.isdigit()}  # noqa: PLR2004


MONTHS = _months()
MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
DATE = re.compile(
    rf"""(?ix) \b (?: (?P<y>20\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)
    | (?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\.?\s*(?:de\ |of\ )?(?P<month>{MONTH})\b\.?,?(?:\s*(?:de\ |del\ )?(?P<year>20\d\d))?
    | (?P<month2>{MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<year2>20\d\d))?
    | (?P<one>\d{{1,2}})(?P<mark>[/.\-])(?P<two>\d{{1,2}})(?:(?P=mark)(?P<year3>20\d\d|\d\d))?\b )"""
)


def back_on(text: str, written: date) -> date | None:
    """Return the latest date after a word of coming back, else after a word of until; None if there is none."""
    text = text[:TEXT]
    american = bool(re.search(r"(?i)\b(?:the|will|office|out|through|return\w*|back)\b", text))
    dates = [
        (hit, found) for hit in DATE.finditer(text) if (found := _date(hit, written, american=american)) is not None
    ]
    for word, before in ((BACK, WINDOW_BEFORE), (UNTIL, 0)):
        words = list(word.finditer(text))
        near = [found for hit, found in dates if any(_near(hit, said, before) for said in words)]
        if near:
            return max(near)
    return None


def _near(date_: re.Match[str], word: re.Match[str], before: int) -> bool:
    return 0 <= date_.start() - word.end() <= WINDOW or 0 <= word.start() - date_.end() < before


def _date(hit: re.Match[str], written: date, *, american: bool) -> date | None:
    year, month, day = _numbers(hit, american=american)
    try:
        found = date(year or written.year, month, day)
        if not year and found < written - timedelta(days=60):
            found = found.replace(year=written.year + 1)
    except ValueError:
        return None
    return found


def _numbers(hit: re.Match[str], *, american: bool) -> tuple[int, int, int]:
    if hit["y"]:
        return int(hit["y"]), int(hit["m"]), int(hit["d"])
    if hit["month"]:
        return int(hit["year"] or 0), MONTHS[hit["month"].lower()], int(hit["day"])
    if hit["month2"]:
        return int(hit["year2"] or 0), MONTHS[hit["month2"].lower()], int(hit["day2"])
    one, two = int(hit["one"]), int(hit["two"])
    year = int(hit["year3"] or 0)
    month_first = two > 12 or (american and hit["mark"] == "/" and one <= 12)  # noqa: PLR2004 - months
    return year + 2000 * (0 < year < 100), *((one, two) if month_first else (two, one))  # noqa: PLR2004 - a century
