# SPDX-License-Identifier: Apache-2.0
"""What commands share: their arguments, and opening a workspace for the time of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incident_console.domain.errors import KnownError
from incident_console.domain.events import Event, Notice
from incident_console.services.garbage import seldom_looked_for

from .output import tell
from .passphrase import read_passphrase

if TYPE_CHECKING:
    from incident_console.services.session import Session

Workspace = Annotated[Path, typer.Argument(metavar="WORKSPACE", help="The directory of the workspace.")]
Incident = Annotated[str, typer.Argument(metavar="INCIDENT", help="Its id, the beginning of it, or its name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="Read the passphrase from the first line of FILE."),
]
Category = Annotated[str, typer.Option("--category", metavar="C", help="Only documents of this category.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="T", help="Only with this tag; again for more.")]
Owner = Annotated[str, typer.Option("--owner", metavar="O", help="Only of this owner, a role.")]
Vital = Annotated[bool | None, typer.Option("--vital/--not-vital", help="Only vital documents, or only others.")]
KdfMemory = Annotated[
    int | None,
    typer.Option("--kdf-memory", metavar="MIB", help="Memory that trying a passphrase costs, 64 to 2048 MiB."),
]


def tell_notice(event: Event) -> None:
    """Say beside the results what a window would say above its page."""
    if isinstance(event, Notice):
        tell(f"{event.title}. {event.message}")


def tell_standing(session: Session) -> None:
    """Say that this laptop is no member any more, if so."""
    if (standing := session.standing) is not None:
        tell_notice(standing)


@contextmanager
def opened(workspace: Path, passphrase_file: Path | None, command: str, *, may_wait: bool = False) -> Iterator[Session]:
    """An unlocked workspace for the time of a command; ``may_wait`` allows one that waits for admission."""
    from incident_console.services.session import is_workspace, open_session

    if not is_workspace(workspace):  # told before anybody is asked for a passphrase
        raise KnownError(f"{workspace} is not a workspace", "", "Create one, or join a team.")
    with seldom_looked_for():
        session = open_session(workspace, read_passphrase(passphrase_file), purpose=f"incident-console {command}")
        try:
            session.bus.subscribe(tell_notice)
            if not (may_wait or session.station.is_joined):
                raise KnownError("This laptop was not admitted yet", "", "Ask an admin to admit it, then sync.")
            yield session
        finally:
            session.close()
