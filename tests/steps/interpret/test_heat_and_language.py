"""How heated words are, and which language they are in."""

import pytest

from mailbot.steps.interpret import heat_of, language_of


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("Three units are missing from pallet 2. Photos attached.", 0, 0),
        ("ACCEPT", 0, 0),
        ("COUNTER 250.00\nREASON: the BOL shows 40", 0, 0),
        ("Faltan 40 unidades en el pedido, gracias por su ayuda.", 0, 0),
        ("I am disappointed, this is the second time I write.", 1, 1),
        ("Estoy decepcionado, es la segunda vez que escribo", 1, 1),
        ("This is ridiculous! Terrible service!", 1, 2),
        ("WHERE IS MY ORDER I HAVE BEEN WAITING FOR WEEKS", 2, 3),
        ("You are thieves and liars!!! This is a scam, I will sue", 3, 3),
        ("SON UNOS LADRONES!!! ME ESTAFARON, VOY A DEMANDARLOS", 3, 3),
        ("this is bullshit, worst company ever!!", 2, 3),
        ("", 0, 0),
    ],
)
def test_heat(text: str, lowest: int, highest: int) -> None:
    assert lowest <= heat_of(text) <= highest


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I accept the offer", "en"),
        ("acepto la oferta", "es"),
        ("gracias", "es"),
        ("thanks", "en"),
        ("3 of the vacuums are missing", "en"),
        ("faltan 40 unidades", "es"),
        ("hi i buy pallet from you is come only half", "en"),
        ("Guten Tag, leider fehlen in meiner Lieferung drei Geräte und ich möchte mein Geld zurück", "de"),
        ("Bonjour, il manque trois appareils dans ma livraison et je voudrais être remboursé", "fr"),
        ("Olá, faltam três aparelhos na minha entrega e gostaria de receber o meu dinheiro de volta", "pt"),
        ("Buongiorno, nella mia consegna mancano tre apparecchi e vorrei essere rimborsato", "it"),
        ("", None),
        ("12345", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert language_of(text) == language
