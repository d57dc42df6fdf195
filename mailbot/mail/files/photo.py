"""A photo: how large, when taken, and what it looks like in 64 bits."""

import importlib
import warnings
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from mailbot.mail.files.bounds import LIMITS, Allowance
from mailbot.mail.files.refusal import Refusal

_FORMATS: Final = {  # by module of the library: only what is listed is ever tried
    "JpegImagePlugin": "JPEG",
    "PngImagePlugin": "PNG",
    "GifImagePlugin": "GIF",
    "BmpImagePlugin": "BMP",
    "TiffImagePlugin": "TIFF",
    "WebPImagePlugin": "WEBP",
}
_EXIF: Final = 0x8769  # the tag of the sub-directory, Exif 2.32 section 4.6.3
_TAKEN: Final = 0x9003  # DateTimeOriginal
_OFFSET: Final = 0x9011  # OffsetTimeOriginal
_TURN: Final = 0x0112  # Orientation
_MOMENT_LETTERS: Final = 19  # of "2026:05:30 14:02:11"
_APP1: Final = 0xE1
_SCAN: Final = 0xDA
_SEGMENTS: Final = 2_000  # of a JPEG before its picture
_SMALL: Final = 128  # pixels a side, enough for the fingerprint
_SIDE: Final = 8
_BROKEN: Final = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    SyntaxError,
    ArithmeticError,
    AttributeError,
    MemoryError,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a photo says of itself."""

    format: str  # JPEG, PNG, HEIF ...
    width: int  # pixels, as it is to be shown
    height: int
    taken: str = ""  # by the camera's clock, ISO 8601, with an offset only if the camera gave one
    fingerprint: str = ""  # difference hash of 64 bits, hex; alike pictures differ in few bits


def picture_of(content: bytes, allowance: Allowance) -> tuple[Picture | None, Refusal | None]:
    """Read a photo: what is known of it, and why not all is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd metadata, and of sizes that are looked at here
        if content.startswith(b"\xff\xd8") and not allowance.tells(_camera_bytes(content)):
            return None, Refusal.TOO_LARGE  # the library reads this before it says how large the picture is
        return _read(content, allowance)


def _read(content: bytes, allowance: Allowance) -> tuple[Picture | None, Refusal | None]:
    library: Any = importlib.import_module("PIL.Image")  # takes long to load; most mails bring no photo
    if content[4:8] == b"ftyp":
        importlib.import_module("pillow_heif").register_heif_opener()
        formats = ["HEIF"]
    else:
        for module in _FORMATS:
            importlib.import_module(f"PIL.{module}")
        formats = list(_FORMATS.values())
    try:
        image = library.open(BytesIO(content), formats=formats)
    except library.DecompressionBombError:
        return None, Refusal.TOO_LARGE
    except _BROKEN:
        return None, Refusal.DAMAGED
    width, height = image.size
    turn, taken = _told(library, image, allowance)
    turned = turn in range(5, 9)
    picture = Picture(str(image.format), height if turned else width, width if turned else height, taken)
    if width * height > LIMITS.pixels:
        return picture, Refusal.TOO_LARGE
    if not allowance.decodes(picture.format, width * height):
        return picture, None
    try:
        return replace(picture, fingerprint=_fingerprint(library, image, turn)), None
    except _BROKEN:
        return picture, Refusal.DAMAGED


def _camera_bytes(content: bytes) -> int:
    """Return how much a JPEG's camera wrote before the picture begins (APP1, Exif 2.32 section 4.5.5)."""
    at, found = 2, 0
    for _ in range(_SEGMENTS):
        if content[at : at + 1] != b"\xff" or len(content) < at + 4 or content[at + 1] == _SCAN:
            return found
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        found += length if content[at + 1] == _APP1 else 0
        at += 2 + max(length, 2)
    return len(content)


def _told(library: Any, image: Any, allowance: Allowance) -> tuple[int, str]:
    """Return how the picture is to be turned, and when it was taken."""
    turn, taken = 1, ""
    with suppress(*_BROKEN):
        if image.format != "JPEG" and not allowance.tells(len(image.info.get("exif", b""))):
            return turn, taken
        tags = library.Image.getexif(image)  # not its own: that of a PNG decodes it first, however large
        turn = int(tags.get(_TURN, 1))
        inner = tags.get_ifd(_EXIF)
        taken = _moment(str(inner.get(_TAKEN, "")), str(inner.get(_OFFSET, "")))
    return turn, taken


def _moment(said: str, offset: str) -> str:
    said, offset = said.strip("\0 ")[:_MOMENT_LETTERS], offset.strip("\0 ")
    day, _, time = said.partition(" ")
    digits = (day + time).replace(":", "")
    if len(said) != _MOMENT_LETTERS or not (digits.isascii() and digits.isdecimal()) or day.startswith("0000"):
        return ""
    zone = offset if len(offset) == len("+02:00") and offset[0] in "+-" and offset[3] == ":" else ""
    return f"{day.replace(':', '-')}T{time}{zone}"


def _fingerprint(library: Any, image: Any, turn: int) -> str:
    """Compare each of 9 x 8 grey points with its right neighbour (the difference hash)."""
    image.draft("L", (_SMALL, _SMALL))  # a JPEG is decoded at an eighth of its size
    small = image.convert("L").resize((_SMALL, _SMALL), library.Resampling.BOX)
    ways = library.Transpose
    turning = {
        2: ways.FLIP_LEFT_RIGHT,
        3: ways.ROTATE_180,
        4: ways.FLIP_TOP_BOTTOM,
        5: ways.TRANSPOSE,
        6: ways.ROTATE_270,
        7: ways.TRANSVERSE,
        8: ways.ROTATE_90,
    }.get(turn)
    upright = small if turning is None else small.transpose(turning)
    points = upright.resize((_SIDE + 1, _SIDE), library.Resampling.BOX).tobytes()
    rows = [points[at : at + _SIDE + 1] for at in range(0, len(points), _SIDE + 1)]
    bits = "".join("1" if left < right else "0" for row in rows for left, right in pairwise(row))
    return f"{int(bits, 2):016x}"
