"""Where a mailbox is and how to get in."""

import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal

from mailbot.errors import SettingsError

Security = Literal["tls", "starttls", "none"]
TokenSource = Callable[[], Awaitable[str]]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """One folder of one IMAP account; exactly one of ``password`` and ``token`` is given."""

    name: str  # what mailbot calls this mailbox
    host: str
    user: str
    port: int = 993
    security: Security = "tls"  # "none" only on the loopback
    password: str | None = field(default=None, repr=False)
    token: TokenSource | None = field(default=None, repr=False)  # a fresh OAuth2 access token (XOAUTH2)
    folder: str = "INBOX"
    timeout_seconds: float = 30.0
    ca_file: str | None = None
    largest_bytes: int = 100 * MEGABYTE  # a bigger mail stays on the server, and a note stands for it

    def __post_init__(self) -> None:
        if self.security == "none" and not is_loopback(self.host):
            raise SettingsError(f"mailbox {self.name}: security 'none' is only for the loopback, not for {self.host}")
        if (self.password is None) == (self.token is None):
            raise SettingsError(f"mailbox {self.name}: give either a password or an OAuth2 token source")

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"IMAP {self.host}:{self.port}"

    def tls(self) -> ssl.SSLContext:
        """Make a context that verifies, always."""
        return ssl.create_default_context(cafile=self.ca_file)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
