# SPDX-License-Identifier: Apache-2.0
"""The command line: everything that IT or a script needs without a window, on the same services as the window.

Exit code 0, or 1 with one clear line on stderr, or 2 for a command that was typed wrongly. Results go to stdout.
"""

from .run import main

__all__ = ["main"]
