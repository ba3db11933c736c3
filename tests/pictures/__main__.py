# SPDX-License-Identifier: Apache-2.0
"""Pictures of the whole window, its pages with the demo's outage: ``python dev.py pictures --contact-sheet``."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from incident_console.demo import PASSPHRASE, run
from incident_console.services.session import open_session
from incident_console.ui.pictures import ALL_LOOKS, contact_sheet, draw_pages, draw_scenes
from tests.pictures.details import prepare, scenes
from tests.pictures.doors import draw_doors
from tests.pictures.governed import draw_governed
from tests.pictures.leaving import draw_leaving
from tests.pictures.readers import draw_readers
from tests.pictures.reading import draw_reading


def main() -> None:
    """Play the demo aside, draw every page in every look, and put them on one sheet if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path("pictures-output"), help="where the pictures go")
    parser.add_argument("--contact-sheet", action="store_true", help="one picture of all pictures beside them")
    options = parser.parse_args()
    shutil.rmtree(options.into, ignore_errors=True)
    with tempfile.TemporaryDirectory() as aside:
        workspace = run(Path(aside) / "demo", lambda _: None)
        prepare(Path(aside) / "demo")
        session = open_session(workspace, PASSPHRASE)
        try:
            drawn = draw_pages(session, options.into)
            drawn += draw_scenes(session, options.into, ALL_LOOKS, scenes(session))
            drawn += draw_doors(options.into, ALL_LOOKS)
            drawn += draw_governed(options.into, ALL_LOOKS)
            drawn += draw_leaving(options.into, ALL_LOOKS)
            drawn += draw_readers(options.into, ALL_LOOKS)
            drawn += draw_reading(options.into, ALL_LOOKS)
        finally:
            session.close()
    if options.contact_sheet:
        contact_sheet(drawn, options.into / "contact-sheet.png")
    print(f"{len(drawn)} pictures in {options.into}")


main()
