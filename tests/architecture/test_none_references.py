# SPDX-License-Identifier: Apache-2.0
"""A guard against a Qt binding that loses references to None and so aborts after a few thousand calls.

PySide6 6.12.0 does so on Python 3.11, where None is counted: short tests pass, long sessions die.
"""

from __future__ import annotations

import subprocess
import sys

CALLS = 200
COUNT_NONE = f"""
import sys
from PySide6.QtWidgets import QApplication, QLabel
app, label = QApplication([]), QLabel()
before = sys.getrefcount(None)
for _ in range({CALLS}):
    label.setText("text")
print(sys.getrefcount(None) - before)
"""


def test_setting_a_text_keeps_the_references_to_none() -> None:
    done = subprocess.run([sys.executable, "-c", COUNT_NONE], check=True, capture_output=True, text=True)
    assert abs(int(done.stdout)) < CALLS // 4
