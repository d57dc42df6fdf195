"""Settings: every fault in one line with file, key and nearest; secrets never shown."""

from pathlib import Path

import pytest

from mailbot.errors import SettingsError
from mailbot.mediation.party import Role
from mailbot.settings import Settings, known_keys, read_people, read_settings, read_toml

ROOT = Path(__file__).parent.parent
GOOD = """\
[mail]
address = "desk@mailbot.example"

[imap]
host = "imap.mailbot.example"
user = "desk@mailbot.example"
password = "an imap word"

[smtp]
host = "smtp.mailbot.example"
password = "an smtp word"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "mailbot.toml"
    written.write_text(GOOD, encoding="utf-8")
    return written


def fault(file: Path, text: str | None = None, environment: dict[str, str] | None = None) -> str:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as wrong:
        read_settings(file, environment or {})
    return str(wrong.value)


def test_what_is_not_said_has_its_default(file: Path) -> None:
    settings = read_settings(file, {})
    assert (settings.imap.port, settings.imap.security, settings.smtp.port) == (993, "tls", 587)
    assert settings.desk.approval_hours == 72
    assert settings.mail.trust == "proven"
    assert settings.store_url == f"sqlite:///{file.parent.parent / 'var' / 'mailbot.db'}"
    assert settings.path(settings.desk.people) == file.parent / "people.toml"


def test_another_stores_url_stays_as_it_is(file: Path) -> None:
    url = "postgresql://me:word@db.example/mailbot"
    assert read_settings(file, {"MAILBOT_STORE__URL": url}).store_url == url


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[imap]\nhots = 1", "unknown key 'imap.hots'; did you mean 'imap.host'?"),
        ("[imap]\ntimeout_secnds = 1", "unknown key 'imap.timeout_secnds'; did you mean 'imap.timeout_seconds'?"),
        ("[smtp]\nper_minut = 1", "unknown key 'smtp.per_minut'; did you mean 'smtp.per_minute'?"),
        ("[desks]\npeople = 1", "unknown key 'desks'; did you mean 'desk'?"),
        ("[mails]\n", "unknown key 'mails'; did you mean 'mail'?"),
        ('folder = "/"', "unknown key 'folder'"),
    ],
)
def test_an_unknown_key_or_section_names_the_nearest(file: Path, line: str, told: str) -> None:
    text = GOOD
    section, _, rest = line.partition("\n")
    text = text.replace(section, line) if section in text else f"{line}\n{text}"
    assert fault(file, text) == f"{file}: {told}"
    assert rest or section


def test_an_unknown_key_with_nothing_near_lists_what_there_is(file: Path) -> None:
    told = fault(file, GOOD + "\n[zzzzzzzz]\nx = 1\n")
    assert "unknown key 'zzzzzzzz'" in told
    assert "mail.address" in told


def test_every_fault_is_told_each_in_a_line(file: Path) -> None:
    told = fault(file, '[mail]\nadress = "x"\n[imap]\nhost = "h"\nuser = "u"\nport = "many"\n[smtp]\nhost = "h"\n')
    lines = told.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(f"{file}: ") for line in lines)
    assert f"{file}: 'mail.address' is missing" in lines
    assert any("'imap.port'" in line and "'many'" in line for line in lines)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MAILBOT_DESK__APPROVAL_HOURS", "73"),
        ("MAILBOT_DESK__READER_WORKERS", "-1"),
        ("MAILBOT_IMAP__SECURITY", "ssl"),
        ("MAILBOT_MAIL__TRUST", "everybody"),
        ("MAILBOT_LOG__LEVEL", "loud"),
        ("MAILBOT_IMAP__PORT", "many"),
    ],
)
def test_a_value_that_cannot_be_is_named(file: Path, key: str, value: str) -> None:
    told = fault(file, None, {key: value})
    assert key.removeprefix("MAILBOT_").replace("__", ".").lower() in told
    assert value in told


def test_the_environment_overrides_the_file(file: Path) -> None:
    settings = read_settings(
        file,
        {"MAILBOT_IMAP__HOST": "other.example", "MAILBOT_DESK__SWEEP_SECONDS": "5", "MAILBOT_CONFIG": "x", "PATH": ""},
    )
    assert settings.imap.host == "other.example"
    assert settings.desk.sweep_seconds == 5


def test_an_unknown_key_of_the_environment_is_refused_too(file: Path) -> None:
    told = fault(file, None, {"MAILBOT_IMAP__HOTS": "x"})
    assert "imap.hots" in told
    assert "did you mean 'imap.host'?" in told


# --- secrets


def test_a_secret_may_stand_in_a_file_of_its_own(file: Path) -> None:
    (file.parent / "word").write_text("from a file\n", encoding="utf-8")
    file.write_text(GOOD.replace('password = "an imap word"', 'password_file = "word"'), encoding="utf-8")
    settings = read_settings(file, {})
    assert (settings.imap.password, settings.smtp.password) == ("from a file", "an smtp word")


def test_a_secrets_file_may_be_named_by_the_environment(file: Path) -> None:
    (file.parent / "word").write_text("from a file", encoding="utf-8")
    assert read_settings(file, {"MAILBOT_OAUTH__CLIENT_SECRET_FILE": "word"}).oauth.client_secret == "from a file"


def test_a_secrets_file_that_is_not_there_is_named(file: Path) -> None:
    told = fault(file, None, {"MAILBOT_IMAP__PASSWORD_FILE": "nope"})
    assert "imap.password_file" in told
    assert str(file.parent / "nope") in told


def test_a_secrets_file_that_is_no_text_is_named(file: Path) -> None:
    (file.parent / "word").write_bytes(b"\xff\xfe\x00")
    assert "imap.password_file" in fault(file, None, {"MAILBOT_IMAP__PASSWORD_FILE": "word"})


def test_secrets_are_never_shown(file: Path) -> None:
    environment = {"MAILBOT_OAUTH__CLIENT_SECRET": "a client word", "MAILBOT_OAUTH__REFRESH_TOKEN": "a refresh word"}
    settings = read_settings(file, environment)
    shown = f"{settings!r} {settings.imap} {settings.smtp!r} {settings.oauth}"
    for secret in ("an imap word", "an smtp word", "a client word", "a refresh word"):
        assert secret not in shown


@pytest.mark.parametrize("secret", ["password = 12345678", 'password = ["an imap word"]'])
def test_a_secret_of_the_wrong_kind_is_not_shown_either(file: Path, secret: str) -> None:
    told = fault(file, GOOD.replace('password = "an imap word"', secret))
    assert "imap.password" in told
    assert "12345678" not in told
    assert "an imap word" not in told


def test_a_table_with_a_secret_in_it_is_not_shown(file: Path) -> None:
    told = fault(file, GOOD.replace("[imap]", "[[imap]]"))
    assert "'imap'" in told
    assert "an imap word" not in told


def test_nothing_changes_after_reading(file: Path) -> None:
    settings = read_settings(file, {})
    with pytest.raises(ValueError, match="frozen"):
        settings.imap.host = "other.example"  # type: ignore[misc]


# --- the files themselves


def test_a_missing_file(tmp_path: Path) -> None:
    assert fault(tmp_path / "nope.toml") == f"{tmp_path / 'nope.toml'}: there is no such file"


@pytest.mark.parametrize("content", [b"[mail\n", b'[mail]\naddress = "\xff"\n', b"a = 1\na = 2\n"])
def test_a_broken_file_names_itself(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mailbot.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as wrong:
        read_toml(file)
    assert str(wrong.value).startswith(f"{file}: ")
    assert "\n" not in str(wrong.value)


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_toml(tmp_path)


def test_a_section_that_is_no_table(file: Path) -> None:
    told = fault(file, 'mail = "desk@mailbot.example"\n' + GOOD.partition("[imap]")[1] + GOOD.partition("[imap]")[2])
    assert "'mail'" in told


def test_the_sample_settings_are_read_once_their_secrets_are_there() -> None:
    settings = read_settings(ROOT / "config" / "mailbot.toml", {})
    assert settings.path(settings.desk.templates) == ROOT / "templates"


def test_every_key_stands_in_the_sample_settings() -> None:
    text = (ROOT / "config" / "mailbot.toml").read_text(encoding="utf-8")
    sections: dict[str, str] = {}
    for part in text.split("\n[")[1:]:
        name, _, body = part.partition("]")
        sections[name] = body
    for key in known_keys(Settings):
        section, _, name = key.partition(".")
        assert f"{name} = " in sections[section], f"{key} is not in config/mailbot.toml"


# --- people


def people(folder: Path, text: str) -> Path:
    file = folder / "people.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_people_are_read_with_their_defaults(tmp_path: Path) -> None:
    (mora,) = read_people(people(tmp_path, '[mora]\nname = "Mora"\naddress = "m@d.example"\nroles = ["mediator"]\n'))
    assert (mora.id, mora.roles, mora.clients, mora.trainee, mora.active) == (
        "mora",
        (Role.MEDIATOR,),
        ("*",),
        False,
        True,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nobody is listed"),
        ('[m]\nname = "M"\naddress = "m@d.example"\nroles = ["king"]\n', "'m.roles.0'"),
        ('[m]\nname = "M"\nadress = "m@d.example"\nroles = []\n', "unknown key 'm.adress'; did you mean 'address'?"),
        ('[m]\nname = "M"\nroles = []\n', "'m.address' is missing"),
        ("m = 1\n", "'m'"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = people(tmp_path, text)
    with pytest.raises(SettingsError) as wrong:
        read_people(file)
    assert told in str(wrong.value)
    assert str(wrong.value).startswith(f"{file}: ")
