# SPDX-License-Identifier: Apache-2.0
"""A font file made known to reportlab, mended where emoji would be copied out of a PDF as other characters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_TOO_LONG = re.compile("<([0-9A-F]{5,6})>")


def embedded_font(name: str, path: Path, keeps_ascii: bool) -> Any:
    """Load a TrueType font that documents embed as a subset; with ``keeps_ascii`` plain text keeps its codes."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    class EmbeddedFont(TTFont):  # type: ignore[misc]
        """Tells readers of the PDF what each glyph means, as ISO 32000-1, 9.10.3 has it: in UTF-16."""

        def addObjects(self, doc: Any) -> None:  # noqa: N802  reportlab's name
            """Add the subsets to a document that is being finished."""
            super().addObjects(doc)
            for key, item in doc.idToObject.items():
                if key.startswith("toUnicodeCMap:"):
                    item.content = _TOO_LONG.sub(_as_utf16, item.content)

    font = EmbeddedFont(name, str(path), asciiReadable=keeps_ascii, shapable=False)
    pdfmetrics.registerFont(font)
    return font


def _as_utf16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"
