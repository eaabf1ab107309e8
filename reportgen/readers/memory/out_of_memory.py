"""
Who ran out of memory, in any log: the kernel, a runtime or a container engine says so itself.

The shapes are those of `reportgen.readers.exhaustion_shapes`, where their sources are named.
"""

from typing import Final

from reportgen.model.run import Observations
from reportgen.readers.exhaustion import Exhaustion
from reportgen.readers.exhaustion_shapes import WORDS as SHAPE_WORDS
from reportgen.readers.lines import Take

NAME: Final = "out-of-memory"
TITLE: Final = "out of memory, as kernels and runtimes tell it"
HINT: Final = "dmesg > dmesg.log"
WORDS: Final = SHAPE_WORDS


def collector(path: str) -> "_Collector":
    """Return a collector of proofs."""
    return _Collector(path)


class _Collector:
    def __init__(self, path: str) -> None:
        self._exhaustion = Exhaustion(path, lambda number: f"line {number}")

    def take(self, number: int, line: str) -> Take:
        return self._exhaustion.take(number, line)

    def observations(self) -> Observations:
        return Observations(
            out_of_memory=self._exhaustion.events(), problems=self._exhaustion.problems()
        )
