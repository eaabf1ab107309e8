"""
Fitting a report into a budget by whole blocks.

A block has several forms, the richest first; each is finished text, with its fences and sections
closed. A form is taken or not; none is ever cut.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from reportgen.errors import UsageError
from reportgen.model.units import plural
from reportgen.render.markdown.dialects import frame
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.targets import Target
from reportgen.wording import phrase

Form: TypeAlias = Callable[[], Md]


class Block(NamedTuple):
    """
    A part of the report.

    *forms* go from full over short to one line; they are rendered only when they are tried.
    The last form may be empty: then the block is left out where there is no room for it.
    Blocks with a smaller *priority* get their richer forms first and are left out last;
    a *required* one is never left out. *name* is the word for it where it is.
    One that is *greedy* takes its richest forms after all others, because it can fill any room.
    *counted* says for each form how much of the block it shows, nothing where that is all.
    """

    name: str
    priority: float
    forms: Sequence[Form]
    required: bool = False
    counted: Sequence[str] = ()
    greedy: bool = False


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
    return tuple(
        phrase("{most:,} of {total}", most=most, total=plural(total, noun)) if most < total else ""
        for most in sizes
    )


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
    Then, by priority, each takes the richest form for which there is room; a greedy one takes its
    short form in its turn, and more when all others have had theirs.
    The *footer* is told what a reader does not see; room is kept for the most that it can say.
    """
    whole = frame(target.dialect)
    between = target.measure(whole.between)
    shelf = _Shelf(blocks, lambda text: target.measure(text) + between if text else 0)
    optional = [at for at in shelf.by_priority if not blocks[at].required]
    used = shelf.length() + target.measure(whole.begin + whole.end)
    short, end = False, footer(shelf.most_cut())
    while used + target.measure(end) > budget:
        if optional:
            used -= shelf.drop(optional.pop())
        elif not short:
            short = True
        else:
            raise UsageError(
                f"no report fits into {budget:,} {target.unit}",
                f"leave the limit out, or give {used + target.measure(end):,} or more",
            )
        end = footer(shelf.most_cut()._replace(short=short))
    shelf.fill(budget - used - target.measure(end))
    parts = filter(None, [*shelf.texts(), footer(shelf.cut()._replace(short=short))])
    return whole.wrap(f"{whole.begin}{whole.between.join(parts)}{whole.end}")


class _Shelf:
    """The blocks that are shown, each in the form that it has so far."""

    def __init__(self, blocks: Sequence[Block], size: Callable[[str], int]) -> None:
        self._blocks = blocks
        self._size = size
        self._rendered: dict[tuple[int, int], Md] = {}
        self._taken = {at: len(block.forms) - 1 for at, block in enumerate(blocks)}
        self.by_priority = sorted(self._taken, key=lambda at: blocks[at].priority)

    def _text(self, at: int, form: int) -> Md:
        if (at, form) not in self._rendered:
            self._rendered[at, form] = self._blocks[at].forms[form]()
        return self._rendered[at, form]

    def texts(self) -> list[Md]:
        """Return what is shown, in order."""
        return [self._text(at, self._taken[at]) for at in sorted(self._taken)]

    def length(self) -> int:
        """Return the length of all that is shown."""
        return sum(map(self._size, self.texts()))

    def drop(self, at: int) -> int:
        """Leave the block *at* out; return how much room that makes."""
        return self._size(self._text(at, self._taken.pop(at)))

    def fill(self, room: int) -> None:
        """Let blocks take richer forms as long as there is *room*."""
        rich = sum(self._size(self._text(at, 0)) for at in self._taken)
        if rich <= room + self.length():
            self._taken = dict.fromkeys(self._taken, 0)
            return
        shown = [at for at in self.by_priority if at in self._taken]
        for at in shown:
            first = self._taken[at] - 1 if self._blocks[at].greedy else 0
            room = self._take(at, range(first, self._taken[at]), room)
        for at in shown:
            room = self._take(at, range(self._taken[at]), room)

    def _take(self, at: int, forms: Sequence[int], room: int) -> int:
        """Give the block *at* the first of *forms* that fits; return how much room is left."""
        had = self._size(self._text(at, self._taken[at]))
        for form in forms:
            need = self._size(self._text(at, form))
            if need <= room + had:
                self._taken[at] = form
                return room + had - need
        return room

    def cut(self) -> Cut:
        """Return what is not seen of the blocks."""
        counted = (self._counted(at)[form] for at, form in sorted(self._taken.items()))
        return Cut(self._missing(), tuple(filter(None, counted)))

    def most_cut(self) -> Cut:
        """Return the most that may have to be said of what is not seen."""
        counted = (max(self._counted(at), key=len) for at in sorted(self._taken))
        return Cut(self._missing(shortest=True), tuple(filter(None, counted)))

    def _counted(self, at: int) -> Sequence[str]:
        block = self._blocks[at]
        return block.counted or [""] * len(block.forms)

    def _missing(self, *, shortest: bool = False) -> tuple[str, ...]:
        """Return the names of the blocks that are not seen, or would not be in their last form."""
        gone = []
        for at, block in enumerate(self._blocks):
            last = len(block.forms) - 1
            is_last = shortest or self._taken.get(at) == last
            if block.name and (at not in self._taken or (is_last and not self._text(at, last))):
                gone.append(block.name)
        return tuple(gone)
