"""
Every sentence that reportgen says, collected for translators.

``python bench/wording.py`` reads the code and the templates, writes `reportgen.pot` and brings each
translation beside it up to date: what is new stands there without a translation, what nothing says
any more is gone, and what was translated stays. ``--check`` writes nothing and ends with 1 where a
file is old. ``--new LANG`` begins a translation.
"""

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from words.collecting import SAYING, said_in_code, said_in_templates
from words.writing import written

from reportgen.wording.catalogue import FOLDER
from reportgen.wording.messages import Message, messages_in
from reportgen.wording.scripts import said_in_script

ROOT: Final = Path(__file__).resolve().parent.parent
POT: Final = FOLDER / "reportgen.pot"
_HEAD: Final = """\
Project-Id-Version: reportgen
Language: {language}
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: {plurals}
"""
_CLOSE: Final = 0.8


@cache
def collected(root: Path = ROOT) -> tuple[Message, ...]:
    """Return all that the code and the templates below *root* say, by file and then by line."""
    places: dict[tuple[str, str], list[str]] = {}
    sources = [
        *((path, said_in_code) for path in sorted(root.glob("reportgen/**/*.py"))),
        *(
            (path, said_in_templates)
            for folder in ("templates", "site")
            for path in sorted(root.glob(f"{folder}/**/*.j2"))
        ),
        *((path, said_in_script) for path in sorted(root.glob("site/assets/*.js"))),
    ]
    for path, said_in in sources:
        source = path.read_text(encoding="utf-8")
        for text in said_in(source) if any(name in source for name in SAYING) else ():
            known = places.setdefault(text, [])
            place = path.relative_to(root).as_posix()
            if place not in known:
                known.append(place)
    return tuple(
        Message(one, many, ("", "") if many else ("",), tuple(at))
        for (one, many), at in places.items()
    )


def template(messages: Sequence[Message]) -> str:
    """Return *messages* as the file that translations begin with."""
    head = _HEAD.format(language="", plurals="nplurals=INTEGER; plural=EXPRESSION;")
    return written([Message("", translations=(head,)), *messages])


def merged(translation: str, messages: Iterable[Message]) -> str:
    """
    Return *translation* with *messages* and no others, in their order.

    What is new and reads nearly like something that nobody says any more takes its translation and
    is marked as unsure.
    """
    theirs = {(each.text, each.many): each for each in messages_in(translation)}
    head = theirs.pop(("", ""), Message(""))
    forms = _forms(head.translations[0])
    messages = list(messages)
    left = {key: each for key, each in theirs.items() if all(each.translations)}
    for message in messages:
        left.pop((message.text, message.many), None)
    return written([head, *(_with_translation(each, theirs, left, forms) for each in messages)])


def _with_translation(
    message: Message,
    theirs: Mapping[tuple[str, str], Message],
    left: Mapping[tuple[str, str], Message],
    forms: int,
) -> Message:
    """Return *message* as *theirs* translates it, or nearly so something of what is *left*."""
    known = theirs.get((message.text, message.many))
    if known is not None:
        return known._replace(places=message.places)
    empty = ("",) * (forms if message.many else 1)
    alike = [text for text, many in left if bool(many) == bool(message.many)]
    for text in get_close_matches(message.text, alike, 1, _CLOSE):
        old = next(each for key, each in left.items() if key[0] == text)
        return message._replace(translations=old.translations, is_unsure=True, notes=old.notes)
    return message._replace(translations=empty)


def _forms(head: str) -> int:
    stated = head.partition("nplurals=")[2][:1]
    return int(stated) if stated.isdigit() else 2


def progress(translation: str) -> tuple[int, int]:
    """Return how many messages of *translation* are translated and sure, and how many there are."""
    messages = [each for each in messages_in(translation) if each.text]
    return sum(all(each.translations) and not each.is_unsure for each in messages), len(messages)


def fresh() -> dict[Path, str]:
    """Return what each file should hold."""
    messages = collected()
    files = {POT: template(messages)}
    for path in sorted(FOLDER.glob("*.po")):
        files[path] = merged(path.read_text(encoding="utf-8"), messages)
    return files


def main(argv: Sequence[str]) -> int:
    """Write the files, or check them; return the exit code."""
    parser = argparse.ArgumentParser(description="Collect what reportgen says, for translators.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if one is old")
    parser.add_argument("--new", metavar="LANG", help="begin a translation, as in: --new fr")
    asked = parser.parse_args(argv)
    if asked.new:
        begin(asked.new)
    files = fresh()
    if asked.check:
        old = [path for path, text in files.items() if path.read_text(encoding="utf-8") != text]
        print("\n".join(f"{path.name} is old" for path in old) or "all are fresh")
        return int(bool(old))
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
        if path != POT:
            done, total = progress(text)
            print(f"{path.relative_to(ROOT)}: {done} of {total} messages translated")
    return 0


def begin(language: str) -> None:
    """Write a translation to *language* that has a head alone, unless there is one."""
    path = FOLDER / f"{language}.po"
    if not path.exists():
        head = _HEAD.format(language=language, plurals="nplurals=2; plural=(n != 1);")
        path.write_text(written([Message("", translations=(head,))]), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
