"""Authentication-Results read by its grammar (RFC 8601 section 2.2), and as large mail systems really write it.

Tolerated, because it misleads nobody: a semicolon at the end (Yahoo, Amazon), a property without its type (Microsoft's
``action=none``), a comment that touches a word, ``none`` as the only result, and no server name at all (Microsoft).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r'\s+|"(?:[^"\\]|\\.)*"|[^\s"();=]+|[();="]', re.DOTALL)
_IN_COMMENT = re.compile(r"\\.|[()]", re.DOTALL)
_NAME = re.compile(r"[a-z0-9_-]+(?:/1)?")  # a method and its version; another version is another method
_LONGEST = 20_000
_ENDS = frozenset({" ", ";"})


@dataclass(frozen=True, slots=True)
class Result:
    """What one method found."""

    method: str  # lower case, without its version
    value: str  # lower case
    properties: tuple[tuple[str, str], ...] = ()  # ("header.from", "client.test"); the name in lower case

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values of a property."""
        return tuple(value for found, value in self.properties if found == name)


@dataclass(frozen=True, slots=True)
class Results:
    """One header: who says it, and what it says."""

    server: str  # authserv-id in lower case, no dot at its end; "" if none is named
    results: tuple[Result, ...] = ()
    fault: str = ""  # why it cannot be believed, in words


_UNREADABLE = "cannot be read without guessing"


def read_results(value: str) -> Results:
    """Read one header. A strange word anywhere in it spoils all of it: a stranger may have brought it in."""
    tokens = _tokens(value[:_LONGEST])
    if tokens is None or len(value) > _LONGEST:
        return Results("", fault=_UNREADABLE)
    first, *parts = _parts(tokens)
    server, version = _server(first)
    if server is None:  # Microsoft begins with the results
        server, parts = "", [first, *parts]
    elif version not in {"", "1"}:
        return Results(server, fault="is of a version we do not know")
    if parts and not _words(parts[-1]):
        parts = parts[:-1]
    if [_words(part) for part in parts] == [["none"]]:
        parts = []
    found = [_result(part) for part in parts]
    results = tuple(result for result in found if result is not None)
    return Results(server, results, "" if len(results) == len(found) else _UNREADABLE)


def words_outside(value: str) -> list[str]:
    """Return the words of a structured header in lower case, its comments left out; none if one does not close."""
    return [word.lower() for word in _words(_tokens(value[:_LONGEST]) or [])]


def _tokens(value: str) -> list[str] | None:
    """Cut into words, quoted strings and marks; white space and comments are one " ". None if they do not close."""
    tokens: list[str] = []
    at = 0
    while at < len(value):
        hit = _TOKEN.match(value, at)
        word = hit[0] if hit else value[at]
        if word == "(":
            end = _comment_end(value, at)
            if end is None:
                return None
            at = end
            word = " "
        elif word in {")", '"'}:
            return None
        else:
            at += len(word)
        word = " " if word.isspace() else word
        if word != " " or tokens[-1:] != [" "]:
            tokens.append(word)
    return tokens


def _comment_end(value: str, at: int) -> int | None:
    depth = 0
    for hit in _IN_COMMENT.finditer(value, at):
        depth += {"(": 1, ")": -1}.get(hit[0], 0)
        if not depth:
            return hit.end()
    return None


def _parts(tokens: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in tokens:
        if word == ";":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _words(part: Sequence[str]) -> list[str]:
    return [word for word in part if word != " "]


def _server(part: Sequence[str]) -> tuple[str | None, str]:
    """Return the name and the version; None where it is no name."""
    if "=" in part:
        return None, ""
    words = _words(part)
    if not words or len(words) > 2:  # noqa: PLR2004 - a name, a version
        return "", "?"
    name = unquoted(words[0]).lower().removesuffix(".")
    return name, words[1] if len(words) > 1 else ""


def _result(part: Sequence[str]) -> Result | None:
    pairs = list(_pairs(part))
    if not pairs or any(pair is None for pair in pairs):
        return None
    (method, value), *rest = [pair for pair in pairs if pair is not None]
    if not _NAME.fullmatch(method):
        return None
    return Result(method.removesuffix("/1"), value.lower(), tuple(rest))


def _pairs(part: Sequence[str]) -> Iterator[tuple[str, str] | None]:
    """Yield each ``name=value``; None where something else stands, and then no more."""
    at = 0
    while True:
        at = _past_space(part, at)
        if at >= len(part):
            return
        name = part[at].lower()
        mark = _past_space(part, at + 1)
        start = _past_space(part, mark + 1)
        end = start
        while end < len(part) and part[end] not in _ENDS:
            end += 1
        if name[0] in '"=' or part[mark : mark + 1] != ["="] or (start == end and end < len(part)):
            yield None
            return
        yield name, "".join(unquoted(word) for word in part[start:end])
        at = end


def _past_space(part: Sequence[str], at: int) -> int:
    return at + 1 if part[at : at + 1] == [" "] else at


def unquoted(word: str) -> str:
    """Return what a quoted string says; any other word as it is."""
    return re.sub(r"\\(.)", r"\1", word[1:-1], flags=re.DOTALL) if word.startswith('"') else word
