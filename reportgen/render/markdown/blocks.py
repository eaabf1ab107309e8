"""
Fitting a report into a budget by whole blocks.

A block has several forms, the richest first; each is finished text, with its fences and sections
closed. A form is taken or not; none is ever cut.
"""

from collections.abc import Callable, Container, Sequence
from typing import NamedTuple, TypeAlias

from reportgen.errors import UsageError
from reportgen.model.units import plural
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
    *counted* says for each form how much of the block it shows, nothing where that is all.
    """

    name: str
    priority: float
    forms: Sequence[Form]
    required: bool = False
    counted: Sequence[str] = ()


class Cut(NamedTuple):
    """
    What a reader does not see: the blocks *left_out*, and how much of others is *shown*.

    *short* says that there is no room for more than that.
    """

    left_out: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    short: bool = False


def shown(total: int, sizes: Sequence[int], noun: str) -> tuple[str, ...]:
    """Return for each of *sizes* how much of *total* it shows: ``12 of 340 failures``."""
    return tuple(f"{most:,} of {plural(total, noun)}" if most < total else "" for most in sizes)


def fit(
    blocks: Sequence[Block],
    footer: Callable[[Cut], Md],
    target: Target,
    budget: int,
) -> str:
    """
    Return *blocks* in their order, then *footer*, in at most *budget* of the target's unit.

    First every block has its shortest form.
    If even these are too long, the least important are left out.
    Then, by priority, each takes the richest form for which there is room.
    The *footer* is told what a reader does not see; room is kept for the most that it can say.
    """
    whole = frame(target.dialect)
    between = target.measure(whole.between)
    taken = {at: len(block.forms) - 1 for at, block in enumerate(blocks)}
    texts = {at: block.forms[-1]() for at, block in enumerate(blocks)}
    by_priority = sorted(texts, key=lambda at: blocks[at].priority)
    optional = [at for at in by_priority if not blocks[at].required]

    def size(text: str) -> int:
        return target.measure(text) + between if text else 0

    def longest(*, short: bool = False) -> Md:
        said = [max(blocks[at].counted, key=len, default="") for at in sorted(texts)]
        return footer(Cut(_missing(blocks, texts), tuple(filter(None, said)), short))

    used = sum(map(size, texts.values())) + target.measure(whole.begin + whole.end)
    end = longest()
    short = False
    while used + target.measure(end) > budget:
        if not optional and not short:
            short, end = True, longest(short=True)
            continue
        if not optional:
            raise UsageError(
                f"no report fits into {budget:,} {target.unit}",
                f"leave the limit out, or give {used + target.measure(end):,} or more",
            )
        used -= size(texts.pop(optional.pop()))
        end = longest()
    room = budget - used - target.measure(end)
    for at in by_priority:
        if at in texts:
            room += size(texts[at])
            taken[at], texts[at] = _richest(blocks[at].forms, size, room, texts[at])
            room -= size(texts[at])
    said = [blocks[at].counted[taken[at]] for at in sorted(texts) if blocks[at].counted]
    end = footer(Cut(_missing(blocks, texts), tuple(filter(None, said)), short))
    parts = filter(None, [*(texts[at] for at in sorted(texts)), end])
    return whole.wrap(f"{whole.begin}{whole.between.join(parts)}{whole.end}")


def _missing(blocks: Sequence[Block], texts: Container[int]) -> tuple[str, ...]:
    return tuple(block.name for at, block in enumerate(blocks) if at not in texts and block.name)


def _richest(
    forms: Sequence[Form], size: Callable[[str], int], room: int, shortest: Md
) -> tuple[int, Md]:
    """Return the first of *forms* that fits, and which it is; *shortest* is the last, rendered."""
    for at, form in enumerate(forms[:-1]):
        text = form()
        if size(text) <= room:
            return at, text
    return len(forms) - 1, shortest
