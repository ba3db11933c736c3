# SPDX-License-Identifier: Apache-2.0
"""Where a document that comes from no file lies in the library."""

from __future__ import annotations

import re
from collections.abc import Collection

_MOST_FILE_NAME = 80
_NO_FILE_SIGN = re.compile(r"[^\w]+")


def free_path(title: str, ending: str, taken: Collection[str]) -> str:
    """A file name that says the title and that no document has yet."""
    stem = _NO_FILE_SIGN.sub("-", title.casefold()).strip("-")[:_MOST_FILE_NAME] or "document"
    numbers = range(1, len(taken) + 2)
    names = (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}" for number in numbers)
    return next(name for name in names if name not in taken)
