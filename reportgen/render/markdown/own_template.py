"""
A report by somebody's own template, with the document that scripts know as its context.

The template is trusted as configuration is; what it prints is not. A value is printed as prose
with everything live in it as code, unless one of the filters says otherwise: ``code``, ``fence``,
``cell`` and ``plain``, the doors of our own templates.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.errors import UsageError
from reportgen.render.markdown.blocks import Block
from reportgen.render.markdown.escaping import Md
from reportgen.render.markdown.templating import Page
from reportgen.wording import phrase

OWN_CONTEXT: Final[MappingProxyType[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "target": {"type": "string", "description": "The name of the target."},
        "note": {"type": "string", "description": "The note of --note, ready to print, or empty."},
        "sections": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "The blocks of the report, ready to print, by their names with an "
            "underscore for a space: headline, verdict, counts, needs_attention, failures and so "
            "on. A block that this report lacks is empty.",
        },
    }
)
"""What a template has besides the document, as JSON Schema describes it."""


class _Sections(dict[str, Md]):
    def __missing__(self, key: str) -> Md:
        return Md("")


def render_own(
    source: str,
    document: Mapping[str, Any],
    page: Page,
    blocks: Iterable[Block],
    note: Md,
    budget: int,
) -> str:
    """
    Return what the template *source* makes of *document*, *blocks* and *note*.

    Raises:
        UsageError: the template is faulty, or what it makes is longer than *budget*.

    """
    target = page.target
    sections = _Sections()
    for block in blocks:
        name = block.name.replace(" ", "_")
        sections[name] = Md("\n\n".join(filter(None, (sections[name], block.forms[0]()))))
    try:
        text = (
            _environment(page)
            .from_string(source)
            .render({**document, "target": target.name, "note": note, "sections": sections})
            .strip()
        )
    except (TemplateError, TypeError) as error:
        line = getattr(error, "lineno", None)
        raise UsageError(
            phrase("the template cannot be rendered, line {line}: {error}", line=line, error=error)
            if line
            else phrase("the template cannot be rendered: {error}", error=error),
            phrase("see what a template may use: reportgen schema --context"),
        ) from error
    length = target.measure(f"{text}\n")
    if length > budget:
        raise UsageError(
            phrase(
                "the template makes {length:,} {unit}, and {budget:,} fit",
                length=length,
                unit=target.unit,
                budget=budget,
            ),
            phrase("show less in it, for example with findings[:10], or give a higher --limit"),
        )
    return f"{text}\n"


def _environment(page: Page) -> ImmutableSandboxedEnvironment:
    def printed(value: object) -> object:
        if isinstance(value, StrictUndefined):
            return value  # printing it raises, with the name
        if value is None or isinstance(value, Md):
            return value or ""
        if isinstance(value, str | bool | int | float):
            return page.text.sentence(str(value))
        raise TypeError(
            phrase(
                "a {kind} cannot be printed: {value}",
                kind=type(value).__name__,
                value=f"{value!r:.80}",
            )
        )

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    environment.filters |= {
        "code": lambda value: page.text.code(str(value)),
        "fence": lambda value: page.text.block(str(value)),
        "cell": lambda value: page.cell.code(str(value)),
        "plain": lambda value: page.text.prose(str(value)),
    }
    return environment
