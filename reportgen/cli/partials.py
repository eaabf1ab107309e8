"""``--partials``: a folder of templates that take the place of ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.errors import ReportgenError, UsageError
from reportgen.model.text import clean, one_line
from reportgen.wording import marked, phrase, phrase_many

if TYPE_CHECKING:
    from reportgen.render.partials import Partials

_HINT = marked("see docs/partials.md for the names, and copy ours to begin with")


def read_partials(folder: Path, content: Callable[[Path, str], str | None]) -> "Partials":
    """
    Return the templates that lie in *folder*, read by *content*; hidden files are left out.

    Raises:
        UsageError: one has the name of none of ours or is faulty; all that is wrong is listed.

    """
    from reportgen.render.environment import html_environment
    from reportgen.render.markdown.templating import environment
    from reportgen.render.partials import Partials, mistakes_in, replaceable

    if not folder.is_dir():
        raise UsageError(
            phrase('--partials "{folder}" is no folder', folder=folder),
            phrase("name a folder of templates"),
        )
    found = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    if not found:
        raise UsageError(
            phrase('--partials "{folder}" holds no template', folder=folder), phrase(_HINT)
        )
    _refuse(folder, [_unknown(name, replaceable()) for name in sorted(found) if
                     name not in replaceable()])  # fmt: skip
    sources = tuple((name, content(found[name], "--partials") or "") for name in sorted(found))
    partials = Partials(str(folder), sources)
    html, markdown = partial(html_environment, partials), partial(environment, partials)
    _refuse(folder, [one_line(clean(each)) for each in mistakes_in(partials, markdown, html)])
    return partials


def _unknown(name: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(name, known, n=1)
    meant = phrase('; did you mean "{close}"?', close=close[0]) if close else ""
    return phrase('there is no template "{name}"', name=one_line(clean(name))) + meant


def _refuse(folder: Path, wrong: list[str]) -> None:
    if wrong:
        many = phrase_many(
            '{n} mistake in the templates of "{folder}":',
            '{n} mistakes in the templates of "{folder}":',
            len(wrong),
            folder=folder,
        )
        raise UsageError(
            "\n".join([many, *(f"  {each}" for each in wrong)]),
            phrase(_HINT),
        )


@contextmanager
def blaming(partials: "Partials") -> Iterator[None]:
    """
    Say of what goes wrong inside that it is the fault of *partials*, where there are any.

    Raises:
        UsageError: something does.

    """
    if not partials.sources:
        yield
        return
    try:
        yield
    except ReportgenError:
        raise
    except Exception as error:
        what = one_line(clean(f"{type(error).__name__}: {error}"))
        raise UsageError(
            phrase(
                'the templates of "{folder}" cannot be rendered ({what})',
                folder=partials.folder,
                what=what,
            ),
            phrase(_HINT),
        ) from error
