"""Access tokens: kept while good, renewed in time, and no knocking at a door that was shut."""

from urllib.parse import parse_qs

import httpx
import pytest

from mailbot.adapters.oauth import OAuthAccount, Tokens
from mailbot.errors import PermanentFailure, TemporaryFailure


class Provider:
    """A token endpoint that answers as told."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, list[str]]] = []
        self.seconds = 0.0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(parse_qs(request.content.decode()))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def tokens(self, **changes: str | None) -> Tokens:
        words = {"client_secret": "s3cret", "refresh_token": "r1", "scope": "mail", **changes}
        account = OAuthAccount("https://login.test/token", "mailbot", **words)  # type: ignore[arg-type]
        return Tokens(account, httpx.MockTransport(self), lambda: self.seconds)


def good(token: str, **more: object) -> httpx.Response:
    return httpx.Response(200, json={"access_token": token, "expires_in": 1000, **more})


async def test_a_token_is_kept_for_four_fifths_of_its_life() -> None:
    provider = Provider(good("one"), good("two"))
    tokens = provider.tokens()
    assert [await tokens(), await tokens()] == ["one", "one"]
    provider.seconds = 799
    assert await tokens() == "one"
    provider.seconds = 800
    assert await tokens() == "two"
    assert provider.asked[0] == {
        "grant_type": ["refresh_token"], "client_id": ["mailbot"], "client_secret": ["s3cret"],
        "refresh_token": ["r1"], "scope": ["mail"],
    }  # fmt: skip


async def test_a_rotated_refresh_token_is_used_next() -> None:
    provider = Provider(good("one", refresh_token="r2"), good("two"))
    tokens = provider.tokens()
    await tokens()
    provider.seconds = 5000
    await tokens()
    assert [asked["refresh_token"] for asked in provider.asked] == [["r1"], ["r2"]]


async def test_an_app_may_sign_in_as_itself() -> None:
    provider = Provider(good("one"))
    await provider.tokens(refresh_token=None)()
    assert provider.asked[0]["grant_type"] == ["client_credentials"]


async def test_a_revoked_grant_is_the_operators_matter_and_not_asked_for_again() -> None:
    provider = Provider(httpx.Response(400, json={"error": "invalid_grant", "error_description": "revoked"}))
    tokens = provider.tokens()
    for _ in range(3):
        with pytest.raises(PermanentFailure, match="consent again"):
            await tokens()
    assert len(provider.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("refused"),
        httpx.Response(503, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(429),
    ],
    ids=["no server", "not json", "no token", "too many"],
)
async def test_trouble_at_the_provider_passes(answer: httpx.Response | Exception) -> None:
    tokens = Provider(answer, good("one")).tokens()
    with pytest.raises(TemporaryFailure, match="OAuth2 https"):
        await tokens()
    assert await tokens() == "one"


def test_secrets_are_not_shown() -> None:
    assert "s3cret" not in repr(OAuthAccount("https://login.test", "mailbot", "s3cret", "s3cret"))
