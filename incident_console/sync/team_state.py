# SPDX-License-Identifier: Apache-2.0
"""The team as this laptop holds it: acts, keys, codes, and the labels that follow from them."""

from __future__ import annotations

from collections import Counter

from incident_console.crypto.hashing import TEAM_SPACE, stream_id
from incident_console.domain.acts import Admission, Content, Founding
from incident_console.domain.membership import Team
from incident_console.domain.operation import Number
from incident_console.storage.index import Index
from incident_console.storage.record import Record
from incident_console.wire.names import base32hex

from .act_files import founding, read_act
from .sealing import FIRST_NONCE

_PREFIXES = {"entry": "", "decision": "D-", "task": "T-", "message": "M-", "report": "R-"}


def _admitted(content: Content) -> tuple[bytes, ...]:
    if isinstance(content, Founding):
        return (content.admission.sign_key,)
    return (content.sign_key,) if isinstance(content, Admission) else ()


class TeamState:
    """Rebuilt when an act arrives; answers who is who and how a number is shown."""

    def __init__(self, record: Record, index: Index, team_id: bytes, device: bytes) -> None:
        self._record = record
        self._index = index
        self.team_id = team_id
        self._device = device
        self.reload()

    def reload(self) -> None:
        """Read the acts anew."""
        acts = self._index.acts()
        self.founding = founding(acts)
        read = [read_act(data, self.team_id) for data in acts]
        self.team = Team(read)
        self.admitted_keys = frozenset(key for act in read for key in _admitted(act.content))
        self._codes = self._read_codes()
        self._first_streams = {
            stream_id(self.team_id, TEAM_SPACE, member.admission.sign_key, FIRST_NONCE): device
            for device, member in self.team.members.items()
        }
        self._later_streams: dict[bytes, str] = {}

    def code(self, device: bytes) -> str:
        """The station's code, with two more characters where two stations hold the same one."""
        return self._codes.get(device, "?")

    def label(self, number: Number | None, incident: bytes = b"", op_id: bytes = b"") -> str:
        """A number as people say it: JO-17, T-JO9; JO.k3-17 for a later stream; JO-17.k3 where two show the same."""
        if number is None:
            return "?"
        doubled = self._index.doubled_numbers()
        is_doubled = bool(doubled) and (incident, number.what, number.series, number.n) in doubled
        suffix = f".{base32hex(op_id, 2)}" if is_doubled and op_id else ""
        series, prefix = self._series(number.series), _PREFIXES.get(number.what, f"{number.what}-")
        dash = "-" if not prefix or "." in series else ""
        return f"{prefix}{series}{dash}{number.n}{suffix}"

    def _series(self, stream: bytes) -> str:
        device = self._first_streams.get(stream)
        if device is not None:
            return self.code(device)
        if stream not in self._later_streams:
            self._later_streams[stream] = f"{self._code_of_stream(stream)}.{base32hex(stream, 2)}"
        return self._later_streams[stream]

    def _code_of_stream(self, stream: bytes) -> str:
        row = self._index.connection.execute(
            "SELECT sign_key FROM batches WHERE stream = ? LIMIT 1", (stream,)
        ).fetchone()
        devices = {m.admission.sign_key: device for device, m in self.team.members.items()}
        if row:
            return self.code(devices.get(row[0], b""))
        return self.code(self._device) if any(own.stream == stream for own in self._record.own_streams()) else "?"

    def _read_codes(self) -> dict[bytes, str]:
        counts = Counter(member.admission.code for member in self.team.members.values())
        return {
            device: member.admission.code
            if counts[member.admission.code] == 1
            else f"{member.admission.code}.{base32hex(device, 2)}"
            for device, member in self.team.members.items()
        }
