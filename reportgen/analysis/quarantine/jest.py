"""
Jest: one regular expression for ``--testNamePattern`` that all tests match but those.

It is tried on the full name of a test, the titles of its ``describe`` blocks and its own with
blanks between them. Nothing in it ends a quoted word of a shell, whatever the tests are called.
https://jestjs.io/docs/cli#--testnamepatternregex

Trap: Jest ignores case, and asks every file: the same name elsewhere is the same test.
"""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.analysis.quarantine.naming import Refusal, refusal
from reportgen.model.tests import SUITE_SEPARATOR, Case
from reportgen.wording import marked, phrase

USE: Final = marked('jest --testNamePattern "$(cat FILE)"; typed in, put it between single quotes')
ALL: Final = ".*"
_FILE: Final = re.compile(r"[^\n]*\.[cm]?[jt]sx?")
_PLAIN: Final = re.compile(r"[A-Za-z0-9 _,:;=@#~<>/-]")
_SYNTAX: Final = frozenset(r"\^$.*+?()[]{}|")


def selector(case: Case) -> str | Refusal:
    """Return the full name of *case*."""
    if bad := refusal(case.class_name, case.name):
        return bad
    if not case.name:
        return Refusal(phrase("it has no name"))
    return " ".join((*_titles(case), case.name))


def _titles(case: Case) -> Sequence[str]:
    """Return the titles of the blocks around *case* that its name does not begin with."""
    *outer, inner = (*case.suite.split(SUITE_SEPARATOR), case.class_name)
    if not inner or _FILE.fullmatch(inner):
        return ()
    if case.name == inner or case.name.startswith(f"{inner} "):
        return ()
    # A suite is a file and the blocks in it, or repeats the outermost block.
    return (*outer[1:], inner) if _FILE.fullmatch(outer[0]) else (inner,)


def key(selector: str) -> str:
    """Return what tells *selector* apart."""
    return selector.upper().casefold()


def caught_by(selector: str) -> Sequence[str]:
    """Return the keys of all that leave out the test *selector*."""
    return (key(selector),)


def printed(selectors: Sequence[str]) -> str:
    """Return the expression that leaves out *selectors*."""
    if not selectors:
        return f"{ALL}\n"
    return f"^(?!(?:{'|'.join(map(_escaped, selectors))})$)\n"


def _escaped(name: str) -> str:
    """Return *name* as JavaScript and a quoting shell read it: itself, by code where in doubt."""
    return "".join(_character(each) for each in name)


def _character(character: str) -> str:
    if _PLAIN.fullmatch(character):
        return character
    if character in _SYNTAX:
        return f"\\{character}"
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
