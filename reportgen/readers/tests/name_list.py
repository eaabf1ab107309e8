"""
The tests that exist, as a plain list of names: one a line, or a JSON array of texts.

No tool's own format: what people write with ``grep`` and ``jq`` from whatever lists their tests.
Nothing in it says what it is, so here the file's name has to: ``tests``, ``inventory…`` or
``collected…``, with ``.txt`` or ``.json``.
Ids of pytest are read as such; paths of source files make it a list of files, whose number is
never held against a number of tests.
"""

import re
from typing import Final

from reportgen.model.run import Inventory, Observations, Problem
from reportgen.model.text import clean
from reportgen.patterns import pattern
from reportgen.readers.listings import holds_nothing_but, numbered
from reportgen.readers.nodes import case_of
from reportgen.readers.source import Source
from reportgen.readers.statuses import is_status_word
from reportgen.wording import phrase

NAME: Final = "test-names"
TITLE: Final = "list of test names"
HINT: Final = "one name a line in tests.txt, inventory*.txt or collected*.txt"
HOLDS_TESTS: Final = False

_CALLED = pattern(r"(?:tests|inventory[\w.-]*|collected[\w.-]*)\.(?:txt|json)", re.IGNORECASE)
_NAME = pattern(r"(?![-#/=]|https?:)(?=[^A-Za-z]*[A-Za-z])[^\s\x00-\x1f\x7f]{1,500}(?<![:=,;])")
_FILE = pattern(
    r"(?!https?:)[^\s:][^\s]{0,500}\.(?:py|[cm]?[jt]sx?|rb|php|go|java|kt|cs|rs|sh|bats|feature"
    r"|robot|cpp|cc|swift|scala|exs?|dart|vue|svelte)"
)
_RESULTS = frozenset({"passed", "failed", "skipped", "error", "ok", "none", "total"})


def matches(source: Source) -> bool:
    """Whether it is called a list of tests, and each line of it can be a name."""
    name = source.path.replace("\\", "/").rpartition("/")[2]
    if not _CALLED.fullmatch(name):
        return False
    if source.kind == "json":
        document = source.document
        return (
            isinstance(document, list)
            and bool(document)
            and all(isinstance(item, str) for item in document)
            and _are_names([item.replace(" ", "_") for item in document])
        )
    return (
        source.kind == "text"
        and holds_nothing_but(source, lambda line: _is_name(line.strip()))
        and _are_names([line for _, line in numbered(source)])
    )


def _is_name(text: str) -> bool:
    return bool(_FILE.fullmatch(text) or _NAME.fullmatch(text))


def _are_names(texts: list[str]) -> bool:
    """Whether all are names of tests, or all are files: of both nobody knows what it counts."""
    files = sum(bool(_FILE.fullmatch(text)) for text in texts)
    return (
        files in {0, len(texts)}
        and all(map(_is_name, texts))
        and not all(text.casefold() in _RESULTS or is_status_word(text) for text in texts)
    )


def read(source: Source) -> Observations:
    """Return the ids of pytest, the names or the files that are listed."""
    given = source.document if source.kind == "json" else [line for _, line in numbered(source)]
    texts = [clean(text) for text in dict.fromkeys(given)]
    if all(map(_FILE.fullmatch, texts)):
        files = Inventory(ids=(), files=tuple(texts), artifact=source.path)
        return Observations(inventory=files)
    cases = {text: case_of(text) for text in texts}
    ids = tuple(case for case in cases.values() if case is not None)
    names = tuple(text for text, case in cases.items() if case is None)
    message = phrase("ids of pytest without its total: whether the list is whole is not said")
    note = Problem(kind="note", severity="info", message=message)
    return Observations(
        inventory=Inventory(ids=ids, names=names, artifact=source.path),
        problems=(note,) if ids else (),
    )
