# SPDX-License-Identifier: Apache-2.0
"""The one small plain file of this laptop: how the window looks and where workspaces lie. Never any content."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_LARGEST_BYTES = 1 << 20


def usual_place() -> Path:
    """Where the file lies on this system for this user."""
    from platformdirs import user_config_path

    return user_config_path("incident-console", appauthor=False) / "window.json"


class LaptopFile:
    """Reads and writes the file anew each time, so that two windows share it. A file that cannot be read is empty.

    Writing is best effort: a laptop whose home cannot be written still opens workspaces, it only forgets its theme.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, object]:
        """Everything that is kept; nothing if the file is absent, torn or something else."""
        try:
            with self.path.open("rb") as file:
                found = json.loads(file.read(_LARGEST_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, news: Mapping[str, object]) -> None:
        """Keep these values beside the others, whole or not at all."""
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        text = json.dumps({**self.read(), **news}, indent=1, sort_keys=True)
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8")
            beside.replace(self.path)
