"""Message-IDs: our own, signed and saying nothing; and other people's, however they are written."""

import re
from dataclasses import dataclass

from mailbot.mail.token import Keys, same, signature

_OWN = re.compile(r"([a-z2-7]{26})\.([a-z2-7]{26})")
_BRACKETED = re.compile(r"<([^<>]{3,998})>")
_BETWEEN = re.compile(r"[\s<>,;()\"]+")
_WHITE = re.compile(r"\s+")
LIMIT = 200  # ids of one header that are looked at: the first and the newest half of them


@dataclass(frozen=True, slots=True)
class Heard:
    """The Message-IDs of a dispute's mails, the oldest first: those a reader knows, and those it must never see."""

    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def own_message_id(keys: Keys, unique: str, domain: str) -> str:
    """Return a Message-ID of ours, without brackets. It tells nobody the dispute, the party, or how many there were."""
    name = signature(keys.secret, "message", keys.current, unique)
    return f"{name}.{_mark(keys.secret, name)}@{domain.lower()}"


def is_own(keys: Keys, message_id: str) -> bool:
    """Whether we made this id, under any key that still counts."""
    local = message_id.strip().strip("<>").rpartition("@")[0].lower()
    found = _OWN.fullmatch(local)
    if found is None:
        return False
    name, mark = found.groups()
    return any(same(mark, _mark(secret, name)) for secret in keys.secrets.values())


def _mark(secret: bytes, name: str) -> str:
    return signature(secret, "message-mark", name)


def canonical(raw: str) -> str:
    """Return one id without brackets, folds and blanks, its domain in lower case; "" if there is none."""
    ids = ids_in(raw)
    return ids[0] if ids else ""


def ids_in(value: str) -> tuple[str, ...]:
    """Return the ids of In-Reply-To or References, the oldest first, each once. Junk and cut ends are passed over."""
    found = _BRACKETED.findall(value)
    if not found:  # some programs forget the brackets
        found = [word for word in _BETWEEN.split(value) if "@" in word]
    ids = dict.fromkeys(filter(None, map(_tidy, found)))
    return tuple(ids) if len(ids) <= LIMIT else (*tuple(ids)[: LIMIT // 2], *tuple(ids)[-LIMIT // 2 :])


def _tidy(raw: str) -> str:
    local, at, domain = _WHITE.sub("", raw).rpartition("@")  # a fold inside an id is the mailer's, not the id's
    if at and not (local and domain):
        return ""
    return f"{local}{at}{domain.lower()}" if at else domain
