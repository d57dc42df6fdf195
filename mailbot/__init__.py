"""mailbot: the desk of a mediator who works by email, one party at a time.

The walk of a mail:

    mailbox --collect--> raw mail --walk--> message -> placement -> intents -> Decision -> drafts
    party <--dispatch-- outbox <-- approved letter <--verdict-- mediator <-- guard <-------+
    clock --chase--> what is due --decide------------------------------------------------+

Nouns stand below (``mediation``, ``claims``, ``policy``, ``mail``), verbs above (``steps``), the shell that walks
them in ``flow``, the world at the side in ``adapters``.
"""
