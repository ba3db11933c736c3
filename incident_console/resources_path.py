# SPDX-License-Identifier: Apache-2.0
"""Where the files that come with the program are: themes, icons, fonts, plans and the seed documents."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# An installed or frozen program carries the two folders inside its package; a checkout has them beside it.
_PLACES = (_PACKAGE / "_data", _PACKAGE.parent)


def resource_path(*parts: str) -> Path:
    """Find a file or folder that comes with the program: ``resource_path("resources", "themes", "light.toml")``.

    The first part is ``resources`` or ``docs_library``. Raises FileNotFoundError for a name that this
    program does not carry: a broken installation or a mistake of ours, never something a user does.
    """
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"{'/'.join(parts)} is missing from this installation")
