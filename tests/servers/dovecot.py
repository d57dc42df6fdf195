"""A private Dovecot: own configuration in its own folder, loopback ports, users in a file, Maildir."""

import os
import pwd
import time
from collections.abc import Mapping
from pathlib import Path

from tests.servers.certificate import Certificate, make_certificate
from tests.servers.process import IS_ROOT, Server, free_port, open_folder, require

OWNER = pwd.getpwnam("nobody") if IS_ROOT else pwd.getpwuid(os.geteuid())

# auth_failure_delay and the anvil listener: else one wrong password slows down every later sign-in from the loopback
CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_cache_size = 0
mail_location = maildir:{folder}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 200
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

WITHOUT_ROOT = """\
default_internal_user = {name}
default_login_user = {name}
default_internal_group = {group}
service imap-login {{
  chroot =
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """``users``: address -> password. Mails lie in ``mail/<address>``."""

    host = "127.0.0.1"

    def __init__(self, users: Mapping[str, str]) -> None:
        program = require("dovecot")
        self.users = dict(users)
        self.folder = open_folder("dovecot")
        self.port, self.tls_port = free_port(), free_port()
        self.mail = self.folder / "mail"
        self.certificate: Certificate = make_certificate(self.folder)
        self._configure()
        self._server = Server(
            "dovecot", [program, "-F", "-c", str(self.folder / "dovecot.conf")], self.port, self.folder
        )

    def _configure(self) -> None:
        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir(mode=0o755)
        os.chown(self.mail, OWNER.pw_uid, OWNER.pw_gid)
        accounts = "".join(f"{address}:{{PLAIN}}{password}::::::\n" for address, password in self.users.items())
        (self.folder / "users").write_text(accounts)
        text = CONFIGURATION.format(
            folder=self.folder, port=self.port, tls_port=self.tls_port, uid=OWNER.pw_uid, gid=OWNER.pw_gid,
            certificate=self.certificate.file, key=self.certificate.key,
        )  # fmt: skip
        if not IS_ROOT:
            text += WITHOUT_ROOT.format(name=OWNER.pw_name, group=OWNER.pw_gid)
        (self.folder / "dovecot.conf").write_text(text)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        """SIGTERM; a start before the pid file is gone would be refused."""
        self._server.stop()
        deadline = time.monotonic() + 10
        while (self.folder / "run" / "master.pid").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def inbox(self, address: str) -> list[bytes]:
        """Every mail in the account's INBOX, in the order of arrival."""
        found = [*(self.mail / address / "new").glob("*"), *(self.mail / address / "cur").glob("*")]
        return [path.read_bytes() for path in sorted(found, key=lambda path: path.name)]

    def put(self, address: str, content: bytes) -> Path:
        """Lay a mail into the account's INBOX, as a local delivery would."""
        maildir = self.mail / address
        for part in ("new", "cur", "tmp"):
            (maildir / part).mkdir(parents=True, exist_ok=True)
        path = maildir / "tmp" / f"{time.time_ns()}.{os.getpid()}.test"
        path.write_bytes(content)
        for owned in (maildir, maildir / "new", maildir / "cur", maildir / "tmp", path):
            os.chown(owned, OWNER.pw_uid, OWNER.pw_gid)
        return path.rename(maildir / "new" / path.name)

    def renumber(self, address: str) -> None:
        """Lose all UIDs: the next visitor meets another UIDVALIDITY. Only while stopped."""
        for path in (self.mail / address).glob("dovecot*"):
            path.unlink()
