# SPDX-License-Identifier: Apache-2.0
"""Renders the gallery: ``python -m tests.ui.gallery OUT [SCENE...]``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

WIDTH, HEIGHT = 1366, 768


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from incident_console.ui.theme import ThemeChoice, theme_manager
    from tests.ui.gallery.scenes import SCENES, SHEETS

    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST):
        for zoom in (100, 200):
            theme_manager().apply(choice, zoom)
            for name in sys.argv[2:] or SCENES:
                window = SCENES[name]()
                window.resize(WIDTH, HEIGHT * 2 if name in SHEETS else HEIGHT)
                window.show()
                window.setFocus()
                for _ in range(3):
                    app.processEvents()
                window.grab().save(str(out / f"{name}-{choice.value}-{zoom}.png"))
                window.close()
                window.deleteLater()


if __name__ == "__main__":
    main()
