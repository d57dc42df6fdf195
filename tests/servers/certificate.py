"""A certificate for 127.0.0.1 that is its own authority."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import require


@dataclass(frozen=True)
class Certificate:
    file: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    made = Certificate(folder / "server.crt", folder / "server.key")
    subprocess.run(
        [
            require("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
            "-keyout", str(made.key), "-out", str(made.file),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made
