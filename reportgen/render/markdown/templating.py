"""The Jinja environment of the Markdown templates: it prints what came through a door."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reportgen.render.markdown import skeleton, writing
from reportgen.render.markdown.dialects import writer
from reportgen.render.markdown.escaping import Context, Doors, Md, guard
from reportgen.render.markdown.links import NOWHERE, Links
from reportgen.render.markdown.live import defused
from reportgen.render.markdown.references import References
from reportgen.render.markdown.targets import Target
from reportgen.render.markdown.tree import Node
from reportgen.render.partials import NO_PARTIALS, Partials
from reportgen.resources import folder
from reportgen.wording import lowered, phrase, phrase_many, refuse_reaching

T = TypeVar("T")


@cache
def environment(partials: Partials = NO_PARTIALS) -> Environment:
    """Return the one environment in which *partials* come before ours; it is made on first use."""
    ours = FileSystemLoader(folder("templates") / "markdown")
    made = partials.kind(
        loader=partials.loaded("markdown/", ours),
        undefined=StrictUndefined,
        finalize=guard,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown has none; `finalize` refuses
        bytecode_cache=partials.kept,
    )
    made.globals.update(phrase=_phrase, phrase_many=_phrase_many)
    made.filters["lowered"] = lowered
    return made


def _phrase(text: str, /, **fields: object) -> str:
    if fields:
        refuse_reaching(text)
    return phrase(text, **fields)


def _phrase_many(one: str, many: str, n: int, /, **fields: object) -> str:
    refuse_reaching(one)
    refuse_reaching(many)
    return phrase_many(one, many, n, **fields)


class Page:
    """
    What templates are rendered with: a target, its doors, and where links lead.

    *text*, *cell* and *summary* are the doors of running text, of table cells and of the titles of
    folded sections; *lead* those of whatever stands above a section that folds where it can.
    *budget* is what there is room for, in the target's unit. *partials* come before our templates.
    """

    def __init__(
        self,
        target: Target,
        links: Links = NOWHERE,
        budget: int | None = None,
        partials: Partials = NO_PARTIALS,
    ) -> None:
        self._environment = environment(partials)
        self.target = target
        self.links = links
        self.budget = target.budget if budget is None else budget
        self._write = writer(target.dialect)
        self._held: list[skeleton.Held] = []
        self.text = self._doors("text")
        self.cell = self._doors("cell")
        self.summary = self._doors("summary")

    def _doors(self, context: Context) -> Doors | References:
        if self._write is None:
            return Doors(self.target, context)
        return References(self.target, context, self._held)

    def render(self, template: str, view: object) -> Md:
        """Return what *template* makes of *view* in the target's dialect, no white space around."""
        self._held.clear()
        text = (
            self._environment.get_template(f"{template}.md.j2")
            .render(
                view=view, target=self.target, text=self.text, cell=self.cell, lead=self.summary
            )
            .strip()
        )
        return self.write(skeleton.read(text, self._held)) if self._write and text else Md(text)

    def write(self, nodes: Sequence[Node]) -> Md:
        """Return *nodes* in the target's dialect."""
        if self._write is None:
            return Md(writing.write(nodes, self.target))
        # No mark of any dialect looks like an order, so what does is text.
        return Md(defused(self._write(nodes)))

    def forms(
        self, template: str, view: Callable[[T], object], sizes: Iterable[T]
    ) -> tuple[Callable[[], Md], ...]:
        """Return a form of a block for each of *sizes*: *template* with the view of that size."""
        return tuple(partial(self._form, template, view, size) for size in sizes)

    def _form(self, template: str, view: Callable[[T], object], size: T) -> Md:
        return self.render(template, view(size))
