"""
Fitting a report into a budget by whole blocks.

A block has several forms, the richest first; each is finished text, with its fences and sections
closed. A form is taken or not; none is ever cut.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from reportgen.errors import UsageError
from reportgen.render.markdown.dialects import frame
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.targets import Target

Form: TypeAlias = Callable[[], Md]


class Block(NamedTuple):
    """
    A part of the report.

    *forms* go from full over short to one line; they are rendered only when they are tried.
    Blocks with a smaller *priority* get their richer forms first and are left out last;
    a *required* one is never left out. *name* is the word for it where it is.
    """

    name: str
    priority: int
    forms: Sequence[Form]
    required: bool = False


def fit(
    blocks: Sequence[Block],
    footer: Callable[[tuple[str, ...]], Md],
    target: Target,
    budget: int,
) -> str:
    """
    Return *blocks* in their order, then *footer*, in at most *budget* of the target's unit.

    First every block has its shortest form.
    If even these are too long, the least important are left out, and *footer* is told their names.
    Then, by priority, each takes the richest form for which there is room.
    """
    whole = frame(target.dialect)
    between = target.measure(whole.between)
    shown = {at: block.forms[-1]() for at, block in enumerate(blocks)}
    by_priority = sorted(shown, key=lambda at: blocks[at].priority)
    optional = [at for at in by_priority if not blocks[at].required]
    names: tuple[str, ...] = ()

    def size(text: str) -> int:
        return target.measure(text) + between if text else 0

    used = sum(map(size, shown.values())) + target.measure(whole.begin + whole.end)
    end = footer(names)
    while used + target.measure(end) > budget:
        if not optional:
            raise UsageError(
                f"no report fits into {budget:,} {target.unit}",
                f"leave the limit out, or give {used + target.measure(end):,} or more",
            )
        dropped = optional.pop()
        used -= size(shown.pop(dropped))
        names = tuple(blocks[at].name for at in range(len(blocks)) if at not in shown)
        end = footer(names)
    room = budget - used - target.measure(end)
    for at in by_priority:
        if at in shown:
            room += size(shown[at])
            shown[at] = _richest(blocks[at].forms, size, room, shown[at])
            room -= size(shown[at])
    said = filter(None, [*(shown[at] for at in sorted(shown)), end])
    return whole.wrap(f"{whole.begin}{whole.between.join(said)}{whole.end}")


def _richest(forms: Sequence[Form], size: Callable[[str], int], room: int, shortest: Md) -> Md:
    """Return the first of *forms* that fits; *shortest* is the last one, already rendered."""
    for form in forms[:-1]:
        text = form()
        if size(text) <= room:
            return text
    return shortest
