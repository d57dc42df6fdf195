"""Files one by one: what their bytes say, and what stops a costly one."""

import sys
from itertools import count

import pytest

from mailbot.mail.attached import read_file
from mailbot.mail.files.bounds import LIMITS, Allowance, within
from mailbot.mail.files.photo import picture_of
from mailbot.mail.files.refusal import Refusal, refusal_of
from mailbot.mail.files.sealed import signed_content, without_armour
from mailbot.steps.parse import parse
from tests.corpora.shelf import raw
from tests.reading.made_files import WORDS, exif, picture, saved

OID_SIGNED = bytes.fromhex("06092a864886f70d010702")
OID_SEALED = bytes.fromhex("06092a864886f70d010703")
OID_DATA = bytes.fromhex("06092a864886f70d010701")


def der(tag: int, content: bytes) -> bytes:
    """Write an element with the length its content has (X.690 8.1.3)."""
    size = len(content)
    head = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + head + content


def open_ended(tag: int, content: bytes) -> bytes:
    return bytes([tag, 0x80]) + content + b"\0\0"


def signed(content: bytes, *, pieces: bool = False, oid: bytes = OID_SIGNED) -> bytes:
    """Wrap content as S/MIME does when it is not detached (RFC 5652 5.1)."""
    wrap = open_ended if pieces else der
    octets = open_ended(0x24, der(4, content[:9]) + der(4, content[9:])) if pieces else der(4, content)
    inner = wrap(0x30, OID_DATA + wrap(0xA0, octets))
    body = wrap(0x30, der(2, b"\1") + der(0x31, b"") + inner + der(0x31, b""))
    return wrap(0x30, oid + wrap(0xA0, body))


@pytest.mark.parametrize("pieces", [False, True])
def test_what_smime_only_wraps_is_read(*, pieces: bool) -> None:
    content = f"Content-Type: text/plain\r\n\r\n{WORDS}\r\n".encode()
    assert signed_content(signed(content, pieces=pieces)) == content
    mail = parse(
        raw(b"From: a@b.test\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\n" + signed(content))
    )
    assert WORDS in mail.text
    assert mail.attachments[0].name == "smime.p7m"
    assert any("signature is not checked" in problem for problem in mail.problems)


def test_what_smime_encrypts_is_not() -> None:
    assert signed_content(signed(b"x", oid=OID_SEALED)) is None


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_a_broken_wrapper_is_none(cut: int) -> None:
    whole = signed(b"some content that is long enough")
    assert signed_content(whole[:cut]) in {None, b""} or cut > 40


def test_pgp_armour_is_not_the_writers_words() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nI accept.\n- -- dashed\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\nafter"
    )
    parted = without_armour(text)
    assert parted.text.split("\n") == ["I accept.", "-- dashed", "", "after"]
    assert parted.signature.endswith("-----END PGP SIGNATURE-----")
    mail = parse(raw(b"From: a@b.test\r\n\r\n" + text.encode()))
    assert "PGP" not in mail.text
    assert [part.name for part in mail.attachments] == ["signature.asc"]


def test_what_pgp_encrypts_is_kept_and_said() -> None:
    mail = parse(raw(b"From: a@b.test\r\n\r\nhello\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n"))
    assert mail.text.strip() == "hello"
    assert [(part.name, part.problem) for part in mail.attachments] == [("encrypted.asc", Refusal.SEALED)]
    assert mail.problems == (mail.attachments[0].trouble,)


def test_an_encrypted_mail_keeps_both_parts() -> None:
    mail = parse(
        raw(
            b'From: a@b.test\r\nContent-Type: multipart/encrypted; boundary="B"\r\n\r\n'
            b"--B\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
            b"--B\r\nContent-Type: application/octet-stream\r\n\r\nxyz\r\n--B--\r\n"
        )
    )
    assert [part.name for part in mail.attachments] == ["encryption.txt", "encrypted.asc"]
    assert [refusal_of(part.problem) for part in mail.attachments] == [None, Refusal.SEALED]


def fingerprint(content: bytes) -> int:
    seen, _ = picture_of(content, Allowance())
    assert seen is not None
    return int(seen.fingerprint, 16)


def test_a_picture_is_known_again_and_another_is_not() -> None:
    first, again = saved(picture(1), "JPEG", quality=90), saved(picture(1).resize((320, 240)), "PNG")
    assert (fingerprint(first) ^ fingerprint(again)).bit_count() <= 6
    assert (fingerprint(first) ^ fingerprint(saved(picture(5), "JPEG"))).bit_count() > 6


def test_a_picture_that_lies_on_its_side_is_turned_before_it_is_compared() -> None:
    upright = picture(2)
    lying = upright.rotate(90, expand=True)  # shown upright again by orientation 6
    turned = saved(lying, "JPEG", exif=exif(turn=6))
    seen, _ = picture_of(turned, Allowance())
    assert seen is not None
    assert (seen.width, seen.height) == upright.size
    assert (fingerprint(turned) ^ fingerprint(saved(upright, "JPEG"))).bit_count() <= 6


def test_many_photos_of_a_mail_are_kept_though_not_all_are_decoded() -> None:
    allowance = Allowance(decoding_seconds=0.02)
    content = saved(picture(1), "PNG")
    seen = [read_file(f"{number}.png", "image/png", content, allowance)[0] for number in range(4)]
    assert all(part.picture and part.picture.width == 640 and not part.problem for part in seen)
    assert [bool(part.picture and part.picture.fingerprint) for part in seen] == [True, False, False, False]


def step() -> None:
    """Stand for what a library does over and over."""


def test_work_without_an_end_is_stopped_and_charged() -> None:
    allowance = Allowance()
    before = sys.getprofile()
    assert within(allowance, lambda: [step() for _ in count()]) is Refusal.TOO_LARGE
    assert allowance.calls == LIMITS.calls_a_mail - LIMITS.calls_a_file - 1
    assert sys.getprofile() is before
    assert within(allowance, lambda: 1 // 0) is Refusal.DAMAGED
    assert within(allowance, lambda: 7) == 7


def test_a_mail_as_a_file_says_what_came_in_it() -> None:
    inner = b"From: z@x.test\r\nSubject: Old\r\nContent-Type: text/plain; name=list.txt\r\n\r\nold words"
    outer = b"From: y@x.test\r\nSubject: Mid\r\nContent-Type: message/rfc822\r\n\r\n" + inner
    mail = parse(raw(b"From: a@b.test\r\nContent-Type: message/rfc822\r\n\r\n" + outer))
    assert [(part.name, part.inside) for part in mail.attachments] == [
        ("list.txt", "Mid.eml / Old.eml"),
        ("Old.eml", "Mid.eml"),
        ("Mid.eml", ""),
    ]
    assert "old words" not in mail.text
