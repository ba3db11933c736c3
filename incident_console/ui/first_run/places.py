# SPDX-License-Identifier: Apache-2.0
"""Where a new workspace goes unless somebody says otherwise."""

from __future__ import annotations

from pathlib import Path


def usual_workspace_place(home: Path | None = None) -> Path:
    """A directory in the home directory that is not there yet; its name tells nothing of the team."""
    base = (home or Path.home()) / "incident-console"
    for number in range(1, 1000):
        path = base / f"workspace-{number}"
        if not path.exists():
            return path
    return base / "workspace"
