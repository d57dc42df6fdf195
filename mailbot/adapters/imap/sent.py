"""The Sent folder as a witness that a letter left."""

from dataclasses import replace

from mailbot.adapters.imap.account import ImapAccount
from mailbot.adapters.imap.answers import read_search
from mailbot.adapters.imap.session import Session, open_session


class SentFolder:
    """Looks for Message-IDs in the folder where a provider keeps what was sent (Gmail and Microsoft 365 do)."""

    def __init__(self, account: ImapAccount, folder: str) -> None:
        self._account = replace(account, folder=folder)
        self._session: Session | None = None

    async def holds(self, message_id: str) -> bool:
        """Whether a mail with this Message-ID is there."""
        if self._session is None or not self._session.alive:
            self._session = await open_session(self._account)
        connection = self._session.connection
        safe = message_id.replace("\\", "").replace('"', "")
        lines = await self._session.ask(
            "search", lambda: connection.search("HEADER", "Message-ID", f'"{safe}"', charset=None, by_uid=True)
        )
        return bool(read_search(lines))

    async def close(self) -> None:
        """Let go of the connection."""
        if self._session is not None:
            self._session.connection.end("closed")
