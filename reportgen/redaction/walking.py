"""
Every text of what was read, whatever model it stands in.

A model is copied only where something was taken out. Words of ours (states, formats, hashes) stay.
A million results cost little: they are looked at in stretches, of which most hold nothing.
"""

import dataclasses
from typing import Any, Final, TypeVar

from reportgen.model.base import Model
from reportgen.model.steps import Log
from reportgen.model.tests import PASSED, Case
from reportgen.redaction.redactor import Redactor

_OURS: Final = frozenset({"sha256", "format", "status", "kind", "category", "severity", "ci"})
_IDENTITY: Final = frozenset({"suite", "class_name", "name", "file", "ids", "names", "files"})
_STRETCH: Final = 512
_T = TypeVar("_T")


def redacted(value: _T, redactor: Redactor) -> _T:
    """Return *value*, a model or what models hold, without the secrets that *redactor* finds."""
    changed: _T = _walked(value, redactor, strict=False)
    return changed


def _walked(value: Any, redactor: Redactor, *, strict: bool) -> Any:  # noqa: ANN401, PLR0911 - any field of any model; one return per shape
    if isinstance(value, str):
        return redactor.text(value, strict=strict)
    if isinstance(value, Log):
        return _log(value, redactor)
    if isinstance(value, Model):
        changes = _changes(value, type(value).model_fields, redactor)
        return value.model_copy(update=changes) if changes else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        changes = _changes(value, names, redactor)
        return dataclasses.replace(value, **changes) if changes else value
    if isinstance(value, list):
        return _rows(value, redactor, strict=strict)
    if isinstance(value, dict):
        return {
            redactor.text(key, strict=True): redactor.under(key, part)
            if isinstance(part, str)
            else _walked(part, redactor, strict=strict)
            for key, part in value.items()
        }
    if isinstance(value, tuple):
        parts = [_walked(part, redactor, strict=strict) for part in value]
        if all(new is old for new, old in zip(parts, value, strict=True)):
            return value
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _changes(value: object, names: Any, redactor: Redactor) -> dict[str, Any]:  # noqa: ANN401 - fields by name
    changes: dict[str, Any] = {}
    for name in names:
        if name in _OURS:
            continue
        old = getattr(value, name)
        new = _walked(old, redactor, strict=name in _IDENTITY)
        if new is not old and new != old:
            changes[name] = new
    return changes


def _log(log: Log, redactor: Redactor) -> Log:
    """Return *log* redacted as one text: a key goes over many lines, each of which stays one."""
    whole = "\n".join(line.text for line in log.lines)
    name, artifact = redactor.text(log.name), redactor.text(log.artifact)
    texts = redactor.text(whole, keep_lines=True).split("\n")
    lines = tuple(
        line if line.text == text else line._replace(text=text)
        for line, text in zip(log.lines, texts, strict=True)
        if text or not line.text
    )
    return log.model_copy(update={"name": name, "artifact": artifact, "lines": lines})


def _rows(rows: list[Any], redactor: Redactor, *, strict: bool) -> list[Any]:
    """Return *rows* redacted, stretch by stretch; one without a sign of a secret stays as it is."""
    made: list[Any] = []
    for at in range(0, len(rows), _STRETCH):
        stretch = rows[at : at + _STRETCH]
        plain = [row for row in stretch if isinstance(row, Case) and row.outcome is PASSED]
        names = {
            text
            for c in plain
            for text in (c.suite, c.class_name, c.name, c.file or "", c.artifact)
        }
        clear = not redactor.may_hold("\n".join(sorted(names)))
        made += [
            row
            if clear and isinstance(row, Case) and row.outcome is PASSED
            else _walked(row, redactor, strict=strict)
            for row in stretch
        ]
    return made
