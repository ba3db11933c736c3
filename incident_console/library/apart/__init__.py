# SPDX-License-Identifier: Apache-2.0
"""Files of foreign formats are read in a process of its own: what one of them makes of its reader ends with that."""

from .process import ReadingProcess

__all__ = ["ReadingProcess"]
