"""
The tests of the last runs: those of the newest, and what earlier ones had beside them.

The newest run alone does not do: a test that is left out of the runs is in none of them.
Each table of names is read once, however many runs have it.
"""

from collections.abc import Iterable
from typing import Final

from reportgen.history.heads import Head
from reportgen.history.packing import DamagedRecordError
from reportgen.history.store import Store, left_out
from reportgen.history.tables import CaseName

MOST_RUNS: Final = 200


def recent_tests(store: Store, heads: Iterable[Head]) -> tuple[list[CaseName], list[str]]:
    """
    Return the tests of the newest of *heads*, each once and in order, and what cannot be read.

    Of a run that is packed the pack tells.
    """
    newest = sorted(heads, key=lambda head: head.run.id, reverse=True)
    found: set[CaseName] = set()
    seen: set[str] = set()
    damaged: list[str] = []
    for head in [each for each in newest if each.counts.tests][:MOST_RUNS]:
        if head.names in seen:
            continue
        try:
            if head.names:
                found.update(store.tables.read(head.names))
                seen.add(head.names)
            elif packed := store.report(head.run.id):
                found.update(
                    CaseName(case.suite, case.class_name, case.name, case.file or "")
                    for case in packed.cases
                )
        except DamagedRecordError as error:
            damaged.append(left_out(head.run.id, error))
    return sorted(found), damaged
