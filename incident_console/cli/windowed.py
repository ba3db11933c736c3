# SPDX-License-Identifier: Apache-2.0
"""The commands that have a face: the window itself, and the demo."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from incident_console.domain.errors import KnownError

from .output import show_json, tell


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("demo")(demo)


def open_window() -> int:
    """Open the window; returns its exit code. Raises KnownError where there is no screen, or no Qt."""
    return int(_loaded("app").main([]))


def demo(
    into: Annotated[Path | None, typer.Option("--into", metavar="DIR", help="Leave report and pictures there.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Play an outage with three laptops and one folder; with a display it stays open at the end."""
    code = int(_loaded("demo").main(into, tell if as_json else partial(print, flush=True)))
    if as_json:
        show_json({"ok": code == 0})
    raise typer.Exit(code)


def _loaded(name: str) -> ModuleType:
    """A module that needs the window's libraries; raises KnownError where they are not there."""
    try:
        return import_module(f"incident_console.{name}")
    except ImportError as problem:
        raise KnownError(
            "The window cannot be opened on this machine",
            f"{problem}.",
            "All other commands work; incident-console --help lists them.",
        ) from problem
