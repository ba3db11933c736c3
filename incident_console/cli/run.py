# SPDX-License-Identifier: Apache-2.0
"""Finds the command that was typed and loads only what that one needs; turns known errors into one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from incident_console import __version__
from incident_console.domain.errors import KnownError

from .output import tell, tidy_streams

_MODULES = {
    "workspace": ("create", "join", "requests", "admit", "rebuild"),
    "status": ("status",),
    "membership": ("members", "role", "revoke", "held", "admit-held"),
    "kits": ("recovery-kit", "recover"),
    "folders": ("folder", "sync"),
    "bundles": ("bundle", "bundle-import"),
    "incidents": ("incidents", "plans", "open-incident"),
    "log": ("log", "entries", "strike", "significant", "tag", "known-at"),
    "tasks": ("tasks", "task", "conflicts", "settle"),
    "people": ("people", "call", "import-contacts"),
    "documents": ("documents", "show-document", "export-document"),
    "library": ("import-documents", "search"),
    "reports": ("report",),
    "evidence": ("evidence", "verify"),
    "windowed": ("demo",),
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code."""
    tidy_streams()
    app = _app(arguments)
    try:
        app(args=list(arguments), prog_name="incident-console")
    except KnownError as problem:
        tell(problem.one_line())
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    return 0


def _app(arguments: Sequence[str]) -> typer.Typer:
    """The commands of the module that holds the one asked for; all of them for help and for a word unknown."""
    app = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=False
    )
    app.callback(invoke_without_command=True)(_start)
    word = next(iter(arguments), "")
    wanted = [module for module, words in _MODULES.items() if word in words]
    for module in wanted or _MODULES:
        import_module(f"incident_console.cli.{module}").register(app)
    return app


def _version(is_asked: bool) -> None:
    if is_asked:
        print(f"incident-console {__version__}")
        raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """A crisis console for ordinary laptops. Without a command the window opens."""
    if context.invoked_subcommand is None:
        from .windowed import open_window

        sys.exit(open_window())
