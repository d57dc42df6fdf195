"""Sums and dates in the writer's own way of writing; two ways to read one are said to be two."""

from datetime import date
from decimal import Decimal

import pytest

from mailbot.steps.interpret.dates import until_in
from mailbot.steps.interpret.money import sums_in
from mailbot.steps.interpret.words import fold

WEDNESDAY = date(2026, 6, 3)


@pytest.mark.parametrize(
    ("words", "language", "currency", "amount", "code", "sure"),
    [
        ("$1,250.00", "en", "USD", "1250.00", "USD", True),
        ("$1.250,00", "es", "USD", "1250.00", "USD", True),
        ("1.250,00 €", "es", "USD", "1250.00", "EUR", True),
        ("1.250 €", "es", "EUR", "1250", "EUR", True),
        ("$1.250", "en", "USD", "1250", "USD", False),
        ("$1.250", "es", "USD", "1250", "USD", False),
        ("1,250 €", "es", "EUR", "1250", "EUR", False),
        ("$1,250", "es", "USD", "1250", "USD", True),
        ("$2k", "en", "USD", "2000", "USD", True),
        ("1.5k usd", "en", "USD", "1500", "USD", True),
        ("2 mil dólares", "es", "USD", "2000", "USD", True),
        ("250 dollars", "en", "USD", "250", "USD", True),
        ("250 bucks", "en", "CAD", "250", "CAD", True),
        ("£99.99", "en", "USD", "99.99", "GBP", True),
        ("US$ 300", "en", "CAD", "300", "USD", True),
        ("two hundred and fifty dollars", "en", "USD", "250", "USD", True),
        ("quinientos dólares", "es", "USD", "500", "USD", True),
        ("1,234,567.89 USD", "en", "USD", "1234567.89", "USD", True),
        ("300 pesos", "es", "MXN", "300", "MXN", True),
    ],
)
def test_a_sum(words: str, language: str, currency: str, amount: str, code: str, *, sure: bool) -> None:
    (found,) = sums_in(fold(words), currency, language)
    assert (found.amount, found.currency, found.sure) == (Decimal(amount), code, sure)


@pytest.mark.parametrize(
    "words", ["40 units", "order 100234", "5%", "12 pallets", "1.2.3", "3 days", "SKU-44", "10:30 am"]
)
def test_no_sum(words: str) -> None:
    assert sums_in(fold(words), "USD", "en") == ()


@pytest.mark.parametrize(
    ("words", "language", "until"),
    [
        ("until Friday", "en", "2026-06-05"),
        ("until wednesday", "en", "2026-06-10"),
        ("tomorrow", "en", "2026-06-04"),
        ("3 days", "en", "2026-06-06"),
        ("3 business days", "en", "2026-06-08"),
        ("two weeks", "en", "2026-06-17"),
        ("48 hours", "en", "2026-06-05"),
        ("June 15", "en", "2026-06-15"),
        ("15 de junio", "es", "2026-06-15"),
        ("15 jan", "en", "2027-01-15"),
        ("7/5", "en", "2026-07-05"),
        ("5/7", "es", "2026-07-05"),
        ("25/6", "en", "2026-06-25"),
        ("2026-07-01", "en", "2026-07-01"),
        ("fin de mes", "es", "2026-06-30"),
        ("hasta el lunes", "es", "2026-06-08"),
        ("mañana", "es", "2026-06-04"),
    ],
)
def test_a_date(words: str, language: str, until: str) -> None:
    assert until_in(fold(words), WEDNESDAY, language)[0] == date.fromisoformat(until)


@pytest.mark.parametrize("words", ["soon", "31/2", "whenever", "2026-13-45"])
def test_no_date(words: str) -> None:
    assert until_in(fold(words), WEDNESDAY, "en") == (None, "")
