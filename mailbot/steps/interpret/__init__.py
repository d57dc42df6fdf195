"""What a message wants: rules first, no model. A binding word is plain only where a careful lawyer would agree."""

from mailbot.mail.message import Message
from mailbot.mediation.context import Context
from mailbot.mediation.intent import Intent
from mailbot.steps.interpret.concord import concord
from mailbot.steps.interpret.heat import heat_of
from mailbot.steps.interpret.language import language_of
from mailbot.steps.interpret.reading import lay_out

__all__ = ["heat_of", "interpret", "language_of"]


def interpret(message: Message, context: Context) -> tuple[Intent, ...]:
    """Return what the new words of a message want; never empty where there are words. Subject included, quotes not."""
    return concord(lay_out(message, context))
