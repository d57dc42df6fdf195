"""The working of a judgement as a sentence: its figures and dates in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_currency

from mailbot.policy.count import Count, in_words, moment_in_words

_LOCALES: Final = {"en": Locale("en", "US"), "es": Locale("es", "US")}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "came": "{count}; the claim came on {moment}",
        "earlier": "claims on this order before: {earlier}; allowed: {allowed}",
        "went_to": "the goods went to {country}; claims are taken for {taken}",
        "price": "the winning bid was {price}; claims are taken from {least} on",
    },
    "es": {
        "came": "{count}; el reclamo llegó el {moment}",
        "earlier": "reclamos anteriores sobre este pedido: {earlier}; permitidos: {allowed}",
        "went_to": "la mercancía se entregó en {country}; se aceptan reclamos de {taken}",
        "price": "la puja ganadora fue de {price}; se aceptan reclamos a partir de {least}",
    },
}


@dataclass(frozen=True, slots=True)
class InTime:
    """How the time to file was counted; and when the claim came, if that was too late."""

    count: Count
    filed_at: datetime | None = None

    def said(self, language: str) -> str:
        """Return the count, and beside it the moment in the count's zone."""
        count = in_words(self.count, language)
        if self.filed_at is None:
            return count
        local = self.filed_at.astimezone(self.count.end.tzinfo)
        return _words(language)["came"].format(count=count, moment=moment_in_words(local, language))


@dataclass(frozen=True, slots=True)
class Earlier:
    """How many claims came before, and how many an order may have."""

    earlier: int
    allowed: int

    def said(self, language: str) -> str:
        """Return both figures."""
        return _words(language)["earlier"].format(earlier=self.earlier, allowed=self.allowed)


@dataclass(frozen=True, slots=True)
class WentTo:
    """Where the goods went, and the countries that claims are taken for; ISO 3166."""

    country: str
    taken: tuple[str, ...]

    def said(self, language: str) -> str:
        """Return the countries by name."""
        locale = _LOCALES.get(language, _LOCALES["en"])
        named = [str(locale.territories.get(code.upper(), code)) for code in (self.country, *self.taken)]
        taken = format_list(named[1:], locale=locale)
        return _words(language)["went_to"].format(country=named[0], taken=taken)


@dataclass(frozen=True, slots=True)
class Price:
    """The winning bid, and the least one that claims are taken for."""

    price: Decimal
    least: Decimal
    currency: str

    def said(self, language: str) -> str:
        """Return both sums."""
        locale = _LOCALES.get(language, _LOCALES["en"])
        price, least = (format_currency(amount, self.currency, locale=locale) for amount in (self.price, self.least))
        return _words(language)["price"].format(price=price, least=least)


@dataclass(frozen=True, slots=True)
class Plainly:
    """No figures: in other languages the name of the reason says as much."""

    words: str

    def said(self, language: str) -> str:
        """Return the English words, to readers of English."""
        return self.words if language == "en" else ""


NO_FIGURES: Final = Plainly("")
Grounds = InTime | Earlier | WentTo | Price | Plainly


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["en"])
