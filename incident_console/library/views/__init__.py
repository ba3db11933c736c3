# SPDX-License-Identifier: Apache-2.0
"""How each format is shown: one small file for each. They run in a reading process, never in the program itself."""

from .make import make_reading

__all__ = ["make_reading"]
