# SPDX-License-Identifier: Apache-2.0
"""What holds for every test: its own surroundings, and nothing left behind."""

from __future__ import annotations

pytest_plugins = ["tests.helpers.surroundings", "tests.helpers.leftovers", "tests.helpers.qt_leftovers"]
