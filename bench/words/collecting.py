"""
What code and templates say: the arguments of the functions that look sentences up.

Those are `phrase`, `phrase_many`, `marked` and `plural`; what they are called with but a constant
was marked where it is one.
"""

import ast
from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, nodes

SAYING: Final = (
    "phrase", "marked", "plural", "Block(", "Chapter(", "shown(", "counted(", "row(",
    "Kind(", "Meaning(", "_vendor(", "_hidden(", ".note(",
)  # fmt: skip
"""What is in every source that says something."""
Said = tuple[str, str]
"""A sentence for one, and that for many; empty where there is no number."""


def said_in_code(source: str) -> Iterator[Said]:
    """Yield what the Python *source* says, line by line."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        name = function.id if isinstance(function, ast.Name) else name
        for first in _either(call.args[:1]):
            yield from said_by(name, [_text_of(each) for each in (*first, *call.args[1:])])


def said_in_templates(source: str) -> Iterator[Said]:
    """Yield what the template *source* says, line by line."""
    tree = Environment(autoescape=True).parse(source)
    found: list[tuple[int, str, list[object]]] = []
    for call in tree.find_all(nodes.Call):
        function = call.node
        name = function.name if isinstance(function, nodes.Name) else ""
        found.append((call.lineno, name, [_value_of(each) for each in call.args]))
    found.extend(
        (used.lineno, used.name, [None, *map(_value_of, used.args)])
        for used in tree.find_all(nodes.Filter)
    )
    for _, name, values in sorted(found, key=lambda each: each[0]):
        yield from said_by(name, values)


def said_by(name: str, arguments: list[object]) -> Iterator[Said]:
    """Yield what the function *name* looks up for *arguments*; None is one that is not known."""
    match name, arguments:
        case "phrase" | "marked", [str(text), *_] if any(map(str.isalpha, text)):
            yield text, ""
        case "phrase_many" | "note", [str(one), str(many), *_]:
            yield one, many
        case "Meaning", [str(), str(), str()]:
            yield from ((str(text), "") for text in arguments)
        case "Block" | "Chapter", [str(title), *_] if title:
            yield title, ""  # the footer names the blocks that it left out
        case "row", [str(), _, str(says), str(advice)]:
            yield from ((text, "") for text in (says, advice) if text)
        case _:
            yield from (
                (f"{{n:,}} {noun}", f"{{n:,}} {nouns}") for noun, nouns in _nouns(name, arguments)
            )


def _nouns(name: str, arguments: list[object]) -> Iterator[tuple[str, str]]:
    """Yield what the function *name* says beside a number, for one and for several."""
    match name, arguments:
        case "plural", [_, str(noun)]:
            yield noun, f"{noun}s"
        case "plural", [_, str(noun), str(nouns)]:
            yield noun, nouns
        case "shown" | "counted", [_, _, str(noun)]:
            yield noun, f"{noun}s"
        case "_hidden", [_, _, str(noun), *nouns]:
            yield noun, str(nouns[0]) if nouns else f"{noun}s"
        case "Kind", [str(), str(title), str(several), *_]:
            yield title, several
        case "_vendor", [str(vendor), str(what), *_]:
            yield f"{vendor} {what}", f"{vendor} {what}s"
        case _:
            pass


def _either(first: list[ast.expr]) -> list[list[ast.expr]]:
    """Return *first*, the first argument of a call if it has one, as each of what it may be."""
    if first and isinstance(first[0], ast.IfExp):
        return [[first[0].body], [first[0].orelse]]
    return [first]


def _text_of(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _value_of(node: nodes.Node) -> object:
    return node.value if isinstance(node, nodes.Const) else None
