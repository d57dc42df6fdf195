"""Who writes to the desk: buyers and sellers with the addresses on file, and the domains they write from."""

import random
from dataclasses import dataclass

DESK = "disputes@desk.example"
SERVER = "mx.desk.example"
_FIRST = [
    "Joan",
    "Sam",
    "Lucía",
    "Marek",
    "Anke",
    "Pedro",
    "Ines",
    "Olaf",
    "Yuki",
    "Femke",
    "Rosa",
    "Tom",
    "Ada",
    "Jean",
    "Björn",
    "Zoë",
    "Ali",
    "Mei",
    "Noor",
    "Ivan",
    "Carla",
    "Hugo",
    "Petra",
    "Sean",
    "Dana",
    "Luis",
    "Vera",
    "Nils",
    "Eva",
    "Omar",
]
_LAST = [
    "Kestrel",
    "Harbor",
    "Sierra",
    "Novak",
    "Vogel",
    "Duarte",
    "Costa",
    "Lind",
    "Tanaka",
    "Visser",
    "Moreno",
    "Baker",
    "Okoye",
    "Martin",
    "Berg",
    "Kaya",
    "Chen",
    "Haddad",
    "Petrov",
    "Ricci",
    "Weber",
    "Roth",
    "Byrne",
    "Cole",
    "Ortega",
    "Blanc",
    "Holm",
    "Silva",
    "Nagy",
    "Faber",
]
_TRADE = ["resale", "outlet", "trading", "liquidation", "depot", "wholesale", "discounts", "surplus", "market", "goods"]
LANGUAGES = ("en",) * 5 + ("es",) * 3 + ("de", "fr", "pt", "it", "nl")


@dataclass(frozen=True, slots=True)
class Writer:
    """A party as the order has it on file; the first address is written to."""

    name: str
    addresses: tuple[str, ...]  # may bind
    informed: tuple[str, ...] = ()  # may write, cannot bind
    language: str = "en"
    proves: bool = True  # its domain publishes DMARC and its mail passes; else nobody can say
    group: bool = False  # its first address is a mailing group, whose mail bears List-Id

    @property
    def address(self) -> str:
        """Where our letters go."""
        return self.addresses[0]

    @property
    def domain(self) -> str:
        """What follows the @."""
        return self.address.rpartition("@")[2]


def buyers(count: int, chance: random.Random) -> tuple[Writer, ...]:
    """Make buyers: most with one address, some with a second, a bookkeeper, a group, capitals, a domain in letters of their own."""
    return tuple(_buyer(number, chance) for number in range(count))


def _buyer(number: int, chance: random.Random) -> Writer:
    first, last = chance.choice(_FIRST), chance.choice(_LAST)
    domain = f"{ascii_only(last).lower()}-{chance.choice(_TRADE)}{number}.example"
    local = ascii_only(first).lower()
    kind = chance.random()
    if kind < 0.03:
        domain = f"händler-{number}.example"
    elif kind < 0.08:
        local = f"{first[0]}.{last}".replace("ö", "oe").replace("ë", "e").replace("í", "i")
        local = ascii_only(local)
    group = 0.08 <= kind < 0.13
    second = (f"{local}.private{number}@mailhost.example",) if chance.random() < 0.25 else ()
    informed = (f"books@{domain}",) if chance.random() < 0.2 else ()
    main = f"sales@{domain}" if group else f"{local}@{domain}"
    return Writer(
        f"{first} {last}",
        (main, *second),
        informed,
        chance.choice(LANGUAGES),
        proves=chance.random() < 0.88,
        group=group,
    )


def sellers(count: int, chance: random.Random) -> tuple[Writer, ...]:
    """Make the desks of sellers, each with two people who write."""
    made = []
    for number in range(count):
        domain = f"{chance.choice(_LAST).lower()}-returns{number}.example"
        made.append(
            Writer(
                f"Returns desk {number}",
                (f"returns@{domain}", f"{ascii_only(chance.choice(_FIRST)).lower()}@{domain}"),
                (f"accounts@{domain}",),
                chance.choice(("en", "en", "es")),
                proves=chance.random() < 0.92,
            )
        )
    return tuple(made)


def ascii_only(text: str) -> str:
    """Leave out what ASCII has no letter for."""
    return text.encode("ascii", "ignore").decode()
