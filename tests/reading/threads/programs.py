"""What mail programs make of an answer: subject, thread headers, the address they answer to, and the quote.

Each habit is drawn for itself, so that rare ones meet: an answer may lose its tag and its References at once.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tests.reading.threads.mail import Mail, date, encoded, ids, wire_domain
from tests.reading.threads.people import DESK, Writer
from tests.reading.threads.world import Sent

PREFIXES = (
    "Re: ", "RE: ", "re: ", "Re:", "AW: ", "Antwort: ", "SV: ", "Sv: ", "VS: ", "R: ", "RIF: ", "RES: ", "RE: RE: ",
    "Re[2]: ", "Re: Re: AW: ", "Odp: ", "YNT: ", "Vá: ", "BLS: ", "Atb.: ", "Σχετ: ", "回复: ", "回覆：", "答复: ", "Ответ: ", "",
)  # fmt: skip
FORWARDS = ("Fwd: ", "FW: ", "WG: ", "RV: ", "TR: ", "I: ", "VB: ", "Doorst: ", "PD: ", "转发: ")
_HEADINGS = {
    "en": "On {date}, {name} wrote:",
    "es": "El {date}, {name} escribió:",
    "de": "Am {date} schrieb {name}:",
    "fr": "Le {date}, {name} a écrit :",
    "pt": "Em {date}, {name} escreveu:",
    "it": "Il {date}, {name} ha scritto:",
    "nl": "Op {date} schreef {name}:",
}
_OUTLOOK = {
    "en": ("From", "Sent", "To", "Subject"),
    "es": ("De", "Enviado", "Para", "Asunto"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "pt": ("De", "Enviado", "Para", "Assunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
}


@dataclass(frozen=True, slots=True)
class Arrived:
    """Our letter as the party's program holds it: their provider may have changed it on the way in."""

    subject: str
    text: str
    at: datetime
    message_id: str
    references: tuple[str, ...]
    answer_to: str  # Reply-To if it is still there, else From

    @staticmethod
    def of(letter: Sent) -> "Arrived":
        """As we sent it."""
        return Arrived(letter.subject, letter.text, letter.at, letter.message_id, letter.references, letter.reply_to)


def fresh(writer: Writer, address: str, to: str, subject: str, words: str, name: str) -> Mail:
    """Write a new mail; ``name``: the left part of its Message-ID."""
    display = f'"{writer.name}"' if writer.name.isascii() else encoded(writer.name)
    headers = (
        ("From", f"{display} <{address if address.isascii() else wire_domain(address)}>"),
        ("To", to),
        ("Subject", encoded(subject)),
        ("Message-ID", f"<{name}@{wire_domain(address).rpartition('@')[2]}>"),
    )
    return Mail(headers, f"{words}\n")


def answer(letter: Arrived, mail: Mail, writer: Writer, chance: random.Random) -> tuple[Mail, str]:
    """Turn a new mail into an answer as some program writes it; return it with its habits in words."""
    habits = [
        _pick(chance, _SUBJECTS),
        _pick(chance, _THREADS),
        _pick(chance, _TARGETS),
        _pick(chance, _QUOTES),
    ]
    made = mail.put("Subject", encoded(chance.choice(PREFIXES) + letter.subject)).put("To", letter.answer_to)
    for _, habit in habits:
        made = habit(made, letter, writer, chance)
    return made, ", ".join(name for name, _ in habits)


_Habit = Callable[[Mail, Arrived, Writer, random.Random], Mail]


def _pick(chance: random.Random, habits: dict[str, tuple[int, _Habit]]) -> tuple[str, _Habit]:
    name = chance.choices(list(habits), [weight for weight, _ in habits.values()])[0]
    return name, habits[name][1]


# --- subject


def _kept(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail


def _marked(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    mark = chance.choice(("[EXTERNAL] ", "[EXT] ", "***SPAM*** ", "[Ticket#88231] ", "[sales-list] "))
    return mail.put("Subject", encoded(mark + chance.choice(PREFIXES) + letter.subject))


def _retyped(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("Subject", chance.choice(("your question", "photos", "answer", "Respuesta", "Re: pallets")))


def _cut(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("Subject", encoded(f"Re: {letter.subject[: chance.randint(9, 30)]}..."))


def _lower(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("Subject", encoded(f"re: {letter.subject.lower()}"))


def _untagged(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("Subject", encoded(f"Re: {letter.subject.partition('] ')[2]}"))


def _folded_in(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("Subject", f"RE:\r\n {letter.subject.replace(' ', chr(13) + chr(10) + ' ', 1)}")


def _all_encoded(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("Subject", encoded(f"Re: {letter.subject} – ¿fotos?"))


_SUBJECTS: dict[str, tuple[int, _Habit]] = {
    "subject kept": (60, _kept),
    "subject marked": (12, _marked),
    "subject retyped": (6, _retyped),
    "subject cut": (3, _cut),
    "subject in small letters": (3, _lower),
    "tag taken off": (4, _untagged),
    "subject folded": (5, _folded_in),
    "subject encoded": (7, _all_encoded),
}

# --- thread headers


def _both(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    known = (*letter.references, letter.message_id)
    return mail.put("In-Reply-To", ids((letter.message_id,))).put("References", ids(known))


def _in_reply_to(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("In-Reply-To", ids((letter.message_id,)))


def _prose(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("In-Reply-To", f'Your message of "{date(letter.at)}" <{letter.message_id}>')


def _references(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("References", ids((*letter.references, letter.message_id), fold=False))


def _cut_references(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("References", f"<{letter.message_id}>\r\n <{letter.message_id[:11]}")


def _reordered(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("References", ids(tuple(reversed((*letter.references, letter.message_id)))))


def _upper_ids(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("In-Reply-To", ids((letter.message_id.upper(),)))


def _bare_ids(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("In-Reply-To", letter.message_id)


def _split_id(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("References", f"<{letter.message_id[:40]}\r\n {letter.message_id[40:]}>")


def _long_thread(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    other = tuple(f"{chance.getrandbits(48):x}@{writer.domain.encode('idna').decode()}" for _ in range(90))
    return mail.put("References", ids((*other, letter.message_id))).put("In-Reply-To", ids((other[-1],)))


def _none(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail


_THREADS: dict[str, tuple[int, _Habit]] = {
    "both thread headers": (58, _both),
    "In-Reply-To only": (8, _in_reply_to),
    "In-Reply-To with prose": (2, _prose),
    "References only": (6, _references),
    "References cut": (4, _cut_references),
    "References reordered": (3, _reordered),
    "ids in capitals": (2, _upper_ids),
    "ids without brackets": (2, _bare_ids),
    "id broken by a fold": (2, _split_id),
    "ninety references": (3, _long_thread),
    "no thread header": (10, _none),
}

# --- the address it goes to


def _to_from(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("To", f"Dispute desk <{DESK}>")


def _to_upper(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("To", letter.answer_to.upper())


def _to_named(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("To", f'"Mora Q. (desk), {DESK}" <{letter.answer_to}>')


def _to_both(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("To", f"{DESK},\r\n\t{letter.answer_to}").put(
        "Cc", f"archive@{wire_domain(writer.address).rpartition('@')[2]}"
    )


def _to_quoted(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    local, _, domain = letter.answer_to.rpartition("@")
    return mail.put("To", f'"{local}"@{domain}')


def _to_mailto(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("To", f"<{letter.answer_to.replace('+', '%2B')}>")


def _to_group(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return mail.put("To", f"Desk: {letter.answer_to};")


_TARGETS: dict[str, tuple[int, _Habit]] = {
    "to Reply-To": (62, _kept),
    "to From": (10, _to_from),
    "to an address in capitals": (4, _to_upper),
    "to a changed name": (8, _to_named),
    "to both addresses": (6, _to_both),
    "to a quoted address": (2, _to_quoted),
    "to an address with %2B": (2, _to_mailto),
    "to a group": (1, _to_group),
}

# --- the quote


def _top(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return replace(mail, body=f"{mail.body}\n{_quote(letter, writer)}")


def _below(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    return replace(mail, body=f"{_quote(letter, writer)}\n{mail.body}")


def _between(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    head, *lines = _quote(letter, writer).splitlines()
    return replace(mail, body="\n".join([head, *lines[:3], "", mail.body.strip(), "", *lines[3:], ""]))


def _like_outlook(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    sender, sent, to, subject = _OUTLOOK.get(writer.language, _OUTLOOK["en"])
    head = f"{sender}: Dispute desk <{DESK}>\n{sent}: {date(letter.at)}\n{to}: {writer.name}\n{subject}: {letter.subject}\n"
    return replace(mail, body=f"{mail.body}\n________________________________\n{head}\n{letter.text}")


def _as_page(mail: Mail, letter: Arrived, writer: Writer, chance: random.Random) -> Mail:
    words = mail.body.strip().replace("\n", "<br>")
    quoted = letter.text.strip().replace("\n", "<br>")
    head = _heading(letter, writer)
    page = f'<div dir="ltr">{words}</div><br><div class="gmail_quote"><div>{head}<br></div><blockquote>{quoted}</blockquote></div>'
    return replace(_top(mail, letter, writer, chance), page=page)


def _quote(letter: Arrived, writer: Writer) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in letter.text.splitlines())
    return f"{_heading(letter, writer)}\n{lines}\n"


def _heading(letter: Arrived, writer: Writer) -> str:
    return _HEADINGS[writer.language].format(date=date(letter.at), name=f"Dispute desk <{DESK}>")


_QUOTES: dict[str, tuple[int, _Habit]] = {
    "quote below": (40, _top),
    "quote above": (8, _below),
    "answers between": (6, _between),
    "quote as Outlook": (18, _like_outlook),
    "quote as a page": (20, _as_page),
    "no quote": (12, _kept),
}
