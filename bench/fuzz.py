"""
Fuzz everything that reads what somebody else wrote: readers, configuration, history, renderers.

``python bench/fuzz.py --inputs 1000000 --seed 1`` says, for each target, how many inputs it took a
second and what they showed: what escaped, what took longer than 5 s, what made the process grow,
what killed it. It ends with exit code 1 where there is any such.
What is *held* did no harm: a reader stumbled, and its file is told to be unreadable.
``--target T --one N`` tries one input again and shows the whole trace; ``--save FILE`` keeps it.
The same seed gives the same inputs.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from fuzzing.targets import targets
from fuzzing.watching import Limits, Tally, input_of, run, shares

SLOW: Final = ("renderers", "store", "records", "exports", "run.json", "notes")
"""What takes ten times as long as a reader, and gets a tenth of the inputs."""
SHOWN: Final = 5
PIECE: Final = 5_000
"""How many inputs a process tries before another takes its place."""


def fuzz(
    names: Sequence[str], inputs: int, seed: int, limits: Limits, processes: int = 1
) -> list[Tally]:
    """Return what *inputs* came to, shared among the targets *names*."""
    known = targets()
    pieces = [
        (name, range(begin, min(begin + PIECE, count)))
        for name, count in shares(names, inputs, SLOW).items()
        for begin in range(0, count, PIECE)
    ]
    tallies = {name: Tally(name) for name in names}
    with ThreadPoolExecutor(processes) as pool:
        done = pool.map(lambda piece: run(known[piece[0]], seed, piece[1], limits), pieces)
        for each in done:
            tally = tallies[each.target]
            tally.inputs += each.inputs
            tally.seconds += each.seconds
            tally.found += each.found
            if each.faults:
                print(each.target, each.faults[:SHOWN], file=sys.stderr, flush=True)
    return list(tallies.values())


def table(tallies: Iterable[Tally]) -> str:
    """Return what came of each target, a line each."""
    lines = [f"{'target':<32} {'inputs':>9} {'inputs/s':>9} {'faults':>7} {'held':>7}"]
    for tally in tallies:
        faults = len(tally.faults)
        pace = tally.inputs / tally.seconds if tally.seconds else 0
        held = len(tally.found) - faults
        lines.append(f"{tally.target:<32} {tally.inputs:>9,} {pace:>9,.0f} {faults:>7,} {held:>7,}")
        shown = {f"{each.kind}: {each.what}": each for each in reversed(tally.found)}
        lines += [
            f"    {what} (first: {each.number})" for what, each in list(shown.items())[:SHOWN]
        ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print what came of it, and say by the exit code whether anything must not be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=100_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--processes", type=int, default=1, metavar="P")
    parser.add_argument("--seconds", type=float, default=5, help="the most that one may take")
    parser.add_argument("--target", help="only targets with this in their name")
    parser.add_argument("--one", type=int, metavar="N", help="try one input of one target again")
    parser.add_argument("--save", type=Path, metavar="FILE", help="where that input is kept")
    given = parser.parse_args(arguments)
    names = [name for name in targets() if given.target is None or given.target in name]
    if not names:
        parser.error(f"no target has {given.target} in its name: {', '.join(targets())}")
    if given.one is not None:
        target = targets()[names[0]]
        data = input_of(target, given.seed, given.one)
        if given.save:
            given.save.write_bytes(data)
        target.attempt(data, given.one)
        return 0
    begun = time.monotonic()
    tallies = fuzz(names, given.inputs, given.seed, Limits(given.seconds), given.processes)
    faults = sum(len(tally.faults) for tally in tallies)
    print(table(tallies))
    total = sum(tally.inputs for tally in tallies)
    print(f"{total:,} inputs, seed {given.seed}, {time.monotonic() - begun:.0f} s: {faults} faults")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
