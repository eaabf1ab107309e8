"""Which renderer prints which format; each is loaded only when it is used."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from reportgen.cli.console import wants_colour, warn
from reportgen.cli.exchange import for_tools
from reportgen.cli.options import Format, StyleName
from reportgen.cli.stages import stage
from reportgen.errors import UsageError
from reportgen.model.report import Report
from reportgen.model.units import size
from reportgen.wording import phrase

if TYPE_CHECKING:
    from reportgen.render.copies import Copy
    from reportgen.render.markdown.links import Links
    from reportgen.render.markdown.targets import Style, Target
    from reportgen.render.partials import Partials

MAX_FILE: Final = 1 << 20
MAX_PAGE: Final = 10_000_000
"""Bytes above which an HTML report is called large."""
_STYLES: "Final[dict[StyleName, Style]]" = {
    StyleName.BRIEF: "brief",
    StyleName.DEFAULT: "default",
    StyleName.FULL: "full",
}


def check_target(name: str) -> "Target":
    """
    Return the row of the target *name*, ours or of a plugin, before anything is read.

    Raises:
        UsageError: there is none; the message names a close one.

    """
    from reportgen.render.markdown.targets import TARGETS

    if name in TARGETS:
        return TARGETS[name]
    from reportgen.cli.plugged import plugged_targets

    theirs = plugged_targets()
    if name in theirs:
        return theirs[name][0]
    known = [*TARGETS, *theirs]
    close = get_close_matches(name, known, n=1)
    raise UsageError(
        phrase('there is no target "{name}"', name=name)
        + (phrase('; did you mean "{close}"?', close=close[0]) if close else ""),
        phrase("known are: {names}", names=", ".join(known)),
    )


class Wish(NamedTuple):
    """What the command line asks of the Markdown."""

    target: "str | Target"
    limit: int | None = None
    style: StyleName | None = None
    note: Path | str | None = None
    template: Path | str | None = None
    links: "Links | None" = None
    partials: "Path | Partials | None" = None

    def read(self) -> "Wish":
        """
        Return the wish with the content of its files, before anything else is done.

        Raises:
            UsageError: a file cannot be read.

        """
        read = self._replace(
            note=_content(self.note, "--note"), template=_content(self.template, "--template")
        )
        if not isinstance(self.partials, Path):
            return read
        from reportgen.cli.partials import read_partials

        return read._replace(partials=read_partials(self.partials, _content))

    @property
    def own(self) -> "Partials":
        """The templates that take the place of ours, once they are read."""
        from reportgen.render.partials import NO_PARTIALS, Partials

        return self.partials if isinstance(self.partials, Partials) else NO_PARTIALS


def _content(path: Path | str | None, option: str) -> str | None:
    if not isinstance(path, Path):
        return path
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise UsageError(
                phrase(
                    '{option} "{file}" is larger than {size}',
                    option=option,
                    file=path,
                    size=size(MAX_FILE),
                ),
                phrase("give a shorter one"),
            )
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            phrase('{option} "{file}" is not UTF-8', option=option, file=path),
            phrase("save it as UTF-8"),
        ) from error
    except OSError as error:
        raise UsageError(
            phrase(
                '{option} "{file}" cannot be read: {reason}',
                option=option,
                file=path,
                reason=(error.strerror or str(error)).lower(),
            ),
            phrase("name a file that is there"),
        ) from error


def texts_of(wish: Wish) -> dict[str, tuple[Format, Wish]]:
    """
    Return the names of the files that ``build`` writes, and what of *wish* is in each.

    `report.md` is Markdown whatever is asked for: what speaks no Markdown has a file of its own.
    """
    from reportgen.render.markdown.targets import DEFAULT, TARGETS

    place = TARGETS[wish.target] if isinstance(wish.target, str) else wish.target
    suffix = place.suffix
    texts = {"report.md": (Format.MARKDOWN, wish)}
    if suffix != ".md":
        texts = {
            "report.md": (Format.MARKDOWN, wish._replace(target=DEFAULT)),
            f"report{suffix}": (Format.MARKDOWN, wish),
        }
    return texts | {"report.html": (Format.HTML, wish), "run.json": (Format.JSON, wish)}


def _markdown(report: Report, wish: Wish) -> str:
    from reportgen.render import markdown
    from reportgen.render.json import document
    from reportgen.render.markdown.links import NOWHERE

    template = None if wish.template is None else str(wish.template)
    own = markdown.Own(
        note=str(wish.note or ""),
        template=template,
        document=document(report) if template is not None else {},
        partials=wish.own,
    )
    return markdown.render(
        report,
        wish.target,
        wish.limit,
        style=_STYLES[wish.style] if wish.style else None,
        links=wish.links or NOWHERE,
        own=own,
    )


def _copies(report: Report, wish: Wish) -> "tuple[Copy, ...]":
    """Return what a page offers to copy: the report as comments and issues on GitHub take it."""
    from reportgen.render import markdown
    from reportgen.render.copies import Copy
    from reportgen.render.markdown.links import NOWHERE

    links, own = wish.links or NOWHERE, markdown.Own(partials=wish.own)
    return (
        Copy(phrase("in brief"), markdown.render(report, style="brief", links=links, own=own)),
        Copy(phrase("for an issue"), markdown.render(report, style="full", links=links, own=own)),
    )


def _page(report: Report, wish: Wish) -> Iterator[str]:
    """Yield the page of *report*; say on standard error where browsers open it slowly."""
    from reportgen.render import html

    taken = 0
    for piece in html.pieces(report, _copies(report, wish), wish.own):
        taken += len(piece) if piece.isascii() else len(piece.encode())
        yield piece
    if taken > MAX_PAGE:
        warn(
            phrase(
                "the HTML report takes {taken:.1f} MB, and opens slowly above {most} MB; "
                "its page says what it leaves out, --format json has all",
                taken=taken / 1e6,
                most=MAX_PAGE // 1_000_000,
            )
        )


def rendered(report: Report, form: Format, wish: Wish, *, to_file: bool = False) -> str:
    """Return *report* in the format *form*."""
    from reportgen.cli.partials import blaming

    with stage(f"render {form.value}"), blaming(wish.own):
        return _rendered(report, form, wish, to_file=to_file)


def pieces(report: Report, form: Format, wish: Wish) -> Iterator[str]:
    """
    Yield what `rendered` returns for a file, piece by piece where a format comes so.

    All tests as JSON are the largest text there is, and a page with all of them is the next;
    nobody has to hold either whole.
    """
    from reportgen.cli.exchange import json_pieces
    from reportgen.cli.partials import blaming

    with stage(f"render {form.value}"), blaming(wish.own):
        if form is Format.JSON:
            yield from json_pieces(report)
        elif form is Format.HTML:
            yield from _page(report, wish)
        else:
            yield _rendered(report, form, wish, to_file=True)


def _rendered(report: Report, form: Format, wish: Wish, *, to_file: bool) -> str:
    if form is Format.MARKDOWN:
        return _markdown(report, wish)
    if form is Format.HTML:
        return "".join(_page(report, wish))
    if form is Format.TEXT:
        from reportgen.render import text

        return text.render(report, colour=not to_file and wants_colour())
    return for_tools(report, form)
