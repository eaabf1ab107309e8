"""The page of the configuration: every key with its type, its default and what it means."""

import ast
import inspect
import json
import types
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from pages.markup import code, head, prose, table
from reportgen.config.limits import amount
from reportgen.config.quantities import (
    parse_bytes,
    parse_duration,
    parse_percent,
    parse_points,
)
from reportgen.config.settings import Settings

_TEXT: Final = """\
`reportgen.toml` where the command runs, or `[tool.reportgen]` in `pyproject.toml`; `--config` names another file.
All of it is optional; every mistake is listed at once.

A rule of the gate that is set and cannot be judged does not pass: without a base, `max-duration-increase` fails and says why.
A rule that has no default and that nobody set never fails.
A limit that is reached is a problem of its file, which names the key that raises it; the defaults are far from what tools write.

```toml
[project]
name = "netra"
issue-url = "https://example.org/issues/{id}"

[services]
required = ["api", "database"]

[[known-issues]]
issue = "#1264"
message = "SSL SYSCALL error"
owner = "@db-team"
expires = 2026-12-31          # past it the rule excuses nothing, and the report says so
```
"""
_QUANTITIES: Final = {
    parse_duration: 'a duration, as in `"90s"`',
    parse_bytes: 'a size, as in `"512 MiB"`',
    parse_percent: 'a share, as in `"20 %"`',
    parse_points: 'points, as in `"1 point"`',
}
_WORDS: Final[dict[object, str]] = {
    str: "text", int: "a number", float: "a number", bool: "`true` or `false`", date: "a date",
}  # fmt: skip
_OURS: Final = frozenset({"connectivity", "decisive"})
"""Fields of the built-in rows, which a configuration does not set."""


class Key(NamedTuple):
    """A key of a table of the configuration; cells of the page."""

    name: str
    takes: str
    default: str
    meaning: str


def page() -> str:
    """Return the page of the configuration."""
    parts = [head("Configuration", "`reportgen/config/settings.py`", _TEXT)]
    for name, field in Settings.model_fields.items():
        key = field.alias or name
        section, many = _section(field.annotation)
        title = f"[[{key}]]" if many else f"[{key}]"
        rows = [_cells(each) for each in keys(section)]
        about = prose(inspect.getdoc(section) or "")
        parts.append(
            f"## `{title}`\n\n{about}\n\n{table(('key', 'takes', 'default', 'meaning'), rows)}"
        )
    return "\n".join(parts)


def _cells(key: Key) -> tuple[str, str, str, str]:
    return code(key.name), key.takes, key.default, key.meaning


def keys(section: type[BaseModel]) -> Iterator[Key]:
    """Yield the keys of *section* in the order in which the model has them."""
    meanings = docstrings(section)
    for name, field in section.model_fields.items():
        if name in _OURS:
            continue
        takes, quantity = _takes(field.annotation, tuple(field.metadata))
        default = "required" if field.is_required() else written(field.default, quantity)
        yield Key(field.alias or name, takes, default, meanings.get(name, ""))


def docstrings(section: type[BaseModel]) -> dict[str, str]:
    """Return what stands below each field of *section* in its source, as prose."""
    (body,) = ast.parse(inspect.getsource(section)).body
    lines = body.body if isinstance(body, ast.ClassDef) else []
    found = {}
    for field, below in pairwise(lines):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        ):
            found[field.target.id] = prose(below.value.value)
    return found


def _section(annotation: Any) -> tuple[type[BaseModel], bool]:  # noqa: ANN401 - any annotation
    """Return the model of a table, and whether the file may hold many of them."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    return annotation, False


def _takes(annotation: Any, metadata: tuple[Any, ...]) -> tuple[str, object]:  # noqa: ANN401
    """Return in words what a key takes, and the function that reads its quantity, if it is one."""
    for each in metadata:
        reads = getattr(each, "func", None)
        if reads in _QUANTITIES:
            return _QUANTITIES[reads], reads
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _takes(inner[0], (*inner[1:], *metadata))
    if origin in {Union, types.UnionType}:
        return _takes(next(each for each in inner if each is not type(None)), metadata)
    if origin is Literal:
        return " or ".join(code(json.dumps(word)) for word in inner), None
    if origin is tuple:
        of = _takes(inner[0], ())[0]
        return ("a list of texts" if of == "text" else f"a list of {of}"), None
    return _WORDS[annotation], None


def written(value: object, quantity: object) -> str:
    """Return the default *value* as a configuration writes it, which *quantity* would read."""
    if value is None or value is PydanticUndefined:
        return ""
    if isinstance(value, timedelta):
        return code(f'"{_duration(value)}"')
    if quantity is parse_bytes and isinstance(value, int):
        return code(f'"{amount(value)}"')
    if quantity is parse_percent and isinstance(value, float):
        return code(f'"{value:g} %"')
    return code(json.dumps(value, ensure_ascii=False))


def _duration(value: timedelta) -> str:
    milliseconds = value // timedelta(milliseconds=1)
    for size, unit in ((3_600_000, "h"), (60_000, "min"), (1_000, "s")):
        if milliseconds and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms"
