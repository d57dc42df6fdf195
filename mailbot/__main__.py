"""The command line."""

import sys

import typer

from mailbot.command import bench, demo, disputes, drafts, orders, policy, quarantine, reading, running
from mailbot.command.output import complain
from mailbot.errors import MailbotError, SettingsError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="The mediator's desk: disputes over liquidation lots, mediated by email, one party at a time.",
)
for command in (
    demo.demo,
    running.run,
    running.check,
    running.doctor,
    orders.value,
    disputes.disputes,
    disputes.show,
    disputes.messages,
    disputes.explain,
    disputes.move,
    drafts.drafts,
    drafts.approve,
    drafts.reject,
    drafts.change,
    drafts.undo,
    drafts.resend,
    drafts.let_pass,
    reading.read,
):
    app.command()(command)
app.add_typer(orders.app, name="orders")
app.add_typer(policy.app, name="policy")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(bench.app, name="bench")


def main() -> None:
    """Run the command that was asked for: exit 0 done, 1 could not, 2 wrong use or settings."""
    try:
        app()
    except SettingsError as fault:
        complain(str(fault))
        sys.exit(2)
    except MailbotError as trouble:
        complain(str(trouble))
        sys.exit(1)


if __name__ == "__main__":
    main()
