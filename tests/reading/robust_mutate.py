"""Mails broken as the world and strangers break them: a function of a mail, another mail and a source of choices.

The choices come from anything with the methods of random.Random, so that a seed, Hypothesis or a fuzzer can make them.
"""

from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from random import Random

from tests.reading import robust_pieces as pieces
from tests.reading.robust_files import encoded

Mutation = Callable[[Random, bytes, bytes], bytes]
LONGEST = 200_000  # of a mutated mail: that a repetition of a repetition stays a mail, not a bomb
MOST_AT_ONCE = 3


def mutated(choose: Random, mail: bytes, other: bytes) -> bytes:
    """Break a mail in one to three ways; ``other`` is what it may be spliced with."""
    for _ in range(choose.randint(1, MOST_AT_ONCE)):
        mail = choose.choice(ALL)(choose, mail, other)[:LONGEST]
    return mail


def mutations(seed: int, count: int, mails: Sequence[bytes]) -> Iterator[bytes]:
    """Yield ``count`` broken mails; the same seed and mails give the same. Each kind of breaking has its turn."""
    choose = Random(seed)
    for number in range(count):
        mail = ALL[number % len(ALL)](choose, choose.choice(mails), choose.choice(mails))[:LONGEST]
        yield mutated(choose, mail, choose.choice(mails)) if choose.random() < 0.5 else mail


def _block_and_body(mail: bytes) -> tuple[list[bytes], bytes]:
    """Split a mail into its header fields, folds included and without their last line end, and the rest."""
    end = next((mark for mark in (b"\r\n\r\n", b"\n\n") if mark in mail), b"")
    block, _, body = mail.partition(end) if end else (mail, b"", b"")
    fields: list[bytes] = []
    for line in block.replace(b"\r\n", b"\n").split(b"\n"):
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1] += b"\r\n" + line
        else:
            fields.append(line)
    return fields, body


def _joined(fields: Sequence[bytes], body: bytes) -> bytes:
    return b"\r\n".join([*fields, b"", body])


def header_dropped(choose: Random, mail: bytes, _: bytes) -> bytes:
    fields, body = _block_and_body(mail)
    fields.pop(choose.randrange(len(fields)))
    return _joined(fields, body)


def header_doubled(choose: Random, mail: bytes, _: bytes) -> bytes:
    fields, body = _block_and_body(mail)
    fields.insert(choose.randint(0, len(fields)), choose.choice(fields))
    return _joined(fields, body)


def headers_shuffled(choose: Random, mail: bytes, _: bytes) -> bytes:
    fields, body = _block_and_body(mail)
    choose.shuffle(fields)
    return _joined(fields, body)


def header_folded(choose: Random, mail: bytes, _: bytes) -> bytes:
    fields, body = _block_and_body(mail)
    at = choose.randrange(len(fields))
    cut = choose.randint(0, len(fields[at]))
    fields[at] = fields[at][:cut] + choose.choice(pieces.FOLDS) + fields[at][cut:]
    return _joined(fields, body)


def header_replaced(choose: Random, mail: bytes, _: bytes) -> bytes:
    """Give a header that we read a wild value: addresses, dates, ids, encoded words, verdicts of servers."""
    fields, body = _block_and_body(mail)
    name, values = choose.choice(pieces.HEADERS)
    wild = name + b": " + choose.choice(values)
    there = [at for at, field in enumerate(fields) if field.lower().startswith(name.lower())]
    if there and choose.random() < 0.7:
        fields[there[0]] = wild
    else:
        fields.insert(choose.randint(0, len(fields)), wild)
    return _joined(fields, body)


def header_cut(choose: Random, mail: bytes, _: bytes) -> bytes:
    fields, body = _block_and_body(mail)
    at = choose.randrange(len(fields))
    fields[at] = fields[at][: choose.randint(0, len(fields[at]))]
    return _joined(fields, body)


def _swapped(words: Sequence[bytes], by: Sequence[bytes]) -> Mutation:
    """Make a mutation that puts one of ``by`` in the place of one of ``words``, or of what follows it up to a break."""

    def swap(choose: Random, mail: bytes, _: bytes) -> bytes:
        word = choose.choice(words)
        low, places, at = mail.lower(), [], -1
        while (at := low.find(word, at + 1)) >= 0 and len(places) < pieces.MOST_PLACES:
            places.append(at)
        if not places:
            return header_replaced(choose, mail, _)
        start = choose.choice(places) + len(word)
        end = next((place for place in range(start, len(mail)) if mail[place] in b"\r\n;\"'> "), len(mail))
        end = start if choose.random() < 0.2 else end
        return mail[:start] + choose.choice(by) + mail[end:]

    return swap


def boundary_line(choose: Random, mail: bytes, _: bytes) -> bytes:
    """Drop, double, open or close a boundary line."""
    lines = mail.split(b"\n")
    marks = [at for at, line in enumerate(lines) if line.startswith(b"--")]
    if not marks:
        return header_replaced(choose, mail, _)
    at = choose.choice(marks)
    line = lines[at].rstrip(b"\r")
    new: list[list[bytes]] = [
        [],
        [line, line],
        [line + b"--"],
        [line.removesuffix(b"--")],
        [line + b" x"],
        [b" " + line],
    ]
    lines[at : at + 1] = choose.choice(new)
    return b"\n".join(lines)


def part_moved(choose: Random, mail: bytes, _: bytes) -> bytes:
    """Drop, double or move what stands between two boundary lines."""
    lines = mail.split(b"\n")
    marks = [at for at, line in enumerate(lines) if line.startswith(b"--")]
    if len(marks) < 2:
        return cut_off(choose, mail, _)
    which = choose.randrange(len(marks) - 1)
    part = lines[marks[which] : marks[which + 1]]
    del lines[marks[which] : marks[which + 1]]
    for _times in range(choose.randint(0, 3)):
        at = choose.randint(0, len(lines))
        lines[at:at] = part
    return b"\n".join(lines)


def nested(choose: Random, mail: bytes, other: bytes) -> bytes:
    """Wrap a mail in a mail, or in multiparts."""
    for _ in range(choose.randint(1, 6)):
        kind = choose.choice(pieces.WRAPPINGS)
        mail = kind.replace(b"{mail}", mail).replace(b"{base64}", encoded(mail) if b"{base64}" in kind else b"")
    return mail.replace(b"{other}", other)


def body_replaced(choose: Random, mail: bytes, _: bytes) -> bytes:
    fields, body = _block_and_body(mail)
    at = choose.randint(0, len(body))
    return _joined(fields, body[:at] + choose.choice(pieces.BODIES) * choose.choice((1, 1, 1, 40)) + body[at:])


def tag_broken(choose: Random, mail: bytes, _: bytes) -> bytes:
    """Damage markup: a tag dropped, doubled, half closed, or one of the odd ones put in."""
    places = [at for at, byte in enumerate(mail[:LONGEST]) if byte in b"<>&"][: pieces.MOST_PLACES]
    if not places:
        return body_replaced(choose, mail, _)
    at = choose.choice(places)
    return mail[:at] + choose.choice(pieces.TAGS) + mail[at + choose.randint(0, 2) :]


def file_damaged(choose: Random, mail: bytes, other: bytes) -> bytes:
    """Damage the bytes of a file inside its base64, which stays right."""
    low, places, at = mail.lower(), [], -1
    while (at := low.find(b"base64", at + 1)) >= 0 and len(places) < pieces.MOST_PLACES:
        places.append(at)
    starts = [mail.find(b"\n\r\n", place) + 3 for place in places if mail.find(b"\n\r\n", place) >= 0]
    if not starts:
        return body_replaced(choose, mail, other)
    start = choose.choice(starts)
    end = mail.find(b"\n--", start)
    end = len(mail) if end < 0 else end
    try:
        content = b64decode(mail[start:end])
    except ValueError:
        return mail
    damage = choose.choice((flipped, cut_out, repeated, cut_off, number_swapped, text_swapped))
    return mail[:start] + encoded(damage(choose, content, other)) + mail[end:]


def number_swapped(choose: Random, content: bytes, _: bytes) -> bytes:
    """Overwrite a length or count with one from the edges."""
    at = choose.randint(0, len(content))
    number = choose.choice(pieces.NUMBERS)
    return content[:at] + number + content[at + len(number) :]


def text_swapped(choose: Random, content: bytes, _: bytes) -> bytes:
    """Replace digits of a text format with other digits."""
    digits = [at for at, byte in enumerate(content[:20_000]) if byte in b"0123456789"]
    if not digits:
        return number_swapped(choose, content, _)
    at = choose.choice(digits)
    return content[:at] + choose.choice(pieces.FIGURES) + content[at + 1 :]


def flipped(choose: Random, content: bytes, _: bytes) -> bytes:
    if not content:
        return content
    changed = bytearray(content)
    for _times in range(choose.randint(1, 8)):
        changed[choose.randrange(len(changed))] = choose.randrange(256)
    return bytes(changed)


def cut_off(choose: Random, content: bytes, _: bytes) -> bytes:
    return content[: choose.randint(0, len(content))]


def cut_out(choose: Random, content: bytes, _: bytes) -> bytes:
    start = choose.randint(0, len(content))
    return content[:start] + content[start + choose.choice((1, 2, 10, 100, 1000)) :]


def repeated(choose: Random, content: bytes, _: bytes) -> bytes:
    start = choose.randint(0, len(content))
    piece = content[start : start + choose.choice((1, 2, 30, 300))]
    return content[:start] + piece * choose.choice((2, 3, 30, 500)) + content[start:]


def spliced(choose: Random, mail: bytes, other: bytes) -> bytes:
    return mail[: choose.randint(0, len(mail))] + other[choose.randint(0, len(other)) :]


def inserted(choose: Random, mail: bytes, _: bytes) -> bytes:
    """Put NUL, bare CR, escapes and the like anywhere."""
    at = choose.randint(0, len(mail))
    return mail[:at] + choose.choice(pieces.BYTES) + mail[at:]


def line_ends(choose: Random, mail: bytes, _: bytes) -> bytes:
    """Write line ends another way, all of them or some."""
    lines = mail.replace(b"\r\n", b"\n").split(b"\n")
    one = choose.choice(pieces.LINE_ENDS)
    if choose.random() < 0.5:
        return one.join(lines)
    return b"".join(line + choose.choice((one, b"\r\n")) for line in lines)


CHARSETS = _swapped([b"charset=", b"=?", b'charset="'], pieces.CHARSETS)
ENCODINGS = _swapped([b"content-transfer-encoding:", b"?q", b"?b"], pieces.ENCODINGS)
TYPES = _swapped([b"content-type:"], pieces.TYPES)
PARAMETERS = _swapped([b"name", b"boundary", b"filename", b"charset"], pieces.PARAMETERS)
ADDRESSES = _swapped([b"from:", b"to:", b"cc:", b"@"], pieces.ADDRESSES)
STRUCTURAL: tuple[Mutation, ...] = (
    header_dropped, header_doubled, headers_shuffled, header_folded, header_replaced, header_cut, boundary_line,
    part_moved, nested, body_replaced, tag_broken, file_damaged, CHARSETS, ENCODINGS, TYPES, PARAMETERS, ADDRESSES,
    line_ends, inserted,
)  # fmt: skip
BYTE_LEVEL: tuple[Mutation, ...] = (flipped, cut_off, cut_out, repeated, spliced)
ALL: tuple[Mutation, ...] = (*STRUCTURAL, *BYTE_LEVEL)
