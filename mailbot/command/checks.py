"""Whether the desk can run: files checked without the world, and the world looked at."""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.policies import Policies
from mailbot.app import imap_of, open_desk, smtp_of
from mailbot.errors import MailbotError, SettingsError
from mailbot.mail.envelope import SendState
from mailbot.settings import Settings, read_people, read_settings

FREE_BYTES_MIN = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    well: bool
    found: str
    cure: str = ""


def checked(config: Path) -> tuple[list[str], str]:
    """Check settings, people, policies and templates; return all faults, and what was counted if there are none."""
    try:
        settings = read_settings(config)
    except SettingsError as fault:
        return [str(fault)], ""
    faults: list[str] = []
    counted: list[str] = []
    for name, look in {"people": _people, "policies": _policies, "templates": _templates}.items():
        try:
            counted.append(f"{name}: {look(settings)}")
        except SettingsError as fault:
            faults.append(str(fault))
    return faults, "\n".join(["settings: good", *counted])


def _people(settings: Settings) -> str:
    people = read_people(settings.path(settings.desk.people))
    if not any("mediator" in person.roles for person in people):
        raise SettingsError(f"{settings.path(settings.desk.people)}: nobody has the role mediator")
    return f"{len(people)}, good"


def _policies(settings: Settings) -> str:
    policies = Policies.load(settings.path(settings.desk.policies))
    return f"{len(policies.all())} of {len(policies.client_ids())} clients, good"


def _templates(settings: Settings) -> str:
    letters = TemplateLetters(settings.path(settings.desk.templates))
    faults = letters.check()
    if faults:
        raise SettingsError("\n".join(faults))
    return f"{', '.join(letters.languages())}, good"


async def examined(settings: Settings) -> list[Finding]:
    """Look at the store, both servers, the disk and what waits for a person."""
    return [
        await _try("store", lambda: _store(settings)),
        await _try("mailbox (IMAP)", lambda: _mailbox(settings)),
        await _try("post (SMTP)", lambda: _post(settings)),
        _disk(settings),
        _trust(settings),
    ]


async def _try(what: str, look: Callable[[], Awaitable[str]]) -> Finding:
    try:
        return Finding(what, well=True, found=await look())
    except MailbotError as trouble:
        return Finding(what, well=False, found=str(trouble), cure="see the message; then run doctor again")


async def _store(settings: Settings) -> str:
    async with open_desk(settings) as desk:
        counts = await desk.store.counts()
        unknown = len(await desk.store.outbox(SendState.UNKNOWN))
        held = ", ".join(f"{number} {name}" for name, number in sorted(counts.by_name.items()))
        return f"{held or 'empty'}; {unknown} letters of unknown fate"


async def _mailbox(settings: Settings) -> str:
    mailbox = imap_of(settings)
    try:
        uidvalidity = await mailbox.uidvalidity()
        waiting = len(await mailbox.uids_after(0))
        return f"signed in, folder {settings.imap.folder}, UIDVALIDITY {uidvalidity}, {waiting} mails"
    finally:
        await mailbox.close()


async def _post(settings: Settings) -> str:
    postman = smtp_of(settings)
    try:
        return await postman.greet()
    finally:
        await postman.close()


def _disk(settings: Settings) -> Finding:
    folder = settings.path(settings.store.keys_file).parent
    free = shutil.disk_usage(folder if folder.exists() else Path()).free
    well = free > FREE_BYTES_MIN
    return Finding(
        "disk", well, f"{free // 2**20:,} MB free", "" if well else "make room: mail is not taken in below 500 MB"
    )


def _trust(settings: Settings) -> Finding:
    if settings.mail.trusted_server or settings.mail.verify_dkim:
        return Finding(
            "sender's proof", well=True, found=f"trusted server {settings.mail.trusted_server or '(own DKIM check)'}"
        )
    if settings.mail.trust == "unproven_is_enough":
        return Finding("sender's proof", well=True, found="DANGER: unproven senders may bind (mail.trust)")
    cure = "set mail.trusted_server to the name your server writes first into Authentication-Results"
    return Finding("sender's proof", well=False, found="no trusted server: nobody is ever proven", cure=cure)
