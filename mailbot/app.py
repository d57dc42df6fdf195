"""Composition root: which adapter meets which port, and the loops that run."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from mailbot.adapters import reader as reading
from mailbot.adapters import scribe as writing
from mailbot.adapters.alarm import Alarm
from mailbot.adapters.clock import SystemClock
from mailbot.adapters.imap import ImapAccount, ImapMailbox
from mailbot.adapters.keys import random_name, read_keys
from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.letters.markdown import written
from mailbot.adapters.oauth import OAuthAccount, Tokens
from mailbot.adapters.policies import Policies
from mailbot.adapters.reader import InlineReader, ReaderSettings, WorkerReader, begin_reading
from mailbot.adapters.scribe import InlineScribe, Tools, WorkerScribe
from mailbot.adapters.sheets import XlsxSheets
from mailbot.adapters.smtp import SmtpAccount, SmtpPostman
from mailbot.adapters.store import open_store
from mailbot.adapters.workers import Workers
from mailbot.errors import SettingsError, WorldFailure
from mailbot.flow.approval import Approval
from mailbot.flow.chase import Chaser
from mailbot.flow.collect import Collector
from mailbot.flow.departures import Departures
from mailbot.flow.desk import Desk
from mailbot.flow.dispatch import Dispatcher
from mailbot.flow.doubt import Doubt, named_in_mail
from mailbot.flow.outgoing import last_look
from mailbot.flow.pace import Allowance
from mailbot.flow.verdict_mail import VerdictMail
from mailbot.flow.walk import Walk
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.identity import Identity
from mailbot.ports import Clock, Mailbox, Postman, Reader, Scribe
from mailbot.settings import Settings, read_people

LOCAL_MOST = 36  # with "+" and a tag of 26 letters it stays under the 64 that a mail address may have

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class World:
    """The adapters a program runs on; the demo and the tests bring their own."""

    mailbox: Mailbox
    postman: Postman
    reader: Reader


@asynccontextmanager
async def open_desk(settings: Settings, clock: Clock | None = None, *, exclusive: bool = False) -> AsyncIterator[Desk]:
    """Open the store and lay out the desk; ``exclusive``: this process walks and sends, and has others write letters."""
    address = settings.mail.address.lower()
    identity = Identity(
        address=address,
        name=settings.mail.name,
        domain=settings.mail.message_id_domain or address.rpartition("@")[2],
        keys=read_keys(settings.path(settings.store.keys_file)),
        plus_addresses=settings.mail.plus_addresses,
    )
    if identity.plus_addresses and len(address.rpartition("@")[0]) > LOCAL_MOST:
        cure = "take a shorter address, or set mail.plus_addresses = false"
        raise SettingsError(f"mail.address: the part before @ is longer than {LOCAL_MOST} letters; {cure}")
    tools = tools_for(settings, identity)
    people = read_people(settings.path(settings.desk.people))
    store = await open_store(settings.store_url, exclusive=exclusive)
    workers = settings.desk.letter_workers if exclusive else 0
    making = partial(tools_for, settings, identity, prepared=True)
    scribe: Scribe = WorkerScribe(Workers(workers, writing.LIMITS, making)) if workers else InlineScribe(tools)
    gc.freeze()  # what is loaded by now stays; looking through it now and then would hold the loop for a tenth of a second
    try:
        yield Desk(
            store=store,
            letters=tools.letters,
            scribe=scribe,
            clock=clock or SystemClock(),
            policies=tools.policies,
            people=people,
            identity=identity,
            new_id=random_name,
            approval_hours=settings.desk.approval_hours,
            unproven_is_enough=settings.mail.trust == "unproven_is_enough",
            resend_unknown=settings.desk.unknown_sends == "resend_once",
        )
    finally:
        gc.unfreeze()
        await scribe.close()
        await store.close()


def tools_for(settings: Settings, identity: Identity, *, prepared: bool = False) -> Tools:
    """Load what letters are written with: here, and once in each process that writes many, there all ``prepared``."""
    letters = TemplateLetters(settings.path(settings.desk.templates))
    if prepared:
        letters.prepare()
    return Tools(
        letters=letters,
        sheets=XlsxSheets(),
        policies=Policies.load(settings.path(settings.desk.policies)),
        identity=identity,
    )


def reader_for(settings: Settings, identity: Identity, workers: int | None = None) -> Reader:
    """Make the reader of mail: worker processes, or none of them."""
    mail = settings.mail
    trust = TrustSettings(mail.trusted_server, mail.verify_dkim, received_above=mail.received_above)
    ours = ReaderSettings(trust, identity.addresses, identity.keys)
    count = settings.desk.reader_workers if workers is None else workers
    return WorkerReader(Workers(count, reading.LIMITS, partial(begin_reading, ours))) if count else InlineReader(ours)


def imap_of(settings: Settings) -> ImapMailbox:
    """Make the mailbox the settings name."""
    imap = settings.imap
    token = _token(settings)
    return ImapMailbox(
        ImapAccount(
            name=f"{imap.user}/{imap.folder}",
            host=imap.host,
            user=imap.user,
            port=imap.port,
            security=imap.security,
            password=None if token else imap.password,
            token=token,
            folder=imap.folder,
            timeout_seconds=imap.timeout_seconds,
            ca_file=str(settings.path(imap.ca_file)) if imap.ca_file else None,
        )
    )


def smtp_of(settings: Settings) -> SmtpPostman:
    """Make the postman the settings name."""
    smtp = settings.smtp
    token = _token(settings) if smtp.user else None
    return SmtpPostman(
        SmtpAccount(
            host=smtp.host,
            port=smtp.port,
            security=smtp.security,
            user=smtp.user or None,
            password=smtp.password if smtp.user and not token else None,
            token=token,
            hello=settings.mail.address.rpartition("@")[2],
            timeout_seconds=smtp.timeout_seconds,
            ca_file=str(settings.path(smtp.ca_file)) if smtp.ca_file else None,
        )
    )


def _token(settings: Settings) -> Callable[[], Awaitable[str]] | None:
    oauth = settings.oauth
    if not oauth.client_id:
        return None
    secret, refresh = oauth.client_secret or None, oauth.refresh_token or None
    return Tokens(OAuthAccount(oauth.token_url, oauth.client_id, secret, refresh, oauth.scope))


def html_of(text: str) -> str:
    """Return a person's own text as a letter's page."""
    return written(text, "en")[1]


class Program:
    """The whole program on one desk and one world: the four loops and what they share."""

    def __init__(self, desk: Desk, world: World, settings: Settings) -> None:
        self.desk = desk
        self.world = world
        self.approval = Approval(desk, html_of)
        departures = Departures(desk)
        self.walk = Walk(desk, world.reader, VerdictMail(desk, self.approval), departures)
        self.collector = Collector(world.mailbox, desk.store, desk.clock)
        self.dispatcher = Dispatcher(
            desk.store,
            world.postman,
            desk.clock,
            departures,
            check=last_look(desk),
            allowance=Allowance(settings.smtp.per_minute, settings.smtp.per_day),
        )
        self.doubt = Doubt(
            desk.store,
            desk.clock,
            departures,
            witnesses=(named_in_mail(desk.store),),
            may_resend=lambda _row: desk.resend_unknown,
        )
        self.chaser = Chaser(desk, self.walk, self.approval, self.collector)
        self._sweep_seconds = settings.desk.sweep_seconds
        self._poll_seconds = settings.imap.poll_seconds
        self.mail_came = asyncio.Event()
        self._letters_wait = asyncio.Event()

    async def once(self) -> str:
        """Take in what waits, walk it, chase what is due, send what is due; say what was done."""
        taken = await self.collector.take()
        walked = await self.walk.empty()
        chased = await self.chaser.sweep()
        await self.doubt.settle()
        sent = await self.dispatcher.once()
        return f"{taken} mails taken in, {walked} walked, {chased} disputes chased, {sent} letters sent"

    async def run(self) -> None:
        """Run until cancelled."""
        alarm = Alarm()
        alarm.every(self._sweep_seconds, "sweep", self._sweep)
        alarm.start()
        try:
            async with asyncio.TaskGroup() as loops:
                loops.create_task(self.collector.run(self.mail_came.set, self._poll_seconds))
                loops.create_task(self.walk_when_mail_comes())
                loops.create_task(self.dispatcher.run(self._letters_wait))
        finally:
            alarm.stop()

    async def walk_when_mail_comes(self) -> None:
        """Walk whenever mail was taken in, and now and then all the same."""
        while True:
            self.mail_came.clear()
            try:
                if await self.walk.empty():
                    self._letters_wait.set()
            except WorldFailure as trouble:
                log.warning("waiting for the store", reason=str(trouble))
            try:
                async with asyncio.timeout(self._sweep_seconds):
                    await self.mail_came.wait()
            except TimeoutError:
                continue

    async def _sweep(self) -> None:
        try:
            await self.chaser.sweep()
            await self.doubt.settle()
        except WorldFailure as trouble:
            log.warning("sweep put off", reason=str(trouble))
        self._letters_wait.set()


@asynccontextmanager
async def open_program(settings: Settings) -> AsyncIterator[Program]:
    """Open the program on the mailbox and the server the settings name."""
    async with open_desk(settings, exclusive=True) as desk:
        world = World(imap_of(settings), smtp_of(settings), reader_for(settings, desk.identity))
        try:
            yield Program(desk, world, settings)
        finally:
            await world.reader.close()
            await world.mailbox.close()
            await world.postman.close()
