"""An IMAP mailbox: the connection, the grammar of its answers, and the port on top."""

from mailbot.adapters.imap.account import ImapAccount
from mailbot.adapters.imap.mailbox import ImapMailbox
from mailbot.adapters.imap.sent import SentFolder

__all__ = ["ImapAccount", "ImapMailbox", "SentFolder"]
