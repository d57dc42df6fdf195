"""Drafts: immutable revisions with what people said to them, and the one-time addresses to say it to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from mailbot.adapters.store.codec import from_json, plain, to_json
from mailbot.adapters.store.statements import AnyRow, Columns, gathered, insert_all
from mailbot.adapters.store.tables import PENDING, drafts, enclosures, tokens
from mailbot.errors import NotFound, StaleDispute
from mailbot.mediation.approval import Draft, DraftState, Enclosure
from mailbot.ports import AddDraft, AddToken, ApprovalToken, BurnToken, LetPass, SetDraft

_ADD, _ENCLOSE = insert(drafts), insert(enclosures)
_THIS = (drafts.c.id == bindparam("draft"), drafts.c.revision == bindparam("link"))
_SET = update(drafts).where(*_THIS, drafts.c.state == bindparam("expected")).values(state=bindparam("to"))
_DECIDE = _SET.values(decided_by=bindparam("by"), decided_at=bindparam("when"), reason=bindparam("why"))
_LET = update(drafts).where(*_THIS).values(let_pass_by=bindparam("by"), let_pass_reason=bindparam("why"))
_STATE = select(drafts.c.state).where(*_THIS)
_NEWEST = select(drafts).where(drafts.c.id == bindparam("draft")).order_by(drafts.c.revision.desc()).limit(1)
_ONE = select(drafts).where(*_THIS)
_ALL = select(drafts).order_by(drafts.c.created_at, drafts.c.id, drafts.c.revision)
_PENDING_OF = _ALL.where(PENDING, drafts.c.dispute_id == bindparam("dispute"))
_ENCLOSED = (
    select(enclosures)
    .where(tuple_(enclosures.c.draft_id, enclosures.c.revision).in_(bindparam("drafts", expanding=True)))
    .order_by(enclosures.c.draft_id, enclosures.c.revision, enclosures.c.position)
)
_CLIENT = select(drafts.c.client_id).where(drafts.c.id == bindparam("of_draft")).limit(1).scalar_subquery()
_ADD_TOKEN = insert(tokens).values(client_id=_CLIENT)
_TOKEN = select(tokens).where(tokens.c.token_hash == bindparam("hash"))
_BURN = (
    update(tokens)
    .where(tokens.c.token_hash == bindparam("hash"), tokens.c.burned_at.is_(None))
    .values(burned_at=bindparam("when"))
)


def add(connection: Connection, write: AddDraft) -> None:
    """Keep a new revision."""
    draft = write.draft
    try:
        connection.execute(_ADD, _columns(draft))
    except IntegrityError as error:
        raise StaleDispute(f"draft {draft.id}, revision {draft.revision} is there already") from error
    insert_all(connection, _ENCLOSE, _enclosure_columns(draft))


def move(connection: Connection, write: SetDraft) -> None:
    """Move a revision on; who sent it does not take the place of who approved it."""
    this = {"draft": write.draft_id, "link": write.revision}
    words = this | {"expected": write.expected, "to": write.state}
    if write.state is DraftState.SENT:
        moved = connection.execute(_SET, words)
    else:
        moved = connection.execute(_DECIDE, words | {"by": write.by, "when": write.at, "why": write.reason})
    if moved.rowcount == 0:
        state = connection.execute(_STATE, this).scalar()
        if state is None:
            raise _missing(write.draft_id, write.revision)
        raise StaleDispute(f"draft {write.draft_id}, revision {write.revision} is {state} by now")


def let_pass(connection: Connection, write: LetPass) -> None:
    """Note who let it pass the guard."""
    words = {"draft": write.draft_id, "link": write.revision, "by": write.by, "why": write.reason}
    if connection.execute(_LET, words).rowcount == 0:
        raise _missing(write.draft_id, write.revision)


def one(connection: Connection, draft_id: str, revision: int | None) -> Draft | None:
    """Read one revision, or the newest."""
    query, words = (_NEWEST, {"draft": draft_id}) if revision is None else (_ONE, {"draft": draft_id, "link": revision})
    return next(iter(_whole(connection, query, words)), None)


def pending(connection: Connection, dispute_id: str) -> tuple[Draft, ...]:
    """List what waits for a verdict in a dispute."""
    return _whole(connection, _PENDING_OF, {"dispute": dispute_id})


def listed(connection: Connection, state: DraftState | None, dispute_id: str | None) -> tuple[Draft, ...]:
    """List revisions in this state, of this dispute."""
    query = _ALL
    if state is DraftState.PENDING:
        query = query.where(PENDING)
    elif state is not None:
        query = query.where(drafts.c.state == str(state))
    if dispute_id is not None:
        query = query.where(drafts.c.dispute_id == dispute_id)
    return _whole(connection, query, {})


def add_token(connection: Connection, writes: Sequence[AddToken]) -> None:
    """Keep the hashes of one-time addresses."""
    try:
        connection.execute(_ADD_TOKEN, [_token_columns(write.token) for write in writes])
    except IntegrityError as error:
        raise StaleDispute("this token is there already") from error


def burn_token(connection: Connection, write: BurnToken) -> None:
    """Use it up, once."""
    if connection.execute(_BURN, {"hash": write.token_hash, "when": write.at}).rowcount == 0:
        raise StaleDispute("this reply address was used before")


def token(connection: Connection, token_hash: str) -> ApprovalToken | None:
    """Read what a one-time address stands for."""
    row = connection.execute(_TOKEN, {"hash": token_hash}).one_or_none()
    return None if row is None else ApprovalToken(**{name: getattr(row, name) for name in ApprovalToken.__slots__})


def _token_columns(token: ApprovalToken) -> Columns:
    row = {name: getattr(token, name) for name in ApprovalToken.__slots__}
    return row | {"of_draft": token.draft_id}


def _missing(draft_id: str, revision: int) -> NotFound:
    return NotFound(f"there is no draft {draft_id}, revision {revision}")


def _whole(connection: Connection, query: Select[Any], words: dict[str, Any]) -> tuple[Draft, ...]:
    rows = connection.execute(query, words).all()
    keys = [(row.id, row.revision) for row in rows]
    files = gathered(connection.execute(_ENCLOSED, {"drafts": keys}).all(), "draft_id", "revision") if keys else {}
    return tuple(_draft(row, files.get((row.id, row.revision), [])) for row in rows)


def _draft(row: AnyRow, files: Sequence[AnyRow]) -> Draft:
    written = from_json(Draft, row.body)
    return replace(
        written,
        details=plain(written.details),
        enclosures=tuple(Enclosure(each.name, each.type, each.content) for each in files),
        state=DraftState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
        let_pass_by=row.let_pass_by,
        let_pass_reason=row.let_pass_reason,
    )


def _columns(draft: Draft) -> Columns:
    """Write a revision; one from before any dispute (which_order) names none."""
    return {
        "id": draft.id,
        "revision": draft.revision,
        "client_id": draft.client_id,
        "dispute_id": draft.dispute_id or None,
        "reader": draft.reader,
        "state": draft.state,
        "created_at": draft.created_at,
        "decided_by": draft.decided_by,
        "decided_at": draft.decided_at,
        "reason": draft.reason,
        "let_pass_by": draft.let_pass_by,
        "let_pass_reason": draft.let_pass_reason,
        "body": to_json(replace(draft, enclosures=())),
    }


def _enclosure_columns(draft: Draft) -> list[Columns]:
    return [
        {
            "draft_id": draft.id,
            "revision": draft.revision,
            "position": position,
            "client_id": draft.client_id,
            "name": each.name,
            "type": each.type,
            "content": each.content,
        }
        for position, each in enumerate(draft.enclosures)
    ]
