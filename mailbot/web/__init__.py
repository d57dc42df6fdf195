"""The mediator's console."""
