"""How the running is written down: ids and events, never a party's words."""

import logging
import sys
from typing import Any, TextIO

import structlog

from mailbot.settings import Settings


def set_up_logs(settings: Settings) -> None:
    """Write one line an event, as the settings want it; libraries stay quiet (one of them logs whole mails)."""
    level = getattr(logging, settings.log.level.upper())
    stream = _stream(settings)
    last: Any = structlog.processors.JSONRenderer() if settings.log.format == "json" else _plain(stream)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=stream)
    for name in ("aioimaplib", "aiosmtplib", "apscheduler", "sqlalchemy", "mail.log", "pymap"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _plain(stream: TextIO) -> Any:
    return structlog.dev.ConsoleRenderer(colors=stream.isatty())


def _stream(settings: Settings) -> TextIO:
    if settings.log.file is None:
        return sys.stderr
    path = settings.path(settings.log.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a", encoding="utf-8", buffering=1)
