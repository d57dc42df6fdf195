"""Authentication-Results as 22 providers write them: nobody is proven without a pass for his own domain."""

import re

import pytest

from mailbot.mail.authentication import Trust, TrustSettings
from mailbot.mail.headers import block_end, read_headers
from mailbot.steps.authenticate import authenticate
from tests.corpora.shelf import figure, shelf

pytestmark = pytest.mark.corpora


def test_the_word_of_providers() -> None:
    proven = total = 0
    for path in sorted(shelf("authentication/providers").glob("*/*")):
        content = path.read_bytes()
        headers = read_headers(content[: block_end(content)])
        for server in {value.split(";")[0].split()[0] for value in headers.every("authentication-results")}:
            sender = authenticate(headers, TrustSettings(server))
            total += 1
            proven += sender.trust is Trust.PROVEN
            if sender.trust is Trust.PROVEN:
                domain = re.escape(sender.address.rpartition("@")[2])
                assert re.search(
                    rf"dmarc=pass[^;]*header\.from=<?{domain}", " ".join(headers.every("authentication-results"))
                )
            if "forged" in sender.address:
                assert sender.trust is not Trust.PROVEN, path
    figure(f"providers: {proven} of {total} proven")
    assert proven > 50
