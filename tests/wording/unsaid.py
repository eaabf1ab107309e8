"""Words of ours that no function looks up, so that nobody can translate them."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from jinja2 import Environment, nodes

LOOKED_UP: Final = frozenset(
    {
        "phrase",
        "phrase_many",
        "marked",
        "plural",
        "Block",
        "Chapter",
        "Meaning",
        "shown",
        "counted",
        "row",
        "note",
    }
)
"""What is called with sentences; see ``bench/words/collecting.py``."""
_OTHERS: Final = frozenset({"pattern", "compile", "cast"})
"""What is called with texts that are none."""
_SHOWN_ERRORS: Final = frozenset(
    {"ReadError", "NotJsonError", "UsageError", "ConfigError", "NothingToReadError",
     "UnreadableArtifactError", "GateFailedError", "UnreachableHistoryError",
     "DamagedRecordError", "GitError", "ChangedMeanwhileError", "PluginError", "_RefusedError"}
)  # fmt: skip
"""Errors whose text is read by people; that of others is for who writes the code."""
_HELP: Final = frozenset({"Option", "Argument", "Typer"})
"""What holds help, which is made before a configuration is read, and so stays English."""
_FORMATS: Final = frozenset({"TITLE", "HINT", "WORDS"})
"""What formats are called, how they are made and what they are told by: names and commands."""
_SENTENCE: Final = re.compile(r"[A-Za-z]{2} |^ .*[a-z]")
_WORD: Final = re.compile(r"[A-Za-z]{2}")
_TAG: Final = re.compile(r"<!--.*?-->|<[^<>]*>|&[a-z]+;", re.DOTALL)
_RAW: Final = re.compile(r"<(pre|script|style|svg)\b.*?</\1>", re.DOTALL)
_SHOWN_ATTRIBUTE: Final = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')


def unsaid_in_code(source: str) -> Iterator[str]:
    """Yield the texts of *source* that read as sentences, with ``{}`` for what is filled in."""
    tree = ast.parse(source)
    seen = set(map(id, _no_sentences(tree)))
    for node in ast.walk(tree):
        if id(node) in seen:
            continue
        if isinstance(node, ast.JoinedStr):
            seen |= set(map(id, node.values))
            text = "".join(
                piece.value
                if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
                else "{}"
                for piece in node.values
            )
            if _WORD.search(text):
                yield text
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _SENTENCE.search(node.value)
        ):
            yield node.value


def _no_sentences(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield docstrings, names of formats, and what is handed to what looks it up or to an error."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) in _FORMATS:
            yield from ast.walk(node)
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else ""
            name = function.id if isinstance(function, ast.Name) else name
            is_inner = name.endswith("Error") and name not in _SHOWN_ERRORS
            if name in _HELP:
                yield from ast.walk(node)
            if name in LOOKED_UP | _OTHERS or is_inner:
                for argument in node.args:
                    yield from ast.walk(argument)


def unsaid_in_template(source: str) -> Iterator[str]:
    """Yield the words between the tags and the values of *source*, and in what readers hear."""
    pieces = []
    for output in Environment(autoescape=True).parse(source).find_all(nodes.Output):
        pieces += [
            node.data if isinstance(node, nodes.TemplateData) else "\0" for node in output.nodes
        ]
        pieces.append("\0")
    markup = _RAW.sub("\0", "".join(pieces))
    shown = [_TAG.sub("\0", markup), *_SHOWN_ATTRIBUTE.findall(markup)]
    for text in "\0".join(shown).split("\0"):
        if _WORD.search(text):
            yield text.strip()
