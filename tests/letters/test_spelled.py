"""Sums in words."""

from decimal import Decimal

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.letters.spelled import spelled


@pytest.mark.parametrize(
    ("amount", "currency", "english", "spanish"),
    [
        ("0.05", "USD", "zero and 05/100 US dollars", "cero con 05/100 dólares estadounidenses"),
        (
            "356.77",
            "USD",
            "three hundred fifty-six and 77/100 US dollars",
            "trescientos cincuenta y seis con 77/100 dólares estadounidenses",
        ),
        ("100.00", "EUR", "one hundred and 00/100 euros", "cien con 00/100 euros"),
        ("101.10", "EUR", "one hundred one and 10/100 euros", "ciento uno con 10/100 euros"),
        ("1021.00", "EUR", "one thousand twenty-one and 00/100 euros", "mil veintiuno con 00/100 euros"),
        (
            "21500.40",
            "USD",
            "twenty-one thousand five hundred and 40/100 US dollars",
            "veintiún mil quinientos con 40/100 dólares estadounidenses",
        ),
        ("31021", "JPY", "thirty-one thousand twenty-one Japanese yen", "treinta y un mil veintiuno yenes japoneses"),
        ("3.125", "KWD", "three and 125/1000 Kuwaiti dinars", "tres con 125/1000 dinares kuwaitíes"),
    ],
)
def test_sums_in_words(letters: TemplateLetters, amount: str, currency: str, english: str, spanish: str) -> None:
    for language, words in (("en", english), ("es", spanish)):
        assert spelled(Decimal(amount), currency, letters.shelf(language).words) == words
