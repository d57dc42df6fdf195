"""Seal: a draft becomes the final bytes to its one reader, read again before anybody has them."""

from datetime import datetime

from mailbot.mail.check import sealed
from mailbot.mail.compose import Posted
from mailbot.mail.envelope import Envelope
from mailbot.mail.identity import Identity
from mailbot.mail.message_id import Heard, own_message_id
from mailbot.mail.token import reply_token, tagged
from mailbot.mediation.approval import BY_POLICY, Draft


def seal(draft: Draft, identity: Identity, ids: Heard, at: datetime) -> Envelope:
    """Return a draft's envelope; UnsafeLetter if its bytes are not the letter that was asked for."""
    token = reply_token(identity.keys, draft.dispute_id, draft.reader)
    posted = Posted(
        sender=identity.address,
        sender_name=identity.name,
        reply_to=tagged(identity.address, token) if identity.plus_addresses else identity.address,
        reader=draft.address,
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        message_id=own_message_id(identity.keys, f"{draft.id}.{draft.revision}", identity.domain),
        in_reply_to=ids.own[-1] if ids.own else "",
        references=ids.own,
        date=at,
        language=draft.language,
        enclosures=draft.enclosures,
        automatic=draft.decided_by == BY_POLICY,
        loop_mark=identity.domain,
    )
    return sealed(posted)
