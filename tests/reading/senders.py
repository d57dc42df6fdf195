"""Who wrote, and who only says so: forgeries that must prove nobody, genuine mails that must be believed."""

from collections.abc import Iterator
from dataclasses import replace

import dkim
from authres import AuthenticationResultsHeader
from authres.core import AuthResError

from mailbot.mail.address import ascii_domain
from mailbot.mail.authentication import Sender, Trust, TrustSettings
from mailbot.mail.headers import Headers, block_end, read_headers
from mailbot.mail.results import read_results
from mailbot.mail.signatures import signers
from mailbot.steps.authenticate import authenticate
from tests.corpora.shelf import shelf
from tests.reading import arc_suite, sender_sets, signed_mails
from tests.reading.figure import Figure, at_least, share

AREA = "senders"
SEALERS = ("lists.example.org", "lists.example.org unnamed", "*.example.org")
ENOUGH_FROM, ENOUGH_RESULTS, ENOUGH_GENUINE = 150, 120, 200


def figures() -> Iterator[Figure]:
    """Measure."""
    yield forged_from()
    yield forged_results()
    yield genuine()
    yield refused_on_purpose()
    yield from providers()
    yield from arc()
    yield from signatures()


def opinions() -> Iterator[Figure]:
    """Read the headers of providers and of the genuine set with authres alone."""
    values = [value for border in sender_sets.borders() for value in _results_in(border)]
    values += [value for headers in _providers() for value in headers.every("authentication-results")]
    read = [value for value in values if _by_authres(value)]
    ours = [value for value in values if not read_results(value).fault]
    yield Figure(AREA, "result headers of genuine mails read", "", f"ours {share(len(ours), len(values))}", met=True)
    unread = tuple(value[:160] for value in values if value not in read)
    yield Figure(
        AREA,
        "result headers of genuine mails read",
        "",
        f"authres {share(len(read), len(values))}",
        met=True,
        cases=unread,
    )


def forged_from() -> Figure:
    """Nobody whose own domain passes is taken for somebody else, whatever From says."""
    forgeries = list(sender_sets.forged_from())
    distinct = len(set(sender_sets.records("from_forged.txt")))
    settings = TrustSettings(sender_sets.OURS)
    taken = tuple(
        name
        for name, victim, lines in forgeries
        if _is_taken_for(authenticate(read_headers(lines), settings), victim.partition("@")[2])
    )
    measure = f"{distinct} forged From lines x party, mediator, unknown"
    met = not taken and distinct >= ENOUGH_FROM
    return Figure(AREA, measure, f"0 proven, >= {ENOUGH_FROM} lines", f"{len(taken)} of {len(forgeries)}", met, taken)


def forged_results() -> Figure:
    """No header that a stranger wrote, or brought into ours, proves anybody."""
    forgeries = list(sender_sets.forged_results())
    distinct = len(set(sender_sets.records("results_forged.txt")))
    settings = TrustSettings(sender_sets.OURS)
    proven = tuple(
        name for name, lines in forgeries if authenticate(read_headers(lines), settings).trust is Trust.PROVEN
    )
    measure = f"{distinct} forged Authentication-Results x party, mediator, unknown"
    met = not proven and distinct >= ENOUGH_RESULTS
    return Figure(AREA, measure, f"0 proven, >= {ENOUGH_RESULTS}", f"{len(proven)} of {len(forgeries)}", met, proven)


def genuine() -> Figure:
    """Every way to write From under every server's way to vouch for it."""
    refused, total = [], 0
    for border in sender_sets.borders():
        settings = TrustSettings(border.trusted_server, received_above=border.received_above)
        for line, address in sender_sets.genuine_from():
            if address != "refused":
                total += 1
                sender = authenticate(read_headers(sender_sets.genuine(border, line, address)), settings)
                if (sender.trust, sender.address) != (Trust.PROVEN, address):
                    refused.append(f"{border.trusted_server}: {line}: {sender.reason} [{border.lines[:80]}]")
    lines = sum(address != "refused" for _, address in sender_sets.genuine_from())
    measure = f"{lines} genuine From lines x {total // lines} servers' results, refused"
    met = at_least(total - len(refused), total, 0.99) and total >= ENOUGH_GENUINE
    return Figure(AREA, measure, "<= 1 %", share(len(refused), total), met, tuple(refused))


def refused_on_purpose() -> Figure:
    """Lines that are not well formed are refused even where the server vouches."""
    passed = f"Authentication-Results: {sender_sets.OURS}; dmarc=pass header.from=client.test\r\n".encode()
    lines = [line for line, address in sender_sets.genuine_from() if address == "refused"]
    believed = tuple(
        line
        for line in lines
        if authenticate(read_headers(passed + sender_sets.block(line)), TrustSettings(sender_sets.OURS)).trust
        is Trust.PROVEN
    )
    reached = share(len(lines) - len(believed), len(lines))
    return Figure(AREA, "From lines with two readings, refused", "all", reached, bool(lines) and not believed, believed)


def providers() -> Iterator[Figure]:
    """Mails at 22 providers: believed where the provider says so, the forged ones never."""
    refused, wrong, total, others = [], [], 0, 0
    for headers in _providers():
        said = [read_results(value) for value in headers.every("authentication-results")]
        for server in {each.server or "unnamed" for each in said}:
            sender = authenticate(headers, TrustSettings(server))
            ours = [each for each in said if (each.server or "unnamed") == server]
            forged = "forged" in headers.first("from")
            passed = not forged and any(
                result.method == "dmarc" and result.value == "pass" for each in ours for result in each.results
            )
            case = f"{server}: {headers.first('from')}: {sender.reason}"
            if passed:
                total += 1
                refused += [case] if sender.trust is not Trust.PROVEN else []
            else:
                others += 1
                wrong += [case] if sender.trust is Trust.PROVEN else []
    met = at_least(total - len(refused), total, 0.99)
    yield Figure(AREA, "22 providers: dmarc=pass, refused", "<= 1 %", share(len(refused), total), met, tuple(refused))
    measure = "22 providers: forged, of other servers or without a pass; proven"
    yield Figure(AREA, measure, "0", share(len(wrong), others), others > 0 and not wrong, tuple(wrong))


def arc() -> Iterator[Figure]:
    """The ARC suite: a seal is never taken for our server's word, and checking signatures never breaks on one."""
    proven, broken, total = [], [], 0
    for case in arc_suite.cases(shelf("authentication/arc")):
        total += 1
        headers = read_headers(case.content[: block_end(case.content)])
        sealed = replace(
            headers, fields=tuple(each for each in headers.fields if each[0].startswith("arc-") or each[0] == "from")
        )
        believed = [authenticate(sealed, TrustSettings(server)).trust is not Trust.UNPROVEN for server in SEALERS]
        proven += [case.name] if any(believed) else []
        try:
            signed = signers(case.content, case.lookup)
        except (dkim.DKIMException, ValueError, LookupError, TypeError) as problem:
            broken.append(f"{case.name}: {problem!r}")
            continue
        if (
            authenticate(headers, TrustSettings("", verify_dkim=True), lambda signed=signed: signed).trust
            is Trust.PROVEN
        ):
            proven.append(f"{case.name}: by {signed}")
    measure = f"ARC suite: {total} mails; a seal taken for a sender's proof"
    yield Figure(AREA, measure, "0", str(len(proven)), total > 100 and not proven, tuple(proven))
    yield Figure(
        AREA,
        "ARC suite: checks of signatures that break",
        "0",
        str(len(broken)),
        total > 100 and not broken,
        tuple(broken),
    )


def signatures() -> Iterator[Figure]:
    """Our own check: mails signed here, and the same ones changed afterwards."""
    settings = TrustSettings("", verify_dkim=True)
    refused, believed, good, bad = [], [], 0, 0
    for case in signed_mails.cases():
        headers = read_headers(case.content[: block_end(case.content)])
        sender = authenticate(headers, settings, lambda case=case: signers(case.content, case.lookup))
        proven = sender.trust is Trust.PROVEN
        good, bad = good + case.genuine, bad + (not case.genuine)
        refused += [case.name] if case.genuine and not proven else []
        believed += [case.name] if proven and not case.genuine else []
    yield Figure(
        AREA,
        "signed mails, own DKIM check, refused",
        "<= 1 %",
        share(len(refused), good),
        at_least(good - len(refused), good, 0.99),
        tuple(refused),
    )
    yield Figure(
        AREA,
        "changed or falsely signed mails, proven",
        "0",
        share(len(believed), bad),
        bad > 20 and not believed,
        tuple(believed),
    )


def _is_taken_for(sender: Sender, domain: str) -> bool:
    return sender.trust is Trust.PROVEN and ascii_domain(sender.address.rpartition("@")[2]) == domain


def _providers() -> Iterator[Headers]:
    for path in sorted(shelf("authentication/providers").glob("*/*")):
        content = path.read_bytes()
        yield read_headers(content[: block_end(content)])


def _results_in(border: sender_sets.Border) -> tuple[str, ...]:
    lines = sender_sets.genuine(border, "From: maria@client.test", "maria@client.test")
    return read_headers(lines).every("authentication-results")


def _by_authres(value: str) -> bool:
    try:
        AuthenticationResultsHeader.parse_value(value)
    except (AuthResError, ValueError, IndexError, RecursionError):
        return False
    return True
