"""Libraries that do the same, each with its best settings, so that the table can say who does it better."""

from collections.abc import Callable

from email_reply_parser import EmailReplyParser as ReplyParser
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

_EVERY_LANGUAGE = EmailReplyParser(languages=list(MAIL_LANGUAGES))
_PAGES = ParserConfig(css=CSS_PROFILES["strict"].copy(), table_cell_separator=" | ")


def by_mail_parser_reply(text: str) -> str:
    """Give the latest reply as mail-parser-reply sees it, with all its languages."""
    return _EVERY_LANGUAGE.parse_reply(text) or ""


def by_mail_parser_reply_body(text: str) -> str:
    """Give that reply without what it takes for signatures and disclaimers."""
    replies = _EVERY_LANGUAGE.read(text).replies
    return replies[0].body or "" if replies else ""


def by_email_reply_parser(text: str) -> str:
    """Give the reply as email-reply-parser sees it; it has no settings."""
    return str(ReplyParser.parse_reply(text))


def by_inscriptis(page: str) -> str:
    """Turn a page to text as inscriptis does."""
    return get_text(page, _PAGES)


LIBRARIES: dict[str, Callable[[str], str]] = {
    "mail-parser-reply": by_mail_parser_reply,
    "mail-parser-reply, body": by_mail_parser_reply_body,
    "email-reply-parser": by_email_reply_parser,
}
