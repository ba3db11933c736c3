# SPDX-License-Identifier: Apache-2.0
"""A status report as plain maps and lists, and back: what is sealed when a report is issued.

Only None, bool, int, str, list and dict with text keys; no floats. Members that this release does not know are
passed over, so that a report of a newer program can still be read; missing ones take their defaults.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from functools import lru_cache
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from incident_console.domain.errors import KnownError
from incident_console.domain.operation import Value
from incident_console.domain.status_report import StatusReport

MAX_ROWS = 50_000
"""More rows than this in one list are refused: no report is that long, so it is an attack or damage."""
_LAST_MS = 253_370_764_799_999  # the end of the year 9998: with any zone's offset still a date
_LARGEST = 2**53
_MINUTES_A_DAY = 1440


def to_plain(report: StatusReport) -> dict[str, Value]:
    """The snapshot as a plain map, ready to be sealed."""
    return {field.name: _plain(getattr(report, field.name)) for field in fields(report)}


def from_plain(plain: object) -> StatusReport:
    """The snapshot of a plain map; raises KnownError for a missing member, a wrong type or an absurd value."""
    report = _read(StatusReport, plain, "report")
    assert isinstance(report, StatusReport)  # noqa: S101  what _read promises, said to the type checker
    return report


def _plain(value: Any) -> Value:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _read(kind: Any, value: object, path: str) -> object:
    if get_origin(kind) is tuple:
        return _read_rows(get_args(kind)[0], value, path)
    if is_dataclass(kind):
        return _read_map(kind, value, path)
    choices = get_args(kind)  # of "X | None"
    if choices:
        return None if value is None else _read(choices[0], value, path)
    if type(value) is not kind:
        _refuse(path)
    if kind is int:
        _check_range(value, path)
    return value


def _read_rows(kind: Any, value: object, path: str) -> tuple[object, ...]:
    if not isinstance(value, list) or len(value) > MAX_ROWS:
        _refuse(path)
    return tuple(_read(kind, item, f"{path}[{number}]") for number, item in enumerate(value))


def _read_map(kind: Any, value: object, path: str) -> object:
    if not isinstance(value, dict):
        _refuse(path)
    hints = _hints(kind)
    members = {}
    for field in fields(kind):
        if field.name in value:
            members[field.name] = _read(hints[field.name], value[field.name], f"{path}.{field.name}")
        elif _is_required(field):
            _refuse(f"{path}.{field.name}")
    return kind(**members)


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _check_range(value: Any, path: str) -> None:
    if path.endswith("_at_ms"):
        is_sane = 0 <= value <= _LAST_MS
    elif path.endswith("utc_offset_min"):
        is_sane = -_MINUTES_A_DAY < value < _MINUTES_A_DAY
    else:
        is_sane = -_LARGEST < value < _LARGEST
    if not is_sane:
        _refuse(path)


def _refuse(path: str) -> NoReturn:
    raise KnownError(
        "This status report cannot be read",
        f"Its snapshot is damaged or was made by another program: {path} is missing or makes no sense.",
        "Nothing else is affected. Ask another station for the PDF.",
    )
