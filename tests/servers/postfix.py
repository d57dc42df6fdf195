"""A private Postfix: own configuration, queue and data in its own folder, one loopback port, delivery into Dovecot's Maildirs.

It stands for a border server too: its access table writes Authentication-Results. A sender in ``proven`` passes DMARC;
an envelope sender ``forged+local=domain@elsewhere.test`` fails it for that domain; nobody else has any result but "none".
"""

import pwd
import re
import smtplib
import subprocess
import time
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

from tests.servers.dovecot import OWNER, Dovecot
from tests.servers.process import Server, as_root, free_port, open_folder, require

SERVER_NAME = "mx.mailbot.test"

MAIN = """\
compatibility_level = 3.6
config_directory = {folder}/etc
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}/log
myhostname = {server_name}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtputf8_enable = yes
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
recipient_delimiter = +
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{folder}/etc/mailboxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
default_transport = error:no mail leaves this machine
relay_transport = error:no mail leaves this machine
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = reject_unauth_destination
smtpd_sender_restrictions = check_sender_access regexp:{folder}/etc/border
smtpd_tls_security_level = may
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_delay_reject = yes
"""

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
"""

QUEUE_FOLDERS = [
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "maildrop",
    "pid",
    "private",
    "public",
    "saved",
    "trace",
]


class Postfix:
    """Takes mail for Dovecot's users; ``proven``: senders whose mail passes DMARC here."""

    host = "127.0.0.1"
    server_name = SERVER_NAME

    def __init__(self, dovecot: Dovecot, proven: Sequence[str]) -> None:
        require("postfix")
        self.dovecot = dovecot
        self.folder = open_folder("postfix")
        self.port = free_port()
        self._configure(proven)
        master = require("master")
        command = as_root(master, "-c", str(self.folder / "etc"), "-d")
        self._server = Server("postfix", command, self.port, self.folder)

    def _configure(self, proven: Sequence[str]) -> None:
        for name in ("etc", "log", "data", "queue"):
            (self.folder / name).mkdir(mode=0o755)
        main = MAIN.format(
            folder=self.folder, mail=self.dovecot.mail, server_name=SERVER_NAME, uid=OWNER.pw_uid, gid=OWNER.pw_gid,
            domains=" ".join(sorted({address.rpartition("@")[2] for address in self.dovecot.users})),
            certificate=self.dovecot.certificate.file, key=self.dovecot.certificate.key,
        )  # fmt: skip
        etc = self.folder / "etc"
        (etc / "main.cf").write_text(main)
        (etc / "master.cf").write_text(MASTER.format(port=self.port))
        (etc / "mailboxes").write_text("".join(f"{address} {address}/\n" for address in self.dovecot.users))
        (etc / "border").write_text(border(proven))
        self._make_queue()

    def _make_queue(self) -> None:
        queue, data = self.folder / "queue", self.folder / "data"
        for name in QUEUE_FOLDERS:
            (queue / name).mkdir()
        owned = [str(queue / name) for name in QUEUE_FOLDERS if name != "pid"]
        postfix = pwd.getpwnam("postfix")
        subprocess.run(as_root("chown", f"{postfix.pw_uid}", str(data), *owned), check=True)
        subprocess.run(as_root("chown", "root", str(queue / "pid"), str(queue)), check=True)
        subprocess.run(as_root("chgrp", "postdrop", str(queue / "public"), str(queue / "maildrop")), check=True)
        subprocess.run(as_root("chmod", "710", str(queue / "public")), check=True)
        subprocess.run(as_root("chmod", "730", str(queue / "maildrop")), check=True)
        subprocess.run(as_root("chmod", "700", str(queue / "private"), str(data)), check=True)

    def start(self) -> None:
        self._server.start()

    def stop(self) -> None:
        self._server.stop()

    def send(
        self,
        from_: str,
        to: str,
        subject: str = "hello",
        text: str = "hello\n",
        *,
        forged: bool = False,
        headers: Sequence[tuple[str, str]] = (),
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> str:
        """Write and hand in a mail; its Message-ID."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = from_, to, subject
        mail["Date"] = formatdate()
        mail["Message-ID"] = make_msgid(domain=parseaddr(from_)[1].rpartition("@")[2])
        for name, value in headers:
            mail[name] = value
        mail.set_content(text)
        for name, content in attachments:
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        self.send_bytes(parseaddr(from_)[1], to, bytes(mail), forged=forged)
        return str(mail["Message-ID"]).strip("<>")

    def send_bytes(self, sender: str, to: str, content: bytes, *, forged: bool = False) -> None:
        """Hand in bytes as they are."""
        if forged:
            sender = f"forged+{sender.replace('@', '=')}@elsewhere.test"
        with smtplib.SMTP(self.host, self.port, local_hostname="client.test", timeout=30) as client:
            client.sendmail(sender, [parseaddr(to)[1]], content)

    def inbox(self, address: str) -> list[bytes]:
        return self.dovecot.inbox(address)

    def wait_for(self, address: str, count: int, seconds: float = 15.0) -> list[bytes]:
        """Wait until so many mails lie in an INBOX."""
        deadline = time.monotonic() + seconds
        while len(found := self.inbox(address)) < count:
            assert time.monotonic() < deadline, f"{address} has {len(found)} of {count} mails: {self.log()}"
            time.sleep(0.05)
        return found

    def log(self) -> str:
        path = self.folder / "log" / "mail.log"
        return path.read_text(errors="replace")[-3000:] if path.exists() else self._server.words()


def border(proven: Sequence[str]) -> str:
    """The access table of the border: a result for each envelope sender."""
    passes = [
        f"/^{re.escape(address)}$/ PREPEND Authentication-Results: {SERVER_NAME}; dmarc=pass"
        f" header.from={address.rpartition('@')[2]}"
        for address in proven
    ]
    fails = f"/^forged\\+.*=(.+)@elsewhere\\.test$/ PREPEND Authentication-Results: {SERVER_NAME}; dmarc=fail header.from=$1"
    none = f"/@(.+)$/ PREPEND Authentication-Results: {SERVER_NAME}; dmarc=none header.from=$1"
    return "\n".join([*passes, fails, none]) + "\n"
