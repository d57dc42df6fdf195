"""A command's way to the desk: settings read, store opened, one event loop, then closed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from mailbot.app import open_desk
from mailbot.errors import NotFound
from mailbot.flow.desk import Desk
from mailbot.mediation.approval import Draft
from mailbot.settings import Settings, read_settings

T = TypeVar("T")

Config = Annotated[
    Path, typer.Option("--config", "-c", envvar="MAILBOT_CONFIG", help="The settings file.", show_default=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
By = Annotated[
    str,
    typer.Option(
        "--by", envvar="MAILBOT_PERSON", help="Who says so: an id from people.toml. Default: who is in charge."
    ),
]
DEFAULT_CONFIG = Path("config/mailbot.toml")


def at_the_desk(config: Path, work: Callable[[Desk, Settings], Awaitable[T]]) -> T:
    """Open the desk, do the work, close it."""
    settings = read_settings(config)

    async def opened() -> T:
        async with open_desk(settings) as desk:
            return await work(desk, settings)

    return asyncio.run(opened())


async def find_draft(desk: Desk, name: str) -> Draft:
    """Return the newest revision of a draft by its id or the beginning of it."""
    draft = await desk.store.draft(name)
    if draft is not None:
        return draft
    near = {item.id: item for item in await desk.store.drafts() if item.id.startswith(name.lower())}
    if len(near) != 1:
        raise NotFound(f"no draft {name}" if not near else f"several drafts begin with {name}: {', '.join(near)}")
    found = await desk.store.draft(next(iter(near)))
    assert found is not None, "a listed draft is in the store"
    return found


async def find_dispute(desk: Desk, name: str) -> str:
    """Return a dispute's id by its id, the beginning of it, or its order's number."""
    rows = await desk.store.disputes()
    exact = [row.id for row in rows if row.id.lower() == name.lower()]
    near = exact or [
        row.id for row in rows if row.id.lower().startswith(name.lower()) or row.order_number.lower() == name.lower()
    ]
    if len(near) != 1:
        raise NotFound(f"no dispute {name}" if not near else f"several disputes fit {name}: {', '.join(near)}")
    return near[0]
