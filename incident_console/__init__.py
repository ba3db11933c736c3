# SPDX-License-Identifier: Apache-2.0
"""Incident Console: a crisis console for ordinary laptops, without server or network."""

__version__ = "0.1.0"
