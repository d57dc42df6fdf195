"""When the writer of an out-of-office answer is back."""

import re
from datetime import date, timedelta

from babel import Locale

LANGUAGES = ("en", "es", "de", "fr", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr", "ru")
BACK = re.compile(
    r"""(?ix) \b (?: back | after | return(?:ing)?\b | available\ again | in\ the\ office\ again
    | regres[oaré]+ | retomar[ée] | vuelv[oae] | volver[ée] | de\ vuelta | (?:me\ )?reincorpor\w+ | zur[üu]ck | wieder | \bab | de\ retour | retour | reviendrai | rientr[oeò]\w* | torn[oe]r?\w*
    | terug | bereikbaar | volto | regresso | retorno | voltarei | tillbaka | [åa]ter | tilbage | tilbake | palaan | takaisin | wracam | wr[óo]c[ęe] | dost[ęe]pn[ya] | vr[áa]t[íi]m | zp[ěe]t
    | d[öo]nece[ğg]im | вернусь | выхожу | буду\ на ) | より | 戻り | 復帰 | 出社 | 返回 | 回来 | 回到 | 恢复 | 복귀 | 돌아"""
)
UNTIL = re.compile(
    r"""(?ix) \b (?: until | till? | through | thru | up\ to | \bto\b | hasta | al? | bis | jusqu['’]?\w* | au | fino\ al? | al | tot | t/m | at[ée] | a\ [àa] | till\ och\ med | til | frem\ til | do | asti | saakka | kadar | до | по )\b
    | \s[-–—]\s | (?<=\.)[-–—](?=\d) | まで | 之前 | 为止 | 至 | 까지"""
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


def _weekdays() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for form in ("format", "stand-alone"):
            for number, name in Locale.parse(language).days[form]["wide"].items():
                names.setdefault(name.lower(), number)
    return names


MONTHS = _months()
WEEKDAYS = _weekdays()  # Monday is 0
MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
DATE = re.compile(
    rf"""(?ix) \b (?: (?P<y>20\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)
    | (?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\.?\s*(?:de\ |of\ )?(?P<month>{MONTH})\b\.?,?(?:\s*(?:de\ |del\ )?(?P<year>20\d\d))?
    | (?P<month2>{MONTH})\b\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<year2>20\d\d))?
    | (?P<day4>\d{{1,2}})\.\ ?(?P<month4>\d{{1,2}})\.(?:\ ?(?P<year4>20\d\d|\d\d)\b)?
    | (?P<one>\d{{1,2}})(?P<mark>[/.\-])(?P<two>\d{{1,2}})(?:(?P=mark)(?P<year3>20\d\d|\d\d))?\b )
    | (?:(?P<year5>20\d\d)[年년]\s?)?(?P<month5>\d{{1,2}})[月월]\s?(?P<day5>\d{{1,2}})[日号일]"""
)
WEEKDAY = re.compile(rf"(?i)\b(?:{'|'.join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))})\b")


def back_on(text: str, written: date, *, abroad: bool = False) -> date | None:
    """Return the latest date after a word of coming back, else after a word of until, else a weekday of return.

    English dates in figures are month first, unless the mail was written ``abroad``: east of America.
    """
    text = text[:TEXT]
    english = bool(re.search(r"(?i)\b(?:the|will|office|out|through|return\w*|back)\b", text))
    dates = [
        (hit, found)
        for hit in DATE.finditer(text)
        if (found := _date(hit, written, american=english and not abroad)) is not None
    ]
    for word, before in ((BACK, WINDOW_BEFORE), (UNTIL, WINDOW_BEFORE)):
        words = list(word.finditer(text))
        near = [found for hit, found in dates if any(_near(hit, said, before) for said in words)]
        if near:
            return max(near)
    return None if dates else _weekday(text, written)


def _weekday(text: str, written: date) -> date | None:
    """Return the next such day after the mail: "back on Monday"."""
    words = list(BACK.finditer(text))
    named = next(
        (day for day in WEEKDAY.finditer(text) if any(_near(day, said, WINDOW_BEFORE) for said in words)), None
    )
    if named is None:
        return None
    ahead = (WEEKDAYS[named[0].lower()] - written.weekday() - 1) % 7 + 1
    return written + timedelta(days=ahead)


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
    for day, month, year in (("day4", "month4", "year4"), ("day5", "month5", "year5")):
        if hit[day]:
            return _year(hit[year]), int(hit[month]), int(hit[day])
    one, two = int(hit["one"]), int(hit["two"])
    month_first = two > 12 or (american and hit["mark"] == "/" and one <= 12)  # noqa: PLR2004 - months
    return _year(hit["year3"]), *((one, two) if month_first else (two, one))


def _year(value: str | None) -> int:
    year = int(value or 0)
    return year + 2000 * (0 < year < 100)  # noqa: PLR2004 - a century
