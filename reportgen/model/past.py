"""What the recorded runs tell of the tests of a run before it is judged."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from reportgen.model.tests import Trouble

if TYPE_CHECKING:  # a run without a history has no need of these models
    from reportgen.model.overtime import Slower, TestState

Said: TypeAlias = tuple[Trouble, ...]


class SeenCause(NamedTuple):
    """Since when a cause is recorded, and in how many runs."""

    first_seen: datetime | None
    runs: int


_NOTHING: "Final[Mapping[str, TestState]]" = MappingProxyType({})
_NO_SEEDS: Final[Mapping[str, str]] = MappingProxyType({})
_NO_CAUSES: Final[Mapping[str, SeenCause]] = MappingProxyType({})
_NO_COURSES: Final[Mapping[str, str]] = MappingProxyType({})
_NOTHING_SAID: Final[Mapping[str, tuple[Said, ...]]] = MappingProxyType({})


class Past(NamedTuple):
    """
    What *runs* earlier runs of the same job and variant, and the run itself as the newest, show.

    *states* holds the tests that are flaky or broken, by their ids; *contradicted* are those of
    them that passed and failed on the very commit of this run.
    *lasting* are those that failed in the last settled runs before this one, on several commits.
    *slower* is what became slower and stayed so.
    *seeds* gives the id of each cause that was recorded, by its fingerprint, the earliest first;
    *causes* what is known of each, by its id.
    *said* holds what the flaky tests that fail in this run said when they failed before.
    *courses* has, of each test that failed at whatever attempt in this run, what it came to in the
    newest runs, this one last, as the letters of `model.overtime`.
    """

    states: Mapping[str, "TestState"] = _NOTHING
    slower: tuple["Slower", ...] = ()
    runs: int = 0
    seeds: Mapping[str, str] = _NO_SEEDS
    causes: Mapping[str, SeenCause] = _NO_CAUSES
    said: Mapping[str, tuple[Said, ...]] = _NOTHING_SAID
    contradicted: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
    courses: Mapping[str, str] = _NO_COURSES
