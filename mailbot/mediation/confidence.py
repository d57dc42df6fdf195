"""What one party must not learn from us: all that the other told us and did not release."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from mailbot.claims.claim import Claim
from mailbot.claims.money import Money
from mailbot.claims.order import Order
from mailbot.mail.address import spellings
from mailbot.mail.wording import Figure, figures, folded, phones, runs, squeezed
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.offer import Offer, OfferState
from mailbot.mediation.party import Party, Side

_SHORT = 5  # letters: a shorter mark would be found in ordinary words
_PHONE_DIGITS = 7
Value = tuple[bool, Decimal]  # whether it is a share, and the number


@dataclass(frozen=True)
class Confidence:
    """One side's secrets before the other. Texts are folded; what the reader knows already is taken out."""

    marks: dict[str, str]  # addresses and ids: letters and digits only -> what it is, in words
    names: tuple[str, ...]
    phones: frozenset[str]
    figures: dict[Value, str]  # -> as it was written
    plain_figures: frozenset[Value]  # read as a sum by interpret: secret in any dress
    told: tuple[str, ...]  # the other's words, as they were written
    known: tuple[str, ...]  # words the reader may read

    @cached_property
    def runs(self) -> frozenset[str]:
        """Six words in a row that only the other said."""
        return _runs(self.told) - _runs(self.known)


def _runs(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(runs, texts))


def confided(dispute: Dispute, reader: Side, also_known: Collection[str], allowed: Collection[str]) -> Confidence:
    """Gather what the reader must not learn. ``also_known``: further names, addresses, phones, ids of the other."""
    other = dispute.party(reader.other)
    told = tuple(_told(dispute, other.side))
    known = (*_known(dispute, reader), *allowed)
    texts = [folded(text) for text in known]
    knows = squeezed(" ".join(texts))
    secret = dict(_figures(dispute, other.side, told))
    open_ = {value for text in texts for figure in figures(text) for value in _keys(figure)} | set(
        _shared(dispute, reader)
    )
    plain = frozenset(_read_as_sums(dispute, other.side)) - open_
    return Confidence(
        marks={mark: what for mark, what in _marks(dispute, other, also_known) if mark not in knows},
        names=tuple(_names(other, also_known, texts)),
        phones=frozenset(_phones(told, also_known)) - {each for text in texts for each in phones(text)},
        figures={value: written for value, written in secret.items() if value not in open_},
        plain_figures=plain,
        told=told,
        known=known,
    )


def of_the_order(order: Order, claim: Claim | None) -> tuple[str, ...]:
    """Return what both know from the order itself: its title and sums, and the lines that are claimed."""
    sums = (order.winning_bid, order.buyer_premium, order.shipping, order.tax, order.credits, order.paid_total)
    claimed = {line.sku for line in claim.lines} if claim else set()
    lines = [line for line in order.manifest.lines if line.sku in claimed]
    retail = (order.manifest.retail, *(line.unit_retail for line in lines), *(line.extended_retail for line in lines))
    counts = (order.manifest.units, *(line.quantity for line in lines))
    figures_ = " ; ".join([*map(str, sums), *map(str, retail), *map(str, counts)])
    return (order.number, order.title, figures_, *(f"{line.sku} {line.description}" for line in lines))


def _told(dispute: Dispute, side: Side) -> Iterator[str]:
    yield from (statement.words for statement in dispute.statements if statement.side is side)
    yield from (fact.words for fact in dispute.facts if fact.side is side and fact.release is None)


def _known(dispute: Dispute, reader: Side) -> Iterator[str]:
    """Yield what the reader said or was sent, what was released to it, and what both share."""
    party = dispute.party(reader)
    yield from (party.name, *party.speaks, *party.informs, dispute.order_number, dispute.id)
    yield from (statement.words for statement in dispute.statements if statement.side is reader)
    yield from (letter.text for letter in dispute.letters if letter.reader is reader)
    yield from (fact.release.words for fact in dispute.facts if fact.release is not None)
    yield from (offer.reason for offer in _carried(dispute, reader) if offer.reason)
    if dispute.valuation is not None:
        yield from (*dispute.valuation.working, *(line.description for line in dispute.valuation.lines))


def _carried(dispute: Dispute, reader: Side) -> Iterator[Offer]:
    """Yield the reader's own offers and those that crossed or are to cross."""
    crossed = {what for letter in dispute.letters if letter.reader is reader for what in letter.carried}
    for offer in dispute.offers:
        live = offer.state in (OfferState.STANDING, OfferState.ACCEPTED)
        if offer.by is reader or live or f"offer {offer.number}" in crossed:
            yield offer


def _shared(dispute: Dispute, reader: Side) -> Iterator[Value]:
    """Yield the figures of the claim, its valuation, the offers that cross, and the terms."""
    sums: list[Money] = [offer.amount for offer in _carried(dispute, reader)]
    if dispute.terms is not None:
        sums.append(dispute.terms.total)
    if dispute.valuation is not None:
        worth = dispute.valuation
        sums += [worth.gross, worth.payable, worth.shipping, worth.premium, worth.tax, worth.total]
        sums += [line.amount for line in worth.lines]
        yield from ((False, Decimal(line.quantity)) for line in worth.lines)
        yield (True, (worth.share * 100).normalize())
    yield from ((False, each.amount.normalize()) for each in sums)
    yield from ((False, each.rounded().amount.normalize()) for each in sums)
    if dispute.claim is not None:
        yield from ((False, Decimal(line.affected)) for line in dispute.claim.lines)
        yield from ((True, (line.loss * 100).normalize()) for line in dispute.claim.lines)


def _figures(dispute: Dispute, side: Side, told: Iterable[str]) -> Iterator[tuple[Value, str]]:
    for text in told:
        for figure in figures(folded(text)):
            yield from ((value, figure.written) for value in _keys(figure) if figure.tells)
    yield from ((value, str(value[1])) for value in _read_as_sums(dispute, side))


def _read_as_sums(dispute: Dispute, side: Side) -> Iterator[Value]:
    intents = (intent for each in dispute.statements if each.side is side for intent in each.intents)
    yield from ((False, intent.amount.normalize()) for intent in intents if intent.amount is not None)


def _keys(figure: Figure) -> Iterator[Value]:
    return ((figure.share, value) for value in figure.values)


def _marks(dispute: Dispute, other: Party, also_known: Collection[str]) -> Iterator[tuple[str, str]]:
    for address in (*other.speaks, *other.informs, *(each for each in also_known if "@" in each)):
        for spelled in dict.fromkeys((address, *spellings(address))):
            yield squeezed(folded(spelled)), f"the {other.side}'s address or id {address}"
    ids = [letter.message_id for letter in dispute.letters if letter.reader is other.side]
    ids += [statement.message_id for statement in dispute.statements if statement.side is other.side]
    for id_ in ids:
        if len(squeezed(id_)) > _SHORT:
            yield squeezed(folded(id_)), f"the id {id_} of a mail with the {other.side}"


def _names(other: Party, also_known: Collection[str], known: Iterable[str]) -> Iterator[str]:
    knows = f" {' '.join(known)} "
    plain = (each for each in also_known if "@" not in each and not phones(folded(each)))
    for name in dict.fromkeys((other.name, *plain)):
        if len(squeezed(folded(name))) >= _SHORT - 2 and folded(name) not in knows:
            yield name


def _phones(told: Iterable[str], also_known: Iterable[str]) -> Iterator[str]:
    for text in (*told, *also_known):
        yield from phones(folded(text))
