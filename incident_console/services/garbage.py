# SPDX-License-Identifier: Apache-2.0
"""How often a command looks for circles of dead objects: seldom, since it ends soon."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 50_000
"""Python looks after every 700 new objects, which took a tenth of an import; memory grows by some MB at most."""


@contextmanager
def seldom_looked_for() -> Iterator[None]:
    """Let garbage wait inside; the window, which stays, has a rule of its own."""
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
