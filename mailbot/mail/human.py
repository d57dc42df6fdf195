"""Whether a person speaks in a mail, whatever the software that carried it wrote around his words."""

import re

from mailbot.mail import automatic
from mailbot.mail.automatic import ANSWER_SUBJECT
from mailbot.mail.machine_words import REPLY_ABOVE, SPEAKS, like_a_machine, notifies, speaks_beside
from mailbot.mail.parsed import Parsed
from mailbot.mail.person_words import in_person, like_a_mailing

NUMBER = re.compile(r"\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
ORDER_DIGITS = 4


def generated_for_a_person(parsed: Parsed, own: str) -> bool:
    """Whether a program sent what its user wrote: an answer, or his own words on the matter."""
    return answers_in_person(parsed, own) or (
        not automatic.by_exchange(parsed.headers) and bool(SPEAKS.search(own)) and writes_in_person(parsed, own)
    )


def answers_in_person(parsed: Parsed, own: str) -> bool:
    """Whether it answers something in words of its own, as a help desk's staff does under its software's headers."""
    return (
        (replies(parsed) or bool(REPLY_ABOVE.search(own)) or bool(automatic.TICKET.search(parsed.subject)))
        and bool(own)
        and not automatic.AUTO_SUBJECT.match(parsed.subject)
        and not automatic.by_exchange(parsed.headers)
        and not reads_like_a_machine(parsed, own)
    )


def writes_in_person(parsed: Parsed, own: str) -> bool:
    """Whether somebody says in his own name, in a mail that answers nothing, what neither machine nor mailing says."""
    return in_person(own) and neither_machine_nor_mailing(parsed, own)


def has_news(parsed: Parsed, own: str) -> bool:
    """Whether words say what neither machine nor mailing says, and more than thanks and when to expect an answer."""
    return (in_person(own) or bool(SPEAKS.search(own)) or speaks_beside(own)) and neither_machine_nor_mailing(
        parsed, own
    )


def speaks_of_the_matter(parsed: Parsed, own: str) -> bool:
    """Whether somebody says "I", or speaks of goods and money, and not in a mailing's or an answering machine's way."""
    return (in_person(own) or bool(SPEAKS.search(own))) and neither_machine_nor_mailing(parsed, own)


def speaks_through_a_list(parsed: Parsed, own: str, *, unread: bool) -> bool:
    """Whether words under the headers of a mailing are a person's: sales systems put the same on single letters.

    ``unread``: the sender's address says that nobody reads it.
    """
    replied = replies(parsed)
    one_click = automatic.has_one_click(parsed.headers)
    if (
        own
        and not (unread or one_click)
        and names_an_order(parsed.subject)
        and not notifies(f"{parsed.subject}\n{own}")
    ):
        return True
    if not own or like_a_mailing(own if replied else f"{parsed.subject}\n{own}"):
        return False
    if unread:
        return writes_in_person(parsed, own)
    if one_click and (not replied or automatic.is_bulk(parsed.headers)):
        return speaks_of_the_matter(parsed, own) or (replied and "?" in own)
    return replied or neither_machine_nor_mailing(parsed, own)


def names_an_order(subject: str) -> bool:
    """Whether a subject has a number that is neither small nor a year: a mailing to many names nobody's order."""
    return any(len(number) >= ORDER_DIGITS and not YEAR.fullmatch(number) for number in NUMBER.findall(subject))


def neither_machine_nor_mailing(parsed: Parsed, own: str) -> bool:
    """Whether words are free of what answering machines and mailings say."""
    return not (
        automatic.AUTO_SUBJECT.match(parsed.subject)
        or reads_like_a_machine(parsed, own)
        or like_a_mailing(f"{parsed.subject}\n{own}")
        or notifies(f"{parsed.subject}\n{own}")
    )


def reads_like_a_machine(parsed: Parsed, own: str) -> bool:
    """Whether words are an answering machine's, and so is a subject that is not taken from ours."""
    return like_a_machine(own, "" if ANSWER_SUBJECT.match(parsed.subject) else parsed.subject)


def replies(parsed: Parsed) -> bool:
    """Whether it answers a mail, by its headers or by its subject."""
    return answers(parsed) or bool(ANSWER_SUBJECT.match(parsed.subject))


def answers(parsed: Parsed) -> bool:
    """Whether its headers name the mail that it answers."""
    return bool(parsed.in_reply_to or parsed.references)
