"""Signed tags in our own addresses: who may answer what, without a number anybody could count."""

import hashlib
import hmac
import re
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

TOKEN_LENGTH = 26  # 128 bit in base32
LOCAL_PART_LIMIT = 64  # RFC 5321 section 4.5.3.1.1
_NONCE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Keys:
    """Our secrets by key id. New tags are signed with the current one; the others still count until taken away."""

    current: str
    secrets: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.secrets:
            raise ValueError(f"no secret for the current key {self.current!r}")

    @property
    def secret(self) -> bytes:
        """The current key's secret."""
        return self.secrets[self.current]


def signature(secret: bytes, *parts: str) -> str:
    """Sign parts: HMAC-SHA-256 cut to 128 bit, base32 in lower case. Lengths are signed too, so parts cannot slide."""
    encoded = [_bytes(part) for part in parts]
    message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
    return base32(hmac.new(secret, message, hashlib.sha256).digest()[:16])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # addresses are a stranger's text


def base32(content: bytes) -> str:
    """Spell bytes so that they survive any change of case."""
    return b32encode(content).decode("ascii").rstrip("=").lower()


def same(one: str, other: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(_bytes(one), _bytes(other))


def reply_token(keys: Keys, dispute_id: str, side: str) -> str:
    """Return the tag by which one party of one dispute answers."""
    return signature(keys.secret, "reply", keys.current, dispute_id, side)


def is_reply_token(keys: Keys, token: str, dispute_id: str, side: str) -> bool:
    """Whether a tag was made for this party, under any key that still counts."""
    made = [signature(secret, "reply", key, dispute_id, side) for key, secret in keys.secrets.items()]
    return any(same(token.lower(), each) for each in made)


def approval_token(keys: Keys, nonce: bytes, *bound_to: str) -> str:
    """Return a one-time tag for a verdict: bound to draft, revision, content hash and person; the nonce stays secret."""
    if len(nonce) < _NONCE_BYTES:
        raise ValueError("an approval token needs at least 128 bit that nobody can guess")
    return signature(keys.secret, "approval", keys.current, nonce.hex(), *bound_to)


def token_hash(token: str) -> str:
    """Return what is kept of a one-time tag."""
    return hashlib.sha256(_bytes(token.lower())).hexdigest()


def tagged(address: str, token: str) -> str:
    """Put a tag into an address of ours."""
    local, _, domain = address.rpartition("@")
    if len(local) + 1 + len(token) >= LOCAL_PART_LIMIT:
        raise ValueError(f"{address}: the part before @ is too long to carry a reply tag")
    return f"{local}+{token}@{domain}"


def tokens_in(addresses: Iterable[str], our_address: str) -> tuple[str, ...]:
    """Return the tags in those addresses that are ours, each once, whatever the way made of the address.

    Case, percent-encoding, a domain that is ours under another name, the address inside a rewritten one: the tag alone
    proves something, and only if it was made here, so it is taken from wherever it stands behind our local part.
    """
    local, _, _ = our_address.strip().lower().rpartition("@")
    behind = re.compile(rf"(?:^|[^a-z0-9._-]){re.escape(local)}(?:\+|%2b|=2b)([a-z2-7]{{{TOKEN_LENGTH}}})(?![a-z0-9])")
    found = (tag for address in addresses for tag in behind.findall(address.lower()))
    return tuple(dict.fromkeys(found))
