"""OAuth2 access tokens for mail accounts (Google, Microsoft 365): fetched by a refresh token, renewed before they expire."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

import httpx

from mailbot.errors import PermanentFailure, TemporaryFailure

SHARE_OF_LIFE = 0.8  # of a token's life, after which it is renewed
_LASTING = {"invalid_grant", "invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type"}


@dataclass(frozen=True, slots=True)
class OAuthAccount:
    """What a provider wants for a new access token (RFC 6749, section 6). Without ``refresh_token``: the app's own."""

    url: str  # the provider's token endpoint
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    scope: str = ""
    timeout_seconds: float = 20.0

    def form(self, refresh_token: str | None) -> dict[str, str]:
        """Fill in the request."""
        grant = "client_credentials" if refresh_token is None else "refresh_token"
        fields = {
            "grant_type": grant,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "refresh_token": refresh_token,
            "scope": self.scope,
        }
        return {name: value for name, value in fields.items() if value}


class Tokens:
    """Gives a token that is good for a while; call it as a token source. A refused grant is not asked for again."""

    def __init__(
        self,
        account: OAuthAccount,
        transport: httpx.AsyncBaseTransport | None = None,
        monotonic_seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._account = account
        self._transport = transport
        self._monotonic_seconds = monotonic_seconds
        self._refresh_token = account.refresh_token
        self._token = ""
        self._renew_at = 0.0
        self._refused: PermanentFailure | None = None
        self._turn = asyncio.Lock()

    async def __call__(self) -> str:
        """Give an access token, renewing it if most of its life is over."""
        async with self._turn:
            if self._refused is not None:
                raise self._refused
            if not self._token or self._monotonic_seconds() >= self._renew_at:
                self._take(await self._ask())
            return self._token

    async def _ask(self) -> dict[str, object]:
        form = self._account.form(self._refresh_token)
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=self._account.timeout_seconds) as client:
                response = await client.post(self._account.url, data=form)
        except httpx.HTTPError as wrong:
            raise TemporaryFailure(f"OAuth2 {self._account.url}: {str(wrong) or type(wrong).__name__}") from wrong
        answer = _object(response)
        if response.is_success and answer.get("access_token"):
            return answer
        raise self._failure(
            response.status_code, str(answer.get("error", "")), str(answer.get("error_description", ""))
        )

    def _take(self, answer: dict[str, object]) -> None:
        seconds = answer.get("expires_in", 3600)
        life = float(seconds) if isinstance(seconds, int | float) else 3600.0
        self._token = str(answer["access_token"])
        self._renew_at = self._monotonic_seconds() + SHARE_OF_LIFE * life
        self._refresh_token = str(answer.get("refresh_token") or "") or self._refresh_token  # some providers rotate it

    def _failure(self, code: int, error: str, words: str) -> TemporaryFailure | PermanentFailure:
        text = f"OAuth2 {self._account.url}: {code} {error} {words}".rstrip()
        if error not in _LASTING:
            return TemporaryFailure(text)
        self._refused = PermanentFailure(
            f"{text} (let the account's owner consent again, and set the new refresh token)"
        )
        return self._refused


def _object(response: httpx.Response) -> dict[str, object]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
