# SPDX-License-Identifier: Apache-2.0
"""reportlab's fonts belong to one document at a time; whoever draws one holds this lock meanwhile."""

from __future__ import annotations

from threading import Lock

ONE_AT_A_TIME = Lock()
