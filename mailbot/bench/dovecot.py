"""A private Dovecot for measuring: one account, loopback, a temporary folder, ended by its own process id."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from mailbot.errors import SettingsError

HOST = "127.0.0.1"
USER = "desk"
WORD = "measure"
START_SECONDS = 20.0
PATH = os.environ.get("PATH", "") + ":/usr/sbin"

CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = {host}
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
{users}
passdb {{
  driver = static
  args = password={word}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


class Dovecot:
    """Started with ``start``, ended with ``stop``; mails are laid into its Maildir."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("dovecot", path=PATH)
        if program is None:
            raise SettingsError("dovecot is not installed: apt-get install dovecot-imapd (make servers)")
        self._program = program
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._count = 0
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = int(probe.getsockname()[1])
        self._configure()

    @property
    def new(self) -> Path:
        """Where mails are laid before it starts; they are made its own then."""
        return self._folder / "mail" / "new"

    def start(self) -> None:
        """Start it and wait until it answers."""
        for path in self.new.iterdir():
            os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        out = (self._folder / "dovecot.out").open("ab")
        command = [self._program, "-F", "-c", str(self._folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)  # noqa: S603 - ours
        ends_at = time.monotonic() + START_SECONDS
        while time.monotonic() < ends_at:
            with suppress(OSError), socket.create_connection((HOST, self.port), timeout=1):
                return
            time.sleep(0.05)
        raise SettingsError(
            f"dovecot did not start: {(self._folder / 'dovecot.log').read_text(encoding='utf-8')[-500:]}"
        )

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)

    def put(self, content: bytes) -> None:
        """Lay a mail into the INBOX, as a local delivery does."""
        self._count += 1
        name = f"{self._count:010d}.mailbot"
        path = self._folder / "mail" / "tmp" / name
        path.write_bytes(content)
        os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
        path.rename(self._folder / "mail" / "new" / name)

    def _configure(self) -> None:
        root = os.geteuid() == 0
        self._folder.chmod(0o755)
        for part in ("run", "state", "mail", "mail/new", "mail/cur", "mail/tmp"):
            (self._folder / part).mkdir(mode=0o755, exist_ok=True)
            if part.startswith("mail"):
                os.chown(self._folder / part, self._owner.pw_uid, self._owner.pw_gid)
        name, group = self._owner.pw_name, self._owner.pw_gid
        users = (
            ""
            if root
            else (f"default_internal_user = {name}\ndefault_login_user = {name}\ndefault_internal_group = {group}")
        )
        text = CONFIGURATION.format(
            folder=self._folder,
            host=HOST,
            port=self.port,
            word=WORD,
            uid=self._owner.pw_uid,
            gid=self._owner.pw_gid,
            users=users,
            chroot="" if root else "chroot =",
        )
        (self._folder / "dovecot.conf").write_text(text, encoding="utf-8")
