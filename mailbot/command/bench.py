"""The figures this program is measured by."""

import typer

app = typer.Typer(help="Measure, beside the limit measured in the same run.")
