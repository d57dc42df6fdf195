"""How much the files of one mail may cost together, and how a costly one is stopped.

Libraries for office formats are Python and meet strangers' bytes: their work is counted in function calls, which needs
no clock and stops them wherever they are. What runs in C is bounded by size before it begins.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Final, TypeVar

from mailbot.mail.files.refusal import Refusal

T = TypeVar("T")

MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileLimits:
    """The one table of limits."""

    calls_a_file: int = 900_000  # of functions; about a second, three times what 30 full pages take
    calls_a_mail: int = 2_400_000
    pixels: int = 50_000_000  # of a photo, before anything is decoded
    decoding_seconds: float = 2.0  # all photos of a mail, reckoned beforehand
    unpacked_bytes: int = 200 * MEGABYTE  # of a container
    unpacked_bytes_a_mail: int = 400 * MEGABYTE  # of all its office files
    document_bytes: int = 16 * MEGABYTE  # of the XML of a text document
    document_bytes_a_mail: int = 48 * MEGABYTE
    document_tags_a_mail: int = 1_000_000  # and attributes; each becomes an object, about a second together
    ratio: int = 100  # unpacked to packed
    archive_bytes: int = 50 * MEGABYTE  # of all that is taken out of archives
    archive_members: int = 50
    archive_entries: int = 2_000  # of an archive that is opened at all
    listed_members: int = 200
    pdf_pages: int = 30  # read as text
    pdf_stream_bytes: int = 8 * MEGABYTE
    text_letters: int = 200_000  # kept of one file
    rtf_bytes: int = MEGABYTE
    calendar_bytes: int = MEGABYTE
    tnef_objects: int = 1_000
    nested_files: int = 100  # taken out of other files of a mail


LIMITS: Final = FileLimits()

# Megapixels decoded in a second, as a slow machine does; a JPEG is decoded at an eighth of its size.
_SPEEDS: Final = {"JPEG": 120.0, "MPO": 120.0, "PNG": 30.0, "GIF": 30.0, "TIFF": 30.0, "BMP": 60.0, "WEBP": 20.0}
_SLOW: Final = 12.0
_METADATA_SPEED: Final = 2_000_000  # bytes in a second
_COPIED_A_CALL: Final = 2_000  # bytes that are copied in the time of a call


@dataclass(slots=True)
class Allowance:
    """What is left for the files of one mail."""

    calls: int = LIMITS.calls_a_mail
    decoding_seconds: float = LIMITS.decoding_seconds
    archive_bytes: int = LIMITS.archive_bytes
    nested_files: int = LIMITS.nested_files
    unpacked_bytes: int = LIMITS.unpacked_bytes_a_mail
    document_bytes: int = LIMITS.document_bytes_a_mail
    document_tags: int = LIMITS.document_tags_a_mail

    def tells(self, metadata_bytes: int) -> bool:
        """Spend the time to read what a camera wrote: a hostile directory of it has an entry in each twelve bytes."""
        seconds = metadata_bytes / _METADATA_SPEED
        if seconds > self.decoding_seconds:
            return False
        self.decoding_seconds -= seconds
        return True

    def unpacks(self, size: int) -> bool:
        """Spend bytes of office files that will be unpacked; whether there were enough left."""
        if size > self.unpacked_bytes:
            return False
        self.unpacked_bytes -= size
        return True

    def reads(self, size: int, tags: int) -> bool:
        """Spend XML of a text document; whether there was enough left."""
        if size > self.document_bytes or tags > self.document_tags:
            return False
        self.document_bytes -= size
        self.document_tags -= tags
        return True

    def decodes(self, format_: str, pixels: int) -> bool:
        """Spend the time to decode a photo; whether there was enough left."""
        seconds = pixels / 1_000_000 / _SPEEDS.get(format_, _SLOW)
        if seconds > self.decoding_seconds:
            return False
        self.decoding_seconds -= seconds
        return True


class TooManyCalls(BaseException):
    """The count is reached. No library catches it by catching what it thinks are its own faults."""


@dataclass(slots=True)
class _Counter:
    most: int
    copier: CodeType | None = None
    calls: int = field(default=0)

    def __call__(self, frame: FrameType, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            self.calls += 1
            if frame.f_code is self.copier and event == "call":
                self.calls += len(frame.f_locals["data"]) // _COPIED_A_CALL
            if self.calls > self.most:
                raise TooManyCalls


def reckoned(allowance: Allowance, calls: int, work: Callable[[], T]) -> T | Refusal:
    """Do work whose calls are known beforehand, or say why it could not be done; never raises.

    For what adds letter to letter: while calls are counted, each addition copies all that is there.
    """
    if calls > min(LIMITS.calls_a_file, allowance.calls):
        return Refusal.TOO_LARGE
    allowance.calls -= calls
    try:
        return work()
    except MemoryError:
        return Refusal.TOO_LARGE
    except Exception:  # noqa: BLE001 as below
        return Refusal.DAMAGED


def within(allowance: Allowance, work: Callable[[], T], copier: CodeType | None = None) -> T | Refusal:
    """Do the work, or say why it could not be done; never raises.

    ``copier``: a function that is given a copy of its ``data``; what is copied counts too.
    """
    counter = _Counter(min(LIMITS.calls_a_file, allowance.calls), copier)
    before = sys.getprofile()
    try:
        sys.setprofile(counter)
        return work()
    except (TooManyCalls, MemoryError):
        return Refusal.TOO_LARGE
    except Exception:  # noqa: BLE001 broken files make these libraries raise whatever there is
        return Refusal.DAMAGED
    finally:
        sys.setprofile(before)
        allowance.calls = max(0, allowance.calls - counter.calls)
