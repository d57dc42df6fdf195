"""Letters from templates: one folder a letter, one tree a language, a client's own before the common ones."""

from mailbot.adapters.letters.template_letters import TemplateLetters

__all__ = ["TemplateLetters"]
