"""The commands, their arguments and exit codes."""

from reporting.cli.commands import main

__all__ = ["main"]
