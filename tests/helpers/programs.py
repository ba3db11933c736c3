# SPDX-License-Identifier: Apache-2.0
"""Programs of the system that some tests use: a virtual display, a window manager, PDF and trace tools."""

from __future__ import annotations

import os
import shutil

import pytest


def require_program(name: str) -> str:
    """The path of a program; where it is missing the test is skipped, and on the build machine it fails."""
    path = shutil.which(name)
    if path is None:
        reason = f"{name} is not installed; python3 dev.py test says how to install it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path
