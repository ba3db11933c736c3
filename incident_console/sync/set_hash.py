# SPDX-License-Identifier: Apache-2.0
"""The set hash: laptops that hold the same show the same one."""

from __future__ import annotations

import hashlib

from incident_console.crypto import tags
from incident_console.storage.index import Index


def set_digest(index: Index) -> bytes:
    """32 bytes over the operations and acts held."""
    accepted, others = index.sorted_ids()
    digest = hashlib.sha256(tags.SET)
    digest.update(b"".join(accepted))
    digest.update(b"".join(op_id + bytes((state,)) for op_id, state in others))
    digest.update(b"".join(index.act_ids()))
    return digest.digest()
