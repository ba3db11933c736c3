# SPDX-License-Identifier: Apache-2.0
"""Words that must not be found on the disk, in the forms in which they could lie there."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path


def forms(text: str) -> list[bytes]:
    """A text as it is, in small letters, in base64 and as Windows writes it."""
    raw = text.encode()
    return [raw, text.lower().encode(), base64.b64encode(raw).rstrip(b"=")[:-1], text.encode("utf-16-le")]


def found_in(files: Iterable[Path], canaries: Iterable[str]) -> list[tuple[str, bytes]]:
    """Where such words lie in plain: the name of the file, and the form."""
    patterns = [form for canary in canaries for form in forms(canary)]
    return [(path.name, form) for path in files for form in patterns if form in path.read_bytes()]
