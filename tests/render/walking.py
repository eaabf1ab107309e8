"""
A walk through templates and code that looks for ways in which text could become markup.

Templates are read by Jinja's own parser, so that what is looked at is what is rendered; the markup
between their values is read as a browser's tokenizer would, so that it is known where each value
stands.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, NamedTuple

from jinja2 import Environment, nodes

RAW: Final = frozenset({"script", "style", "title", "textarea"})
"""Elements whose content is text to the tokenizer; escaping is enough in the last two."""
_OPAQUE: Final = frozenset({"script", "style"})
_FILTERS: Final = frozenset(
    {"safe", "striptags", "urlize", "xmlattr", "tojson", "forceescape", "attr", "map", "groupby"}
)
"""Filters that return markup, switch escaping off, or look attributes up by name."""
_LOADS: Final = frozenset({"srcdoc", "srcset", "formaction", "action", "ping", "background"})
_SCHEME: Final = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_ICON: Final = "data:image/svg+xml;base64,"
_MARK: Final = re.compile(r"""[<>"']""")


class Piece(NamedTuple):
    """A piece of a template in order: markup, or the value that is printed there."""

    text: str
    value: nodes.Expr | None = None


def mistakes(source: str, environment: Environment) -> list[str]:
    """Return what is wrong with the template *source* of HTML, SVG or XML; mostly nothing."""
    tree = environment.parse(source)
    return [*_of_tree(tree), *_Tokenizer().mistakes(pieces(tree))]


def statement_mistakes(source: str, environment: Environment) -> list[str]:
    """Return what is wrong with the statements of *source*, whatever it is a template of."""
    return list(_of_tree(environment.parse(source)))


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


def pieces(node: nodes.Node) -> Iterator[Piece]:
    """Yield what *node* prints, each branch after the other."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Output):
            for part in child.nodes:
                yield Piece(part.data) if isinstance(part, nodes.TemplateData) else Piece("", part)
        elif isinstance(child, nodes.Include):
            yield Piece("")
        else:
            yield from pieces(child)


def _of_tree(tree: nodes.Template) -> Iterator[str]:
    yield from _of_escaping(tree)
    for attribute in tree.find_all(nodes.Getattr):
        if attribute.attr == "unescape" or attribute.attr.startswith("__"):
            yield f"line {attribute.lineno}: the attribute {attribute.attr}"
    for loaded in tree.find_all((nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)):
        if not isinstance(loaded.template, nodes.Const):  # type: ignore[attr-defined]  # all four have one
            yield f"line {loaded.lineno}: a template that a value names"


def _of_escaping(tree: nodes.Template) -> Iterator[str]:
    for found in tree.find_all(nodes.Filter):
        if found.name in _FILTERS:
            yield f"line {found.lineno}: the filter {found.name}"
    for kind in (nodes.ScopedEvalContextModifier, nodes.EvalContextModifier):
        for modifier in tree.find_all(kind):
            yield f"line {modifier.lineno}: escaping is changed"
    for name in tree.find_all(nodes.Name):
        if name.name.lower().endswith("markup"):
            yield f"line {name.lineno}: markup is made"


class _Tokenizer:
    """Where in the markup one is, as far as it decides what a value may be."""

    def __init__(self) -> None:
        self._state = "text"
        self._tag = ""
        self._closing = False
        self._name = ""
        self._quote = ""
        self._value = ""
        self._dynamic = False

    def mistakes(self, found: Iterable[Piece]) -> Iterator[str]:
        for piece in found:
            if piece.value is None:
                for mark in piece.text:
                    yield from self._take(mark)
            else:
                yield from self._print(piece.value)

    def _print(self, value: nodes.Expr) -> Iterator[str]:
        where = f"line {value.lineno}"
        constants = value.find_all(nodes.Const)
        if any(isinstance(each.value, str) and _MARK.search(each.value) for each in constants):
            yield f"{where}: a value is joined with markup"
        match self._state:
            case "text":
                pass
            case "raw" if self._tag in _OPAQUE:
                if not (self._tag == "script" and _is(value, "data")):
                    yield f"{where}: a value in <{self._tag}>"
            case "raw":
                pass
            case "value" if self._quote == '"':
                self._dynamic = True
                if self._name.startswith("on") or self._name == "style":
                    yield f"{where}: a value in {self._name}="
            case state:
                yield f"{where}: a value outside of double quotes ({state} of <{self._tag}>)"
                self._dynamic = True
                if state == "before value":
                    self._state, self._quote = "value", ""

    def _take(self, mark: str) -> Iterator[str]:  # noqa: C901, PLR0912, PLR0915 - a tokenizer is one table
        match self._state:
            case "text":
                if mark == "<":
                    self._state, self._tag, self._closing = "open", "", False
            case "raw":
                self._value = (self._value + mark)[-12:].lower()
                if self._value.endswith(f"</{self._tag}"):
                    self._state, self._closing = "in tag", True
            case "open":
                if mark == "/" and not self._tag:
                    self._closing = True
                elif mark in "!?" and not self._tag:
                    self._state, self._value = "declaration", mark
                elif mark.isalnum() or mark in ":-":
                    self._tag += mark.lower()
                elif not self._tag:
                    self._state = "text"
                else:
                    self._state = "in tag"
                    yield from self._in_tag(mark)
            case "declaration":
                self._value += mark
                if mark == ">" and (self._value[:3] != "!--" or self._value.endswith("-->")):
                    self._state = "text"
            case "in tag":
                yield from self._in_tag(mark)
            case "name":
                if mark == "=":
                    self._state = "before value"
                    yield from self._attribute()
                elif mark.isspace() or mark in ">/":
                    self._state = "in tag"
                    yield from self._in_tag(mark)
                else:
                    self._name += mark.lower()
            case "before value":
                if mark in "\"'":
                    self._state, self._quote, self._value, self._dynamic = "value", mark, "", False
                elif not mark.isspace():
                    self._state, self._quote, self._value, self._dynamic = "value", "", mark, False
                    yield f"{self._name}= without quotes"
            case "value":
                if mark == self._quote or (not self._quote and (mark.isspace() or mark == ">")):
                    self._state = "in tag"
                    yield from self._end_of_value()
                    if not self._quote:
                        yield from self._in_tag(mark)
                else:
                    self._value += mark
            case _:
                raise AssertionError(self._state)

    def _in_tag(self, mark: str) -> Iterator[str]:
        if mark == ">":
            raw = self._tag in RAW and not self._closing
            self._state, self._value = ("raw", "") if raw else ("text", "")
        elif not (mark.isspace() or mark == "/"):
            self._state, self._name = "name", mark.lower()
        yield from ()

    def _attribute(self) -> Iterator[str]:
        if self._name.startswith("on"):
            yield f"the handler {self._name}="
        elif self._name == "style" or self._name in _LOADS:
            yield f"the attribute {self._name}="

    def _end_of_value(self) -> Iterator[str]:
        if _SCHEME.match(self._value) and not self._value.startswith(_ICON):
            yield f"{self._name}= begins with {self._value[:20]}"
        if self._name == "http-equiv" and self._value.lower() == "refresh":
            yield "a page that leads away by itself"


def _is(value: nodes.Expr, name: str) -> bool:
    return isinstance(value, nodes.Name) and value.name == name


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
