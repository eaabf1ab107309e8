"""What the recorded runs tell of the tests of a run before it is judged."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from reportgen.model.overtime import Slower, TestState

_NOTHING: Final[Mapping[str, TestState]] = MappingProxyType({})
_NO_SEEDS: Final[Mapping[str, str]] = MappingProxyType({})


class Past(NamedTuple):
    """
    What *runs* earlier runs of the same job and variant, and the run itself as the newest, show.

    *states* holds the tests that are flaky or broken, by their ids; *contradicted* are those of
    them that passed and failed on the very commit of this run.
    *lasting* are those that failed in the last settled runs before this one, on several commits.
    *slower* is what became slower and stayed so.
    *seeds* gives the id of each cause that was recorded, by its fingerprint.
    """

    states: Mapping[str, TestState] = _NOTHING
    slower: tuple[Slower, ...] = ()
    runs: int = 0
    seeds: Mapping[str, str] = _NO_SEEDS
    contradicted: frozenset[str] = frozenset()
    lasting: frozenset[str] = frozenset()
