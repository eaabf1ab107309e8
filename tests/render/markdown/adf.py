"""
A JSON Schema of the part of the Atlassian Document Format that we write.

After the pages of the format, one for each node and mark:
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from typing import Any, Final

Schema = dict[str, Any]


def _node(kind: str, content: Schema | None = None, **more: Schema) -> Schema:
    properties: dict[str, Schema] = {"type": {"const": kind}, **more}
    required = ["type"]
    if content is not None:
        properties["content"] = content
        required.append("content")
    return {
        "type": "object",
        "properties": properties,
        "required": [*required, *(name for name in more if name != "marks")],
        "additionalProperties": False,
    }


def _of(*kinds: str, least: int = 1) -> Schema:
    return {
        "type": "array",
        "minItems": least,
        "items": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in kinds]},
    }


def _attributes(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


_LINK: Final[Schema] = {
    "type": "object",
    "properties": {
        "type": {"const": "link"},
        "attrs": _attributes(href={"type": "string", "pattern": "^https?://"}),
    },
    "required": ["type", "attrs"],
    "additionalProperties": False,
}


def _mark(kind: str) -> Schema:
    return {
        "type": "object",
        "properties": {"type": {"const": kind}},
        "required": ["type"],
        "additionalProperties": False,
    }


_TEXT: Final[Schema] = {
    "type": "object",
    "properties": {
        "type": {"const": "text"},
        "text": {"type": "string", "minLength": 1},
        # Code goes with a link and with nothing else.
        "marks": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"oneOf": [_mark("strong"), _mark("code"), _LINK]},
            "not": {
                "allOf": [{"contains": _mark("code")}, {"contains": _mark("strong")}],
            },
        },
    },
    "required": ["type", "text"],
    "additionalProperties": False,
}
_BLOCKS: Final = ("paragraph", "heading", "bulletList", "orderedList", "table", "codeBlock")

ADF: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "version": {"const": 1},
        "type": {"const": "doc"},
        "content": _of(*_BLOCKS, "expand"),
    },
    "required": ["version", "type", "content"],
    "additionalProperties": False,
    "$defs": {
        "text": _TEXT,
        "paragraph": _node("paragraph", _of("text", least=0)),
        "heading": _node(
            "heading",
            _of("text"),
            attrs=_attributes(level={"type": "integer", "minimum": 1, "maximum": 6}),
        ),
        "codeBlock": _node(
            "codeBlock",
            {
                "type": "array",
                "minItems": 1,
                "items": {"allOf": [{"$ref": "#/$defs/text"}, {"not": {"required": ["marks"]}}]},
            },
        ),
        "listItem": _node("listItem", _of("paragraph")),
        "bulletList": _node("bulletList", _of("listItem")),
        "orderedList": _node(
            "orderedList",
            _of("listItem"),
            attrs=_attributes(order={"type": "integer", "minimum": 0}),
        ),
        "tableCell": _node("tableCell", _of("paragraph"), attrs=_attributes()),
        "tableHeader": _node("tableHeader", _of("paragraph"), attrs=_attributes()),
        "tableRow": _node("tableRow", _of("tableCell", "tableHeader")),
        "table": _node("table", _of("tableRow")),
        # A section that folds holds no other one.
        "expand": _node(
            "expand", _of(*_BLOCKS), attrs=_attributes(title={"type": "string", "minLength": 1})
        ),
    },
}
