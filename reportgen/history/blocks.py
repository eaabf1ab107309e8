"""
Blocks: the columns of a month that is over, once more in one file, because one is read faster.

``blocks/2025-09.json.gz`` is derived from the records of the month and can be deleted.
What it does not hold is read from the records; a run whose record is gone is not taken from it.
Its first line names the runs that were looked at, the second holds all but their times: those are
wanted of the newest runs only. Of memory the numbers are kept, not the readings.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from reportgen.history.packing import DamagedRecordError, not_as_agreed, pack, unpack
from reportgen.history.schema import stored
from reportgen.model.health import Service
from reportgen.model.memory import MemoryTrend
from reportgen.model.overtime import Column, LineKey, Named, RunFacts
from reportgen.model.steps import Step
from reportgen.model.tests import Counts, Trouble
from reportgen.wording import phrase

FORMAT: Final = 1
BLOCKS: Final = "blocks"
FEWEST: Final = 20
"""How many runs of a month are worth a block."""
_SERVICES: Final = TypeAdapter(tuple[Service, ...])
_MEMORY: Final = TypeAdapter(tuple[MemoryTrend, ...])
_STEPS: Final = TypeAdapter(tuple[Step, ...])


def block_name(month: str) -> str:
    """Return the name of the file that holds the block of *month* (``202509``)."""
    return f"{BLOCKS}/{month[:4]}-{month[4:]}.json.gz"


def encode(columns: Sequence[Column], looked_at: Sequence[str]) -> bytes:
    """Return *columns* as a file; *looked_at* are all runs of the month, readable or not."""
    strings: dict[str, int] = {}
    tests: dict[int, int] = {}
    tables: list[list[list[int]]] = []
    said: dict[tuple[Trouble, ...], int] = {}

    def number(text: str | None) -> int:
        return -1 if text is None else strings.setdefault(text, len(strings))

    rows = []
    for column in columns:
        if id(column.tests) not in tests:
            tests[id(column.tests)] = len(tables)
            tables.append([[number(part) for part in test] for test in column.tests])
        rows.append(
            {
                "line": [column.line.project, column.line.job, list(column.line.variant)],
                "run": _facts(column.run),
                "tests": tests[id(column.tests)],
                "letters": column.letters,
                "said": [
                    [at, said.setdefault(troubles, len(said))]
                    for at, troubles in column.troubles.items()
                ],
                "causes": list(column.causes.items()),
                "services": stored(column.services),
                "memory": [stored(_without_readings(trend)) for trend in column.memory],
                "steps": stored(column.steps),
            }
        )
    return pack(
        {"format": FORMAT, "runs": list(looked_at)},
        {
            "strings": list(strings),
            "tables": tables,
            "said": [stored(troubles) for troubles in said],
            "columns": rows,
        },
    )


def runs_in(data: bytes) -> tuple[str, ...]:
    """
    Return the ids of the runs that were looked at for the block *data*.

    Raises:
        DamagedRecordError: it is none.

    """
    (line,) = unpack(data, 1)
    if not isinstance(line, dict) or line.get("format") != FORMAT:
        raise DamagedRecordError(phrase("it is no block that this version of reportgen reads"))
    return tuple(line["runs"])


def decode(data: bytes) -> tuple[Column, ...]:
    """
    Return the columns of the block *data*; none of them has any times.

    Raises:
        DamagedRecordError: it is broken, or of a format that this version does not know.

    """
    runs_in(data)
    try:
        _, held = unpack(data)
        strings = [*held["strings"], None]  # -1 is the last one
        tables = [
            tuple(Named(*(strings[part] for part in row)) for row in table)
            for table in held["tables"]
        ]
        said = [tuple(Trouble(**each) for each in troubles) for troubles in held["said"]]
        return tuple(_column(row, tables, said) for row in held["columns"])
    except (ValidationError, LookupError, TypeError, ValueError) as error:
        raise not_as_agreed(type(error).__name__) from error


def _column(
    row: Mapping[str, Any],
    tables: Sequence[tuple[Named, ...]],
    said: Sequence[tuple[Trouble, ...]],
) -> Column:
    tests = tables[row["tests"]]
    project, job, variant = row["line"]
    if len(row["letters"]) != len(tests):
        raise ValueError("the columns differ in length")
    return Column(
        LineKey(project, job, tuple((key, value) for key, value in variant)),
        _run(row["run"]),
        tests,
        row["letters"],
        (None,) * len(tests),
        {at: said[number] for at, number in row["said"]},
        services=_SERVICES.validate_python(row["services"]) if row["services"] else (),
        memory=_MEMORY.validate_python(row["memory"]) if row["memory"] else (),
        steps=_STEPS.validate_python(row["steps"]) if row["steps"] else (),
        causes=dict(row["causes"]),
    )


def _facts(run: RunFacts) -> dict[str, Any]:
    return {name: stored(value) for name, value in run._asdict().items()}


def _run(facts: Mapping[str, Any]) -> RunFacts:
    moment = facts["started_at"]
    return RunFacts(
        **{
            **facts,
            "started_at": None if moment is None else datetime.fromisoformat(moment),
            "counts": Counts(**facts["counts"]),
        }
    )


def _without_readings(trend: MemoryTrend) -> MemoryTrend:
    return trend.model_copy(update={"series": trend.series.model_copy(update={"samples": ()})})
