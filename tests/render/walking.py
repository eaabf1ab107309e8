"""A walk through code that looks for ways in which text could become markup; what templates fix."""

import ast
import re
from contextlib import suppress
from typing import Any, Final

from jinja2 import Environment, nodes

from reportgen.render.walking import pieces


def printed_constants(source: str, environment: Environment) -> list[str]:
    """Return what *source* prints that is known when it is compiled."""
    tree = environment.parse(source)
    tree.set_environment(environment)
    context = nodes.EvalContext(environment)
    found = []
    for piece in pieces(tree):
        if piece.value is not None:
            with suppress(nodes.Impossible):
                found.append(f"line {piece.value.lineno}: {piece.value.as_const(context)!r}")
    return found


_TAG: Final = re.compile(r"(?<!\(\?P)<[a-zA-Z/!]|\b[\w-]+=[\"']$")


def code_mistakes(source: str) -> list[str]:
    """Return where Python code joins values with markup, or calls something markup."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.JoinedStr(values=values) if any(
                isinstance(part, ast.FormattedValue) for part in values
            ):
                if any(_is_markup(part) for part in values):
                    found.append(f"line {node.lineno}: an f-string of markup")
            case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
                if _is_markup(left) or _is_markup(right):
                    found.append(f"line {node.lineno}: markup is joined")
            case ast.Call(func=ast.Attribute(value=value, attr="format" | "join" | "format_map")):
                if _is_markup(value):
                    found.append(f"line {node.lineno}: markup is filled in")
            case ast.Call(func=ast.Name(id="Markup") | ast.Attribute(attr="Markup")):
                found.append(f"line {node.lineno}: text is called markup")
            case ast.keyword(arg="autoescape", value=ast.Constant(value=value)) if not value:
                found.append(f"line {node.value.lineno}: escaping is off")
    return found


def _is_markup(node: Any) -> bool:  # noqa: ANN401 - any node of the tree
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _TAG.search(node.value) is not None
    )
