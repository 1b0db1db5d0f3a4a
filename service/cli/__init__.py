"""The command `communique`. One module a command; docs/command-line.md explains each.

Command modules import nothing heavy at their top, so that `communique --help` answers at once.
"""

from __future__ import annotations

from service.cli.app import main

__all__ = ["main"]
