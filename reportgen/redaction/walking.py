"""
Every text of what was read, whatever model it stands in.

First all texts are gathered and looked at together: most artifacts hold no sign of a secret, and
stay as they are. Only where there is one the models are walked, and copied where it was taken out.
Words of ours (states, formats, hashes) stay.
"""

import dataclasses
from collections.abc import Sequence
from itertools import compress, repeat
from operator import attrgetter, is_not
from typing import Any, Final, TypeVar

from reportgen.model.base import Model
from reportgen.model.run import Inventory
from reportgen.model.steps import Log
from reportgen.model.tests import PASSED, Case
from reportgen.redaction.keys import is_secret_name
from reportgen.redaction.redactor import Redactor

_OURS: Final = frozenset({"sha256", "format", "status", "kind", "category", "severity", "ci"})
_IDENTITY: Final = frozenset({"suite", "class_name", "name", "file", "ids", "names", "files"})
_COLUMNS: Final = tuple(map(attrgetter, ("suite", "class_name", "name", "artifact")))
_FILE: Final = attrgetter("file")
_OUTCOME: Final = attrgetter("outcome")
_T = TypeVar("_T")


def redacted(value: _T, redactor: Redactor) -> _T:
    """Return *value*, a model or what models hold, without the secrets that *redactor* finds."""
    gathered = _Gathered()
    gathered.add(value)
    walk = _Walk(redactor, redactor.suspect(gathered.texts))
    if not walk.suspect and not gathered.is_named:
        return value
    changed: _T = walk.through(value, strict=False)
    return changed


class _Gathered:
    """The texts of a model; *is_named* says that one stands under a name which is secret."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.is_named = False

    def add(self, value: Any) -> None:  # noqa: ANN401 - any field of any model
        if isinstance(value, str):
            self.texts.add(value)
        elif isinstance(value, Log):
            self.texts |= {value.name, value.artifact, _whole(value)}
        elif isinstance(value, list | tuple):
            self._add_all(value)
        elif isinstance(value, dict):
            for key, part in value.items():
                self.is_named |= isinstance(part, str) and is_secret_name(str(key))
                self.add(key)
                self.add(part)
        elif names := _fields(type(value)):
            for name in names:
                self.add(getattr(value, name))

    def _add_all(self, values: Sequence[Any]) -> None:
        cases = [each for each in values if type(each) is Case]
        # There may be a million: column by column no code of ours runs for each.
        for column in _COLUMNS:
            self.texts.update(map(column, cases))
        self.texts.update(filter(None, map(_FILE, cases)))
        outcomes = list(map(_OUTCOME, cases))
        for outcome in compress(outcomes, map(is_not, outcomes, repeat(PASSED))):
            self.add(outcome)
        for each in values if len(cases) != len(values) else ():
            if type(each) is not Case:
                self.add(each)


def _fields(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a model or row that may hold text of others."""
    if (known := _FIELDS.get(kind)) is not None:
        return known
    if issubclass(kind, Model):
        names = tuple(kind.model_fields)
    elif dataclasses.is_dataclass(kind):
        names = tuple(field.name for field in dataclasses.fields(kind))
    else:
        names = ()
    return _FIELDS.setdefault(kind, tuple(name for name in names if name not in _OURS))


_FIELDS: Final[dict[type, tuple[str, ...]]] = {}


def _whole(log: Log) -> str:
    """Return *log* as one text: a key goes over many lines."""
    return "\n".join(line.text for line in log.lines)


@dataclasses.dataclass(frozen=True, slots=True)
class _Walk:
    """Takes secrets out of the texts that are *suspect*."""

    redactor: Redactor
    suspect: set[str]

    def through(self, value: Any, *, strict: bool) -> Any:  # noqa: ANN401, PLR0911 - any field of any model; one return per shape
        if isinstance(value, str):
            return self._text(value, strict=strict)
        if isinstance(value, Log):
            return self._log(value)
        if isinstance(value, Model):
            changes = self._changes(value)
            return value.model_copy(update=changes) if changes else value
        if isinstance(value, list):
            return [
                each if self._is_clear(each) else self.through(each, strict=strict)
                for each in value
            ]
        if isinstance(value, dict):
            return {
                self._text(key, strict=True): self.redactor.under(key, part)
                if isinstance(part, str)
                else self.through(part, strict=strict)
                for key, part in value.items()
            }
        if isinstance(value, tuple):
            parts = [self.through(part, strict=strict) for part in value]
            if all(new is old for new, old in zip(parts, value, strict=True)):
                return value
            return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changes = self._changes(value)
            return dataclasses.replace(value, **changes) if changes else value
        return value

    def _text(self, text: str, *, strict: bool) -> str:
        return self.redactor.text(text, strict=strict) if text in self.suspect else text

    def _is_clear(self, row: object) -> bool:
        """Whether *row* is one of the many that passed, and nothing in it is suspect."""
        return (
            type(row) is Case
            and row.outcome is PASSED
            and row.name not in self.suspect
            and row.class_name not in self.suspect
            and row.suite not in self.suspect
            and row.file not in self.suspect
            and row.artifact not in self.suspect
        )

    def _changes(self, value: object) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        is_test = isinstance(value, Case | Inventory)
        for name in _fields(type(value)):
            old = getattr(value, name)
            new = self.through(old, strict=is_test and name in _IDENTITY)
            if new is not old and new != old:
                changes[name] = new
        return changes

    def _log(self, log: Log) -> Log:
        """Return *log* redacted as one text, each line of which stays one."""
        whole = _whole(log)
        name, artifact = self._text(log.name, strict=False), self._text(log.artifact, strict=False)
        if whole in self.suspect:
            whole = self.redactor.text(whole, keep_lines=True)
        lines = tuple(
            line if line.text == text else line._replace(text=text)
            for line, text in zip(log.lines, whole.split("\n"), strict=True)
            if text or not line.text
        )
        return log.model_copy(update={"name": name, "artifact": artifact, "lines": lines})
