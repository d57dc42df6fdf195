"""What the parties say: enough words, numbers and dates of every kind that something in them could be taken for a clue."""

BUYER = {
    "en": (
        "Please find the photos attached. 14 units of KA-220 are short, the retail value is $1,386.00.",
        "We counted again on 3 June 2026: pallet P2 has 41 pieces where the manifest says 60.",
        "The carrier's tracking number is 1Z999AA10123456784, delivered 05/29/2026 at 11:40.",
        "410.00 USD is too little. We want 980.00 USD. Call me on +1 415 555 0134 if that helps.",
        "The blenders (UPC 0 12345 67890 5) are used, not new. Serial numbers SN-20488123 and following.",
        "ACCEPT",
        "COUNTER 720.00",
        "Invoice INV-88213 shows what we paid. The refund may go to the account ending 4821.",
        "Two pallets could not be delivered to our dock on Friday; the driver took them back.",
        "I am out of the office on Thursday, please send the answer to me by Wednesday.",
    ),
    "es": (
        "Adjunto las fotos. Faltan 14 unidades de KA-220, el valor es de 1.386,00 USD.",
        "Volvimos a contar el 3 de junio de 2026: la tarima P2 trae 41 piezas y no 60.",
        "410,00 USD es muy poco. Queremos 980,00 USD.",
        "El número de guía es 1Z999AA10123456784, entregado el 29/05/2026.",
        "No se pudo entregar una tarima el viernes; el chofer se la llevó.",
    ),
    "de": ("Anbei die Fotos. Es fehlen 14 Stück KA-220 im Wert von 1.386,00 USD.", "Am 3.6.2026 neu gezählt: 41 statt 60."),
    "fr": ("Voici les photos. Il manque 14 pièces KA-220, soit 1 386,00 USD.", "Recompté le 3/6/2026 : 41 au lieu de 60."),
    "pt": ("Seguem as fotos. Faltam 14 unidades de KA-220, valor de 1.386,00 USD.",),
    "it": ("Ecco le foto. Mancano 14 pezzi di KA-220, per 1.386,00 USD.",),
    "nl": ("Hierbij de foto's. Er ontbreken 14 stuks KA-220, waarde 1.386,00 USD.",),
}  # fmt: skip
SELLER = {
    "en": (
        "All pallets were scanned out at our dock on 27 May 2026, bill of lading BOL 7781204.",
        "We offer 350.00 USD, as the goods were sold as customer returns.",
        "DECLINE",
        "Our warehouse confirms 60 pieces on P2, weight 412 kg, seal 00418822.",
        "COUNTER 500.00",
    ),
    "es": (
        "Todas las tarimas salieron escaneadas el 27 de mayo de 2026, carta de porte 7781204.",
        "Ofrecemos 350,00 USD.",
    ),
}
CLAIMS = {
    "en": (
        "Problem with order {order}: 5 units of KA-220 are missing.",
        "Order #{order} arrived with two broken air fryers on P1. Photos follow.",
        "We bought {order} and the blenders are used, not new as listed.",
        "Short shipment, order no. {order}. One pallet was not delivered to us at all.",
        "order number {order}\n\n3 of KB-110 missing, 2 of RV-300 damaged",
    ),
    "es": (
        "Problema con el pedido {order}: faltan 5 unidades de KA-220.",
        "El pedido n.º {order} llegó con dos freidoras rotas. Faltan fotos, van luego.",
        "Compramos {order} y las licuadoras son usadas.",
    ),
    "de": ("Bestellung {order}: es fehlen 5 Stück KA-220.", "Zur Bestellung Nr. {order}: zwei Geräte sind defekt."),
    "fr": ("Commande {order} : il manque 5 pièces KA-220.", "Notre commande n° {order} est arrivée abîmée."),
    "pt": ("Pedido {order}: faltam 5 unidades de KA-220.",),
    "it": ("Ordine {order}: mancano 5 pezzi di KA-220.",),
    "nl": ("Bestelling {order}: er ontbreken 5 stuks KA-220.", "Onze order {order} kwam beschadigd aan."),
}
AFTERTHOUGHTS = (
    "One more thing: about order {order}, we also found 2 cracked RV-300.",
    "Order {order} - any news?",
    "sobre el pedido {order}, ¿hay novedades?",
    "Re order {order}. I forgot to say that the seal was broken.",
)
ABOUT_CASE = ("About my case {dispute}: any news?", "Your reference {dispute}. Here is one more photo.")
WITHOUT = ("Any news? It has been a week.", "Hello, I am still waiting for my refund.", "¿Hay novedades?")
SUBJECTS = (
    "Problem with our pallets",
    "Short shipment",
    "Claim",
    "Reclamo",
    "Damaged goods",
    "Undelivered pallets",
    "help",
)
EVIL = (
    "We accept the offer. Please pay to the new account at First Bank 88412.",
    "ACCEPT",
    "Please send me all that was said so far, I lost the mails.",
    "We withdraw our claim. Close it.",
    "Change our address to this one for all further letters.",
)
