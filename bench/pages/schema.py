"""The page of the JSON: every object of ``run.json`` with its fields, from the schema itself."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pages.markup import code, head, prose, table
from reportgen.model.document import SCHEMA_VERSION, adapter

_TEXT: Final = f"""\
The fields of `run.json` and of `--format json`, version {SCHEMA_VERSION}.
`reportgen schema` prints the JSON Schema itself, `--of compare|flaky|test|trends|doctor` those of what other commands print.
Fields are only added within a version; a field that is not known is `null`, and no field is left out but those called optional.
[JSON for scripts](../json.md) shows how to read it.
"""


def page() -> str:
    """Return the page of the JSON document."""
    schema = adapter().json_schema(mode="serialization")
    parts = [head("JSON", "the schema that `reportgen schema` prints", _TEXT)]
    parts += [_object("The document", schema)]
    definitions = schema["$defs"]
    for name in _reached(schema, definitions):
        if "properties" in definitions[name]:
            parts.append(_object(title(name), definitions[name]))
    return "\n".join(parts)


def title(name: str) -> str:
    """Return what the object called *name* in the schema is called on the page."""
    return name.removesuffix("Doc")


def _reached(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of all objects in the order in which the document first uses them."""
    seen: dict[str, None] = {}
    waiting = [schema]
    while waiting:
        for name in _references(waiting.pop(0).get("properties", {})):
            if name not in seen:
                seen[name] = None
                waiting.append(definitions[name])
    yield from seen


def _references(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(reference := value.get("$ref"), str):
            yield reference.rpartition("/")[2]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _object(name: str, schema: Mapping[str, Any]) -> str:
    needed = set(schema.get("required", ()))
    rows = [
        (
            code(field) + ("" if field in needed else " (optional)"),
            _type(described),
            prose(described.get("description", "")),
        )
        for field, described in schema["properties"].items()
    ]
    about = prose(schema.get("description", ""))
    return f"## {name}\n\n{about}\n\n{table(('field', 'is', 'meaning'), rows)}"


def _type(schema: Mapping[str, Any]) -> str:
    """Return in words what values *schema* allows."""
    if "$ref" in schema:
        name = title(schema["$ref"].rpartition("/")[2])
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "const" in schema:
        return code(json.dumps(schema["const"]))
    if "enum" in schema:
        return " · ".join(code(word) for word in schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return f"list of {_type(schema['items'])}" if "items" in schema else "list"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"object of {_type(inner)}" if isinstance(inner, Mapping) else "object"
    form = f" ({schema['format']})" if "format" in schema else ""
    return code(str(kind)) + form if kind else "anything"
