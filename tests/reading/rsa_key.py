"""A throw-away RSA key from a seed, as PEM (RFC 8017 appendix A.1) and as a DKIM record: for mails signed in tests."""

import random
from base64 import b64encode
from dataclasses import dataclass

BITS = 1024
EXPONENT = 65537
_OID_RSA = bytes.fromhex("06092a864886f70d0101010500")


@dataclass(frozen=True, slots=True)
class Key:
    """The private key, and what the DNS says of it."""

    pem: bytes
    record: bytes


def make(seed: int) -> Key:
    """Make a key."""
    chance = random.Random(seed)
    first, second = _prime(chance), _prime(chance)
    modulus, order = first * second, (first - 1) * (second - 1)
    private = pow(EXPONENT, -1, order)
    numbers = (0, modulus, EXPONENT, private, first, second, private % (first - 1), private % (second - 1))
    secret = _sequence(b"".join(map(_integer, (*numbers, pow(second, -1, first)))))
    public = _sequence(_integer(modulus) + _integer(EXPONENT))
    spki = _sequence(_sequence(_OID_RSA) + _tagged(0x03, b"\0" + public))
    pem = b"-----BEGIN RSA PRIVATE KEY-----\n" + b64encode(secret) + b"\n-----END RSA PRIVATE KEY-----\n"
    return Key(pem, b"v=DKIM1; k=rsa; p=" + b64encode(spki))


def _prime(chance: random.Random) -> int:
    while True:
        number = chance.getrandbits(BITS // 2) | 1 | 3 << (BITS // 2 - 2)
        if number % EXPONENT != 1 and _is_prime(number, chance):
            return number


def _is_prime(number: int, chance: random.Random) -> bool:
    """Test by Miller and Rabin."""
    if any(number % small == 0 for small in (3, 5, 7, 11, 13, 17, 19, 23)):
        return False
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    return all(_passes(number, odd, twos, chance.randrange(2, number - 1)) for _ in range(24))


def _passes(number: int, odd: int, twos: int, base: int) -> bool:
    power = pow(base, odd, number)
    if power in {1, number - 1}:
        return True
    for _ in range(twos - 1):
        power = power * power % number
        if power == number - 1:
            return True
    return False


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _integer(number: int) -> bytes:
    return _tagged(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _sequence(content: bytes) -> bytes:
    return _tagged(0x30, content)
