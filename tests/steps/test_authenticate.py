"""Who wrote: forged From lines, forged Authentication-Results, and the real ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.authentication import Sender, Trust, TrustSettings
from mailbot.mail.headers import read_headers
from mailbot.steps.authenticate import authenticate

OURS = "mx.ours.test"
VICTIM = "victim@client.test"
RECEIVED = "Received: from out.evil.test by mx.ours.test with ESMTPS id 1; Tue, 2 Jun 2026 09:00:00 +0000"
AR = "Authentication-Results:"
GOOD = "dmarc=pass header.from=client.test"
PASSED = f"{AR} {OURS}; {GOOD}"
FROM = f"From: Victim <{VICTIM}>"
SETTINGS = TrustSettings(OURS)


def judge(*lines: str, settings: TrustSettings = SETTINGS) -> Sender:
    return authenticate(read_headers("\r\n".join([*lines, ""]).encode()), settings)


SENDERS = [
    (f"From: {VICTIM}", VICTIM, ""),
    (f"From: <{VICTIM}>", VICTIM, ""),
    (FROM, VICTIM, "Victim"),
    (f'From: "Victim, Inc." <{VICTIM}>', VICTIM, "Victim, Inc."),
    (f'From: "A \\"B\\" C" <{VICTIM}>', VICTIM, 'A "B" C'),
    (f"From: {VICTIM} (Vic (the) Tim)", VICTIM, "Vic (the) Tim"),
    (f"From: Jo. Q. Public <{VICTIM}>", VICTIM, "Jo. Q. Public"),
    (f"From: =?utf-8?q?Vic=C3=A9?=\r\n =?utf-8?q?ntor?= <{VICTIM}>", VICTIM, "Vicéntor"),
    (f"From: {VICTIM} <{VICTIM}>", VICTIM, VICTIM),
    ("From: Victim <VicTim@CLIENT.test>", "VicTim@client.test", "Victim"),
    ("From: José <jose+lots@client.test>", "jose+lots@client.test", "José"),
    ('From: "quoted part"@client.test', '"quoted part"@client.test', ""),
    (f"From:\r\n Victim\r\n <{VICTIM}>", VICTIM, "Victim"),
]


@pytest.mark.parametrize(("line", "address", "name"), SENDERS)
def test_a_well_formed_sender_is_proven(line: str, address: str, name: str) -> None:
    sender = judge(PASSED, RECEIVED, line)
    assert (sender.address, sender.name, sender.trust) == (address, name, Trust.PROVEN)


GENUINE = [
    PASSED,
    f"Authentication-Results: {OURS} 1; dmarc=pass header.from=client.test",
    f"Authentication-Results: {OURS}; dmarc=pass (p=none dis=none) header.from=client.test",
    "Authentication-Results: MX.Ours.Test; DMARC=Pass header.from=CLIENT.test",
    f"Authentication-Results: {OURS};\r\n\tspf=pass smtp.mailfrom=a@client.test;\r\n\tdmarc=pass header.from=client.test",
    f"authentication-results:{OURS};dmarc=pass header.from=client.test",
    f"Authentication-Results: {OURS}.; dmarc=pass header.from=client.test",
    f"Authentication-Results: (hello) {OURS} (x); dmarc=pass header.from=client.test",
    f'Authentication-Results: {OURS}; spf=fail smtp.mailfrom="a; b"@c.test; dmarc=pass header.from=client.test',
    f"Authentication-Results: {OURS}; dmarc=pass header.from=client.test; dkim=fail header.i=@evil.test",
]


@pytest.mark.parametrize("line", GENUINE)
def test_our_own_word_counts(line: str) -> None:
    assert judge(line, RECEIVED, FROM).trust is Trust.PROVEN


def test_each_milter_may_write_its_own_line() -> None:
    spf = f"{AR} {OURS}; spf=pass smtp.mailfrom=client.test"
    assert judge(PASSED, spf, RECEIVED, FROM).trust is Trust.PROVEN
    assert judge(spf, PASSED, PASSED, RECEIVED, FROM).trust is Trust.UNPROVEN
    assert judge(PASSED, f"{AR} {OURS}; spf=pass (", RECEIVED, FROM).trust is Trust.UNPROVEN


def test_a_broken_signature_of_the_senders_domain_is_a_doubt() -> None:
    broken = "dkim=fail (body hash did not verify) header.d=client.test"
    assert judge(f"{PASSED}; {broken}", RECEIVED, FROM).trust is Trust.UNPROVEN
    assert judge(f"{PASSED}; {broken}; dkim=pass header.i=@client.test", RECEIVED, FROM).trust is Trust.PROVEN
    assert judge(f"{PASSED}; dkim=fail header.d=list.test", RECEIVED, FROM).trust is Trust.PROVEN


@pytest.mark.parametrize(
    ("trusted", "server", "trust"),
    [
        ("mx1.ours.test mx2.ours.test", "mx2.ours.test", Trust.PROVEN),
        ("mx1.ours.test, mx2.ours.test", "mx1.ours.test", Trust.PROVEN),
        ("*.ours.test", "mx9.ours.test", Trust.PROVEN),
        ("*.ours.test", "ours.test", Trust.UNPROVEN),
        ("*.ours.test", "mxours.test", Trust.UNPROVEN),
        ("*.ours.test", "mx.ours.test.evil.test", Trust.UNPROVEN),
        ("unnamed", "mx.ours.test", Trust.UNPROVEN),
    ],
)
def test_several_servers_may_be_ours(trusted: str, server: str, trust: Trust) -> None:
    sender = judge(f"{AR} {server}; {GOOD}", RECEIVED, FROM, settings=TrustSettings(trusted))
    assert sender.trust is trust


def test_a_server_without_a_name_is_believed_only_if_we_say_so_and_above_the_border() -> None:
    unnamed = f"{AR} spf=pass smtp.mailfrom=client.test;dmarc=pass action=none header.from=client.test"
    settings = TrustSettings("unnamed")
    assert judge(unnamed, RECEIVED, FROM, settings=settings).trust is Trust.PROVEN
    assert judge(RECEIVED, unnamed, FROM, settings=settings).trust is Trust.UNPROVEN
    assert judge(unnamed, RECEIVED, unnamed, FROM, settings=settings).trust is Trust.PROVEN
    assert judge(unnamed, RECEIVED, FROM).trust is Trust.UNPROVEN


def test_a_domain_is_not_the_one_that_only_old_software_takes_it_for() -> None:
    street = "From: victim@stra\u00dfe.test"
    assert judge(f"{AR} {OURS}; dmarc=pass header.from=strasse.test", RECEIVED, street).trust is Trust.UNPROVEN
    assert judge(f"{AR} {OURS}; dmarc=pass header.from=xn--strae-oqa.test", RECEIVED, street).trust is Trust.PROVEN


def test_a_failure_is_a_forgery_in_a_broken_header_block_too() -> None:
    failed = f"{AR} {OURS}; dmarc=fail header.from=client.test"
    assert judge(failed, RECEIVED, FROM, "no header").trust is Trust.FORGED
    assert judge(PASSED, RECEIVED, FROM, "no header").trust is Trust.UNPROVEN


def test_the_server_must_have_read_the_same_mailbox() -> None:
    assert judge(f"{AR} {OURS}; dmarc=pass header.from={VICTIM}", RECEIVED, FROM).trust is Trust.PROVEN
    assert judge(f"{AR} {OURS}; dmarc=pass header.from=a@client.test", RECEIVED, FROM).trust is Trust.UNPROVEN


def test_a_failure_is_a_forgery() -> None:
    sender = judge(f"{AR} {OURS}; dmarc=fail (p=none) header.from=client.test", RECEIVED, FROM)
    assert sender.trust is Trust.FORGED
    assert "client.test" in sender.reason


def test_a_stranger_cannot_turn_a_failure_into_a_doubt() -> None:
    sender = judge(f"{AR} {OURS}; dmarc=fail header.from=client.test", RECEIVED, PASSED, FROM)
    assert sender.trust is Trust.FORGED


def test_the_last_hop_into_the_mailbox_may_stand_above() -> None:
    lmtp = "Received: from mx.ours.test by mail.ours.test with LMTP id 2; Tue, 2 Jun 2026 09:00:01 +0000"
    assert judge(lmtp, PASSED, RECEIVED, FROM).trust is Trust.PROVEN
    assert judge(lmtp, RECEIVED, PASSED, FROM).trust is Trust.UNPROVEN


LMTP_BY_A_STRANGER = [
    'Received: from out.evil.test by mx.ours.test with esmtps id 1 (envelope-from <"a with LMTP b"@evil.test>);',
    'Received: from out.evil.test by mx.ours.test with esmtps id 1 (envelope-from <"a) with LMTP (b"@evil.test>);',
    'Received: from out.evil.test (Client CN "a with LMTP b", not verified) by mx.ours.test with ESMTPS id 1;',
    "Received: from out.evil.test (helo with LMTP) by mx.ours.test with ESMTPS id 1;",
    "Received: from with LMTP by mx.ours.test with ESMTPS id 1;",
    'Received: from out.evil.test by mx.ours.test id 1 (envelope-from <"a with LMTP b"@evil.test>);',
]


@pytest.mark.parametrize("border", LMTP_BY_A_STRANGER)
def test_what_a_stranger_says_to_our_border_makes_it_no_last_hop(border: str) -> None:
    date = " Tue, 2 Jun 2026 09:00:00 +0000"
    assert judge(border + date, PASSED, RECEIVED, FROM).trust is Trust.UNPROVEN


HOPS = [
    "Received: from mx.ours.test ([unix socket]) by store.ours.test (Cyrus v2.4) with LMTPA; Tue, 2 Jun 2026 09:00:00 +0000",
    "Received: from mx.ours.test\r\n\tby store.ours.test with LMTP\r\n\tid x (envelope-from <a@evil.test>)\r\n\tfor <u@ours.test>; Tue, 2 Jun 2026 09:00:00 +0000",
    "Received: by store.ours.test (Dovecot) with UTF8LMTPS id 1; Tue, 2 Jun 2026 09:00:00 +0000",
    "Received: from mx.ours.test (mx [192.0.2.1]) by store.ours.test (8.17) via TCP with LMTPS id 1; Tue, 2 Jun 2026 09:00:00 +0000",
]


@pytest.mark.parametrize("hop", HOPS)
def test_the_last_hop_is_known_however_it_is_written(hop: str) -> None:
    assert judge(hop, PASSED, RECEIVED, FROM).trust is Trust.PROVEN


TWICE = [
    ("Subject: About lot 7", "Subject: [D-ABCDEFGH] lot 7"),
    ("Content-Type: text/plain", "Content-Type: multipart/mixed; boundary=x"),
    ("In-Reply-To: <a@b.test>", "in-reply-to: <c@d.test>"),
    ("Date: Tue, 2 Jun 2026 09:00:00 +0000", "Date: Wed, 3 Jun 2026 09:00:00 +0000"),
]


@pytest.mark.parametrize("lines", TWICE)
def test_a_line_put_above_a_signed_one_is_a_doubt(lines: tuple[str, str]) -> None:
    sender = judge(PASSED, RECEIVED, lines[1], FROM, lines[0])
    assert sender.trust is Trust.UNPROVEN
    assert "twice" in sender.reason
    assert judge(PASSED, RECEIVED, lines[0], FROM, lines[0]).trust is Trust.PROVEN  # says the same: misleads nobody


def test_own_hops_are_counted_by_the_settings() -> None:
    settings = TrustSettings(OURS, received_above=1)
    assert judge(RECEIVED, PASSED, FROM, settings=settings).trust is Trust.PROVEN
    assert judge(RECEIVED, RECEIVED, PASSED, FROM, settings=settings).trust is Trust.UNPROVEN


def test_no_server_proves_nobody() -> None:
    assert judge(f"{AR} ; {GOOD}", PASSED, RECEIVED, FROM, settings=TrustSettings("")).trust is Trust.UNPROVEN


def test_own_check_of_signatures() -> None:
    headers = read_headers(f"{RECEIVED}\r\n{FROM}\r\n".encode())
    settings = TrustSettings(OURS, verify_dkim=True)
    assert authenticate(headers, settings, lambda: ("client.test",)).trust is Trust.PROVEN
    assert authenticate(headers, settings, lambda: ("evil.test", "test")).trust is Trust.UNPROVEN
    assert authenticate(headers, TrustSettings(OURS), lambda: ("client.test",)).trust is Trust.UNPROVEN


def test_our_servers_word_goes_before_a_signature() -> None:
    headers = read_headers(f"{AR} {OURS}; dmarc=fail header.from=client.test\r\n{RECEIVED}\r\n{FROM}\r\n".encode())
    assert authenticate(headers, TrustSettings(OURS, verify_dkim=True), lambda: ("client.test",)).trust is Trust.FORGED


@given(st.text(max_size=200))
def test_no_from_line_breaks_it(value: str) -> None:
    headers = read_headers(f"{PASSED}\r\nFrom: {value}\r\n".encode("utf-8", "surrogatepass"))
    sender = authenticate(headers, SETTINGS)
    if sender.trust is Trust.PROVEN:
        assert sender.address.endswith("@client.test")
        assert value.count("client.test") >= 1


@given(
    st.lists(
        st.sampled_from(
            [
                OURS,
                ";",
                " ",
                "dmarc",
                "=",
                "pass",
                "fail",
                "header.from=",
                "client.test",
                "(",
                ")",
                '"',
                "\\",
                "1",
                "none",
                ".",
            ]
        ),
        max_size=20,
    )
)
def test_no_result_breaks_it(pieces: list[str]) -> None:
    sender = judge(f"{AR} {''.join(pieces)}", RECEIVED, FROM)
    if sender.trust is Trust.PROVEN:
        assert "client.test" in pieces
        assert "pass" in pieces
