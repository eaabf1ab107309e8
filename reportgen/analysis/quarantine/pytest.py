"""
pytest: ``--deselect`` with a node id, one per line, for ``pytest @FILE`` (8.2 or newer).

A node id is ``tests/test_shop.py::TestTill::test_pays[eur]``; JUnit has it in two parts, with dots:
``tests.test_shop.TestTill`` and ``test_pays[eur]``. Where the file is not stated, the module is
the last part that is called as pytest looks for test files, ``test_*`` or ``*_test``.
https://docs.pytest.org/en/stable/reference/reference.html#command-line-flags

Trap: ``--deselect`` takes the *beginning* of a node id, so ``::test_pays`` leaves out
``::test_pays_twice`` as well.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.analysis.quarantine.naming import Refusal, refusal
from reportgen.model.tests import Case
from reportgen.wording import marked, phrase

USE: Final = marked("pytest @FILE, with pytest 8.2 or newer")
_MODULE: Final = re.compile(r"test_.*|.*_test")
_FOLDER: Final = re.compile(r"[^\W\d][\w-]*")


def selector(case: Case) -> str | Refusal:
    """Return the node id of *case*."""
    file = (case.file or "").replace("\\", "/")
    if bad := refusal(case.class_name, case.name, file):
        return bad
    function, bracket, parameters = case.name.partition("[")
    if not function.isidentifier() or (bracket and not parameters.endswith("]")):
        return Refusal(phrase("it is not called as a function of Python"))
    path, classes = _stated(file, case.class_name) or _derived(case.class_name)
    if not path:
        return Refusal(
            phrase(
                "its file cannot be told from its class {class_name!r:.100}",
                class_name=case.class_name,
            )
        )
    if not all(name.isidentifier() for name in classes):
        return Refusal(phrase("its class is not called as one of Python"))
    return "::".join((path, *classes, case.name))


def _stated(file: str, class_name: str) -> tuple[str, Sequence[str]] | None:
    """Return *file* and the classes in it, where it is the test's own."""
    module = file.removesuffix(".py").replace("/", ".")
    if not file.endswith(".py") or file.startswith("/"):
        return None
    if class_name == module:
        return file, ()
    if class_name.startswith(f"{module}."):
        return file, class_name[len(module) + 1 :].split(".")
    return None


def _derived(class_name: str) -> tuple[str, Sequence[str]]:
    """Return the file of the module that *class_name* names, and the classes in it."""
    parts = class_name.split(".")
    modules = [at for at, part in enumerate(parts) if _MODULE.fullmatch(part)]
    # A part that begins with a digit may be the rest of a folder with a dot in its name.
    if not modules or not all(map(_FOLDER.fullmatch, parts[: modules[-1] + 1])):
        return "", ()
    last = modules[-1] + 1
    return "/".join(parts[:last]) + ".py", parts[last:]


def key(selector: str) -> str:
    """Return what tells *selector* apart."""
    return selector


def caught_by(selector: str) -> Iterator[str]:
    """Yield the keys of all that leave out the test *selector*: each beginning of it."""
    return (selector[:end] for end in range(selector.find("::") + 3, len(selector) + 1))


def printed(selectors: Sequence[str]) -> str:
    """Return the file of arguments that leaves out *selectors*."""
    return "".join(f"--deselect={each}\n" for each in selectors)
