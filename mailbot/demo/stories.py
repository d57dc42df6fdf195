"""What happens in the demonstration: a short lot that is settled, a claim below tolerance in Spanish, a forged yes."""

from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO

from openpyxl import load_workbook
from PIL import Image

from mailbot.demo.parties import Actor, answers, writes

DESK = "disputes@desk.example"
SELLER = "desk@returns-depot.example"
OTHER_SELLER = "desk@pallet-store.example"

JOAN_FIRST = """\
Hi,

we got order RD-20418 (the kitchen returns) on Friday and it is short. 3 robot vacuums are missing, and 4 of the
air fryers arrived smashed, they are only good for parts. Two blenders have cracked jars.

I paid good money for this lot and need it made right.

Joan
Kestrel Resale
"""

JOAN_SHEET = "Here is the sheet filled in, the photos and the delivery receipt. Let me know if you need anything else."

SELLER_OFFER = """\
COUNTER 250.00
REASON: our loading photos show ten vacuums on pallet 2, so we dispute one of the three.
"""

JOAN_COUNTER = """\
COUNTER 310.00
REASON: we counted twice with two people, three vacuums are not there.
"""

SIERRA_FIRST = """\
Buenos días,

del pedido PS-10442 faltan 5 hervidores (SA-120) y 2 batidoras (SA-101). Lo demás llegó bien.

Saludos,
Rosa Ibarra
Comercial Sierra Madre
"""

SIERRA_SHEET = "Adjunto la hoja y las fotos. Las cuatro tarimas llegaron emplayadas y derechas. Gracias."


def actors() -> tuple[Actor, ...]:
    """Return everybody who plays: letters are answered in the order they come."""
    joan = Actor(
        "Joan Kestrel",
        "joan@kestrel-resale.example",
        [
            None,  # claim received
            answers(
                JOAN_SHEET,
                attach=filled(
                    {
                        "RV-300": (3, "missing", "100"),
                        "KA-220": (4, "smashed, damaged", "60"),
                        "KB-110": (2, "cracked jar, damaged", "25"),
                    }
                ),
            ),
            answers(JOAN_COUNTER),
            answers("CONFIRM", below=True),
        ],
        opening=writes(
            "Joan Kestrel", "joan@kestrel-resale.example", DESK, "Short shipment, order RD-20418", JOAN_FIRST
        ),
    )
    depot = Actor(
        "Returns Depot claims desk",
        SELLER,
        [answers(SELLER_OFFER), answers("ACCEPT"), answers("CONFIRM"), None, answers("PAID")],
    )
    rosa = Actor(
        "Rosa Ibarra",
        "ventas@sierramadre.example",
        [None, answers(SIERRA_SHEET, attach=filled({"SA-120": (5, "faltan", "100"), "SA-101": (2, "faltan", "100")}))],
        opening=writes("Rosa Ibarra", "ventas@sierramadre.example", DESK, "Faltante en pedido PS-10442", SIERRA_FIRST),
    )
    store = Actor("Pallet Store desk", OTHER_SELLER, [])
    return joan, depot, rosa, store


def forged() -> EmailMessage:
    """Write a mail that claims to be the buyer's and is not."""
    mail = writes("Joan Kestrel", "joan@kestrel-resale.example", DESK, "Re: order RD-20418", "ACCEPT\n\nJoan\n")
    mail["X-Forged"] = "yes"
    return mail


def filled(claims: dict[str, tuple[int, str, str]]) -> Callable[[EmailMessage, EmailMessage], None]:
    """Return how a buyer answers with the sheet filled in, and photos."""

    def attach(letter: EmailMessage, mail: EmailMessage) -> None:
        sheet = next((part for part in letter.iter_attachments() if str(part.get_filename()).endswith(".xlsx")), None)
        if sheet is not None:
            mail.add_attachment(
                fill_in(sheet.get_content(), claims),
                maintype="application",
                subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                filename=str(sheet.get_filename()),
            )
        for name in (
            "photo-pallet-condition.jpg",
            "photo-damage-1.jpg",
            "delivery-receipt-BOL.jpg",
            "outer-packaging.jpg",
        ):
            mail.add_attachment(picture(len(mail.as_bytes())), maintype="image", subtype="jpeg", filename=name)

    return attach


def fill_in(content: bytes, claims: dict[str, tuple[int, str, str]]) -> bytes:
    """Fill in a claim sheet as a buyer does: quantity affected, what is wrong, per cent of value lost."""
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    for row in page.iter_rows():
        sku = next((cell for cell in row if str(cell.value) in claims), None)
        if sku is not None:
            quantity, problem, loss = claims[str(sku.value)]
            empty = [cell for cell in row if cell.column > sku.column and cell.value is None]
            for cell, value in zip(empty, (quantity, problem, int(loss)), strict=False):
                cell.value = value
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def picture(seed: int) -> bytes:
    """Make a small photograph."""
    kept = BytesIO()
    image = Image.effect_noise((160, 120), 40 + seed % 40).convert("RGB")
    image.save(kept, "JPEG")
    return kept.getvalue()
