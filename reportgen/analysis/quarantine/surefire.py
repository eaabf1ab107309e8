"""
Maven Surefire: a class and a method per line, for ``-Dsurefire.excludesFile=FILE``.

``com/acme/TillTest.java#pays``; a line that begins with ``#`` is a comment, ``*``, ``?``, ``!``,
``+`` and ``%regex[…]`` are patterns: no name that is not of Java is printed.
Before 3.0.0-M6 Surefire stops at a method in this file.
https://maven.apache.org/surefire/maven-surefire-plugin/test-mojo.html#excludesFile

Traps: JUnit names a parameterised test once for each set, ``pays(String)[1]``, but only the whole
method can be left out; JUnit 4 calls the sets ``pays[0]``, which is the method's own name there;
and a class of no package stands for all classes of its name.
"""

import re
from collections.abc import Sequence
from typing import Final

from reportgen.analysis.quarantine.naming import Refusal, refusal
from reportgen.model.tests import Case
from reportgen.wording import marked, phrase

USE: Final = marked("mvn test -Dsurefire.excludesFile=FILE, with Surefire 3.0.0-M6 or newer")
_METHOD: Final = re.compile(r"([\w$]+)(?:[(\[{].*)?")


def selector(case: Case) -> str | Refusal:
    """Return the class and the method of *case*."""
    if bad := refusal(case.class_name, case.name):
        return bad
    method = _METHOD.fullmatch(case.name)
    if method is None or not _is_java(method[1]):
        return Refusal(phrase("it is not called as a method of Java"))
    classes = case.class_name.split(".")
    if not all(map(_is_java, classes)):
        return Refusal(phrase("its class is not called as one of Java"))
    sets = f"+{method[1]}[*]" if case.name[method.end(1) :].startswith("[") else ""
    return f"{'/'.join(classes)}.java#{method[1]}{sets}"


def _is_java(name: str) -> bool:
    return name.replace("$", "_").isidentifier()


def key(selector: str) -> str:
    """Return what tells *selector* apart: the class and the method."""
    return selector.partition("+")[0]


def caught_by(selector: str) -> Sequence[str]:
    """Return the keys of all that leave out the test *selector*: itself, and its bare class."""
    return key(selector), key(selector).rpartition("/")[2]


def printed(selectors: Sequence[str]) -> str:
    """Return the file of patterns that leaves out *selectors*."""
    return "".join(f"{each}\n" for each in selectors)
