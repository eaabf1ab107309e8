"""
How often reportgen is right about many runs, on histories of which the truth is known.

``python bench/accuracy.py`` prints a table: the share of answers that are true (precision) and of
truths that were found (recall), each with the counts behind it, beside what is aimed at.
It ends with exit code 1 where an aim is missed. ``--quick`` takes seconds, ``--write`` puts the
table into ``docs/accuracy.md``. The same seeds give the same numbers on every machine.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from measuring import KINDS, measure
from scoring import Row

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "accuracy.md"
SEEDS: Final = range(40)
QUICK: Final = range(8)
"""The first of `SEEDS`, for seconds instead of a minute."""
BEGIN: Final = "<!-- table: begin -->\n"
END: Final = "<!-- table: end -->"


def table(rows: list[Row]) -> str:
    """Return *rows* as a table in Markdown."""
    lines = ["| what | precision | recall | aims |", "|---|---:|---:|---|"]
    for row in rows:
        first = _share(row.score.precision, row.score.right, row.score.found)
        if row.agreement is not None:
            first = f"{row.agreement:.3f}"
        second = _share(row.score.recall, row.score.recalled, row.score.true)
        lines.append(f"| {row.what} | {first} | {second} | {_aims(row)} |")
    return "\n".join(lines) + "\n"


def page(before: str, rows: list[Row]) -> str:
    """Return the page *before* with *rows* in place of its table."""
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{table(rows)}{END}{tail}"


def _share(value: float | None, k: int | None, n: int | None) -> str:
    if n is None:
        return ""
    return "none" if value is None else f"{value:.3f} ({k:,} of {n:,})"


def _aims(row: Row) -> str:
    wanted = [f"{aim:.2f}" for aim in row.aims if aim is not None]
    return f"{' / '.join(wanted)} {'missed' if row.is_missed else 'reached'}" if wanted else ""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and say by the exit code whether all aims are reached."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seeds", type=int, metavar="N", help=f"N histories of each kind instead of {len(SEEDS)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help=f"only {len(QUICK)} histories of each kind"
    )
    parser.add_argument("--only", choices=sorted(KINDS), help="measure one kind alone")
    parser.add_argument(
        "--write", action="store_true", help="put the table into docs/accuracy.md, too"
    )
    given = parser.parse_args(arguments)
    if given.write and (given.only or given.quick or given.seeds):
        parser.error("the page shows the whole table: leave out --only, --quick and --seeds")
    seeds = QUICK if given.quick else range(given.seeds) if given.seeds else SEEDS
    kinds = [given.only] if given.only else list(KINDS)
    rows = [row for kind in kinds for row in measure(kind, seeds)]
    print(table(rows), end="")
    if given.write:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    return int(any(row.is_missed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
