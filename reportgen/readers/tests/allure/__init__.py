"""
Allure results: the files that adapters of Allure 2 and 3 put into ``allure-results``.

The format is https://allurereport.org/docs/how-it-works-test-result-file/.
Each try of each test is a file of its own (``…-result.json``); tries of one test have one
``historyId``, and `artifacts` brings them together, since a reader sees one file.
``start`` and ``stop`` are milliseconds since the epoch. ``broken`` is what JUnit calls an error;
``unknown``, or no status at all, is no result, and never a pass.
What broke outside tests stands in files of fixtures (``…-container.json``) and, since Allure 3, of
the whole run (``…-globals.json``): where no test shows it, nothing else does.
A test bears the names that JUnit would give it, as far as ``fullName`` and labels tell.
"""

from typing import Any, Final

from reportgen.errors import ReadError
from reportgen.model.run import Observations
from reportgen.readers.members import parsed
from reportgen.readers.source import Source
from reportgen.readers.tests.allure.around import of_container, of_globals
from reportgen.readers.tests.allure.result import of_result
from reportgen.wording import phrase

NAME: Final = "allure"
TITLE: Final = "Allure results"
HINT: Final = "an Allure adapter, for example pytest --alluredir allure-results"
HOLDS_TESTS: Final = True

_TELLING: Final = frozenset({"historyId", "testCaseId", "fullName", "labels", "stage"})
_STATUSES: Final = frozenset({"passed", "failed", "broken", "skipped", "unknown", None})
_OF_CONTAINERS: Final = frozenset({
    "uuid", "name", "children", "description", "descriptionHtml", "befores", "afters", "links",
    "start", "stop",
})  # fmt: skip
_FIXTURES: Final = ("befores", "afters", "children")
_OF_GLOBALS: Final = frozenset({"attachments", "errors"})


def matches(source: Source) -> bool:
    """Whether the one document is a result, or says what broke around results."""
    document = _document(source)
    return document is not None and (
        _is_result(document) or _is_container(document) or _is_globals(document)
    )


def read(source: Source) -> Observations:
    """
    Return the case of *source*, or what broke outside any test.

    Raises:
        ReadError: it is none of these files.

    """
    document = _document(source)
    if document is not None and _is_result(document):
        return of_result(document, source.path)
    if document is not None and _is_container(document):
        return of_container(document)
    if document is not None and _is_globals(document):
        return of_globals(document)
    raise ReadError(phrase("no file of Allure results"))


def _document(source: Source) -> dict[str, Any] | None:
    if source.kind != "json":
        return None
    documents = parsed(source)
    found = documents[0] if len(documents) == 1 else None
    return found if isinstance(found, dict) else None


def _is_result(document: dict[str, Any]) -> bool:
    status = document.get("status")
    return (
        isinstance(document.get("uuid"), str)
        and any(isinstance(document.get(key), str) for key in ("name", "fullName"))
        and (status is None or isinstance(status, str))
        and status in _STATUSES
        and bool(_TELLING & document.keys())
    )


def _is_container(document: dict[str, Any]) -> bool:
    return (
        isinstance(document.get("uuid"), str)
        and document.keys() <= _OF_CONTAINERS
        and any(isinstance(document.get(name), list) for name in _FIXTURES)
    )


def _is_globals(document: dict[str, Any]) -> bool:
    errors = document.get("errors")
    return (
        document.keys() == _OF_GLOBALS
        and isinstance(document["attachments"], list)
        and isinstance(errors, list)
        and all(isinstance(error, dict) and {"message", "trace"} & error.keys() for error in errors)
    )
