"""config/mailbot.toml -> the frozen settings each part declares.

Every key stands in config/mailbot.toml with its meaning, unit and default. ``MAILBOT_<SECTION>__<KEY>`` in the
environment overrides a key; a secret may be named by ``<key>_file`` instead. Paths are taken from the folder of the
settings file.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mailbot.errors import SettingsError
from mailbot.mediation.party import Person, Role


class Section(BaseModel):
    """One table of the settings file: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MailSection(Section):
    """Who we are in the mail, and whom we believe."""

    address: str
    name: str = "Dispute desk"
    message_id_domain: str = ""  # "": the address's domain
    plus_addresses: bool = True
    trusted_server: str = ""
    received_above: int = Field(default=0, ge=0, le=9)
    verify_dkim: bool = False
    trust: Literal["proven", "unproven_is_enough"] = "proven"


class OAuthSection(Section):
    """Where access tokens come from (XOAUTH2); empty client_id: a password is used."""

    token_url: str = ""
    client_id: str = ""
    client_secret: str = Field(default="", repr=False)
    refresh_token: str = Field(default="", repr=False)
    scope: str = ""


class ImapSection(Section):
    """The mailbox we read."""

    host: str
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str
    password: str = Field(default="", repr=False)
    folder: str = "INBOX"
    timeout_seconds: float = 30
    idle_seconds: float = 240
    poll_seconds: float = 60
    ca_file: Path | None = None


class SmtpSection(Section):
    """The server we hand letters to."""

    host: str
    port: int = 587
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: str = ""
    password: str = Field(default="", repr=False)
    timeout_seconds: float = 60
    per_minute: int = 30
    per_day: int = 2000
    ca_file: Path | None = None


class StoreSection(Section):
    """Where everything is kept."""

    url: str = "sqlite:///../var/mailbot.db"
    keys_file: Path = Path("../var/keys.toml")


class DeskSection(Section):
    """How the desk works."""

    people: Path = Path("people.toml")
    policies: Path = Path("policies")
    templates: Path = Path("../templates")
    reader_workers: int = Field(default=1, ge=0, le=16)
    letter_workers: int = Field(default=1, ge=0, le=16)
    sweep_seconds: float = 30
    approval_hours: int = Field(default=72, ge=1, le=72)
    unknown_sends: Literal["ask", "resend_once"] = "ask"


class LogSection(Section):
    """What is written down about the running."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"
    file: Path | None = None


class Settings(Section):
    """All settings."""

    mail: MailSection
    imap: ImapSection
    smtp: SmtpSection
    oauth: OAuthSection = OAuthSection()
    store: StoreSection = StoreSection()
    desk: DeskSection = DeskSection()
    log: LogSection = LogSection()
    folder: Path = Field(default=Path(), exclude=True)  # of the settings file

    def path(self, relative: Path) -> Path:
        """Take a path from the folder of the settings file."""
        return (self.folder / relative).resolve()

    @property
    def store_url(self) -> str:
        """The store's URL with a file's path made absolute."""
        scheme, _, rest = self.store.url.partition(":///")
        return f"{scheme}:///{self.path(Path(rest))}" if scheme == "sqlite" else self.store.url


SECRETS = ("password", "client_secret", "refresh_token")


def read_settings(file: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read a settings file; one line for each fault: file, key, what, nearest known key."""
    tables = read_toml(file)
    _override(tables, environment)
    _read_secret_files(tables, file)
    if "folder" in tables:
        raise SettingsError(f"{file}: unknown key 'folder'")
    try:
        return Settings.model_validate(tables | {"folder": file.parent})
    except ValidationError as wrong:
        raise SettingsError("\n".join(_faults(wrong, file))) from None


def read_people(file: Path) -> tuple[Person, ...]:
    """Read config/people.toml: one table a person, its name the person's id."""
    people = []
    for id_, table in read_toml(file).items():
        try:
            person = _PersonTable.model_validate(table)
        except ValidationError as wrong:
            raise SettingsError("\n".join(_faults(wrong, file, _PersonTable, id_))) from None
        people.append(Person(id=id_, **person.model_dump()))
    if not people:
        raise SettingsError(f"{file}: nobody is listed; add at least one mediator")
    return tuple(people)


def read_toml(file: Path) -> dict[str, object]:
    """Read a TOML file; a missing or broken one is a SettingsError that names it."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{file}: there is no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise SettingsError(f"{file}: {broken}") from None
    except OSError as trouble:
        raise SettingsError(f"{file}: cannot be read: {trouble.strerror}") from None


class _PersonTable(Section):
    name: str
    address: str
    roles: tuple[Role, ...]
    clients: tuple[str, ...] = ("*",)
    language: str = "en"
    trainee: bool = False
    active: bool = True


def _override(tables: dict[str, object], environment: Mapping[str, str]) -> None:
    for name, value in environment.items():
        section, separator, key = name.removeprefix("MAILBOT_").lower().partition("__")
        if name.startswith("MAILBOT_") and separator:
            table = tables.setdefault(section, {})
            if isinstance(table, dict):
                table[key] = value


def _read_secret_files(tables: dict[str, object], file: Path) -> None:
    for section, table in tables.items():
        for key in [f"{secret}_file" for secret in SECRETS]:
            if isinstance(table, dict) and key in table:
                secret_file = file.parent / str(table.pop(key))
                try:
                    table[key.removesuffix("_file")] = secret_file.read_text(encoding="utf-8").strip()
                except UnicodeDecodeError:
                    raise SettingsError(f"{file}: {section}.{key}: {secret_file}: is no text") from None
                except OSError as trouble:
                    raise SettingsError(f"{file}: {section}.{key}: {secret_file}: {trouble.strerror}") from None


def _faults(wrong: ValidationError, file: Path, model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[str]:
    for error in wrong.errors():
        path = [str(part) for part in error["loc"]]
        key = ".".join([prefix, *path] if prefix else path)
        if error["type"] == "extra_forbidden":
            yield f"{file}: unknown key '{key}'{_nearest(path, model)}"
        elif error["type"] == "missing":
            yield f"{file}: '{key}' is missing"
        else:
            secret = set(path) & set(SECRETS) or isinstance(error["input"], Mapping | list)  # a table may hold one
            shown = "" if secret else f", not {error['input']!r}"
            yield f"{file}: '{key}': {error['msg'].lower()}{shown}"


def _nearest(path: list[str], model: type[BaseModel]) -> str:
    known = known_keys(model)
    near = difflib.get_close_matches(".".join(path), known, n=1, cutoff=0.5)
    near = near or [name for name in known if name.rpartition(".")[2] == path[-1]][:1]
    if len(path) == 1 and "." in "".join(near):
        near = [near[0].partition(".")[0]]
    return f"; did you mean '{near[0]}'?" if near else f"; known are: {', '.join(known)}"


def known_keys(model: type[BaseModel] = Settings, prefix: str = "") -> tuple[str, ...]:
    """Return the dotted names of all keys a settings file may hold."""
    names: list[str] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if field.exclude:
            continue
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += known_keys(inner, f"{prefix}{name}.")
        else:
            names.append(f"{prefix}{name}")
    return tuple(names)
