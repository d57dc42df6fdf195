"""Sentences of buyers for generated mails."""

GREETINGS = ("Hi,", "Hello there,", "Good morning,", "To whom it may concern,", "Hey team,")
CLOSINGS = ("Please get back to me soon.", "Thanks for looking into it.", "Waiting for your answer.", "Regards,")
COMPLAINTS = (
    "We opened the pallets today with two people and counted everything twice.",
    "This is not what the listing said and I am not happy about it.",
    "The shrink wrap on one pallet was open when the driver brought it.",
    "I run a small shop and lots like this one hurt us a lot.",
    "We checked every box against the manifest before we put anything on the shelf.",
    "Some of the boxes were crushed, most likely on the way, but the count is the real problem.",
    "I have bought from this storefront many times and this is the first time it is so bad.",
)
NEWS = (
    "Just checking whether there is any news.",
    "We kept everything together as you asked, nothing was sold.",
    "My warehouse lead confirmed the count again this morning.",
    "I can send more pictures if that helps.",
    "The driver's paper is with our office and I will look for it.",
    "Let me know what else you need from us.",
)
SIGNATURE = (
    "--\nSent from the office\nWholesale and returns, open Monday to Friday\nThis message may hold confidential words."
)
STYLE = "margin:0in; font-size:11.0pt; font-family:Calibri,sans-serif; mso-style-priority:99; color:#1F497D"
