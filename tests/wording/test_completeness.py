"""
That every sentence can be said in another language, but for the rooms that are English on purpose.

A language is made up in which every message stands between ⟦ and ⟧. What stands outside of them in
a report is of an artifact, of the interface, or of a short list. And no template and no module of
the rooms that are done has words that are not looked up, whether a report shows them or not.
"""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element

import html5lib  # type: ignore[import-untyped] # it ships no types
import pytest
import wording
from markdown_it import MarkdownIt
from words.writing import written

from reportgen.config.settings import GatePolicy, Settings
from reportgen.wording import catalogue
from reportgen.wording.messages import Message
from tests.conftest import ROOT, Golden, RunCli
from tests.story import Story, planned
from tests.wording.unsaid import unsaid_in_code, unsaid_in_template

ENGLISH: Final = {
    "reportgen/render/markdown/targets.py": "names of trackers, and where their limits are known "
    "from; `targets` lists them and reads no configuration",
}
"""The rooms that speak English on purpose, and why."""
DONE: Final = (
    "reportgen/analysis", "reportgen/artifacts", "reportgen/cli", "reportgen/config",
    "reportgen/errors.py", "reportgen/history", "reportgen/model", "reportgen/overtime",
    "reportgen/plugins", "reportgen/readers", "reportgen/recipes", "reportgen/render/account",
    "reportgen/render/causes.py", "reportgen/render/charts.py", "reportgen/render/coverage.py",
    "reportgen/render/markdown", "reportgen/render/overtime", "reportgen/render/sides.py",
    "reportgen/render/strips.py", "reportgen/render/text.py", "reportgen/website",
)  # fmt: skip
UNITS: Final = frozenset(["s", "ms", "min", "h", "d", "B", "KiB", "MiB", "GiB", "TiB", "UTC"])
NAMES: Final = frozenset(
    ["reportgen", "SHA", *GatePolicy.model_fields, "Staging", "validation", "netra", "components"]
)
"""Names of ours, rules of the gate, and what the configuration and the artifacts call things."""
_WORD: Final = re.compile(r"[A-Za-zÄÖÜäöüß]+(?:-[a-z]+)*")
_QUOTED: Final = frozenset({"bdi", "code", "pre", "time", "q", "script", "style", "svg"})
_LETTERS: Final = frozenset({"place", "strip"})
"""Classes of what an artifact says, or of letters that stand for outcomes."""
_FILES: Final = frozenset(["run.json", "trends.json", "data/manifest.json", "SHA-256", "reportgen"])
"""What a template may name without a function that looks it up."""
_TITLE: Final = re.compile(r"<title>.*?</title>")
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": True}).enable("table")
_RUNS: Final = ("green", "leaking", "outage", "red", "staging-1041", "truncated")
_STORY: Final = ("20", "40", "60")
_SITE: Final = slice(38, 46)
"""So many runs of the story show each page."""
_NAMED: Final = re.compile(r"main|p|causes|memory-over-runs|services|[a-f]{1,8}")
"""A branch, percentiles, algorithms, and letters of commits."""


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the translation to a language in which all is marked."""
    folder = tmp_path_factory.mktemp("translations")
    head = Message("", translations=("Plural-Forms: nplurals=2; plural=n != 1;\n",))
    marked = [
        message._replace(
            translations=tuple(f"⟦{text}⟧" for text in (message.text, message.many) if text)
        )
        for message in wording.collected()
    ]
    (folder / "qps.po").write_text(written([head, *marked]), encoding="utf-8")
    return folder


@pytest.fixture
def speaks(made_up: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a configuration that asks for the language that is made up."""
    monkeypatch.setattr(catalogue, "FOLDER", made_up)
    config = tmp_path / "marked.toml"
    config.write_text('[project]\nlanguage = "qps"\n')
    return config


def texts(element: Element, *, quoted: bool = False) -> Iterator[str]:
    """Yield what a reader sees or hears below *element*; a null for what an artifact says."""
    is_letters = bool(_LETTERS & {*element.get("class", "").split()})
    quoted = quoted or is_letters or element.tag in _QUOTED or element.get("dir") == "auto"
    if not quoted or element.tag == "svg":
        yield from (element.get(name, "") for name in ("aria-label", "title", "alt"))
    yield "\0" if quoted else element.text or ""
    for child in element:
        if isinstance(child.tag, str):  # a comment is none
            yield from texts(child, quoted=quoted)
        yield "\0" if quoted else child.tail or ""


def outside(html: str) -> list[str]:
    """Return the words of *html* that stand outside of all marks and are not of the lists."""
    page: Any = html5lib.parse(html, namespaceHTMLElements=False)
    depth, seen = 0, []
    for mark in "".join(texts(page)):
        depth += (mark == "⟦") - (mark == "⟧")
        if not depth and mark != "⟧":
            seen.append(mark)
    assert depth == 0
    words = _WORD.findall("".join(seen))
    return [word for word in words if word.replace("-", "_") not in NAMES | UNITS]


def shown(run_cli: RunCli, *arguments: str | Path) -> dict[str, list[str]]:
    """Return what stands outside of the marks in the report on *arguments*, by its format."""
    page = run_cli("report", *arguments, "--format", "html", "--quiet")
    text = run_cli("report", *arguments, "--style", "full", "--quiet")
    assert "⟦" in page.stdout, page.stderr
    assert "⟦" in text.stdout, text.stderr
    return {"html": outside(page.stdout), "markdown": outside(_MARKDOWN.render(text.stdout))}


@pytest.mark.parametrize("run", _RUNS)
def test_a_report_says_nothing_that_cannot_be_translated(
    run: str, run_cli: RunCli, speaks: Path, fixtures_dir: Path
) -> None:
    """All words of a report are looked up, but for those of artifacts and the interface."""
    folder = fixtures_dir / "runs" / run
    found = shown(run_cli, folder, "--config", speaks)

    assert {"html": [], "markdown": []} == found


@pytest.mark.xdist_group("story")
@pytest.mark.parametrize("number", _STORY)
def test_so_does_one_that_looks_back(
    number: str, run_cli: RunCli, speaks: Path, fixtures_dir: Path, story: Story
) -> None:
    """What earlier runs show of this one is said in the language of this one."""
    run = next(each for each in planned() if each["run"] == number)
    facts = [f"--{fact}={run[fact]}" for fact in ("commit", "branch", "attempt", "job")]
    folder = fixtures_dir / "history" / number
    found = shown(
        run_cli, folder, "--config", speaks, "--history", story.history, *facts,
    )  # fmt: skip

    assert {"html": [], "markdown": []} == found


@pytest.mark.xdist_group("story")
def test_so_does_the_site(run_cli: RunCli, speaks: Path, tmp_path: Path) -> None:
    """All pages that no script fills are said in the language of who builds them."""
    history, site = tmp_path / "history", tmp_path / "site"
    arguments = runpy.run_path(str(ROOT / "fixtures/history/record.py"))["arguments"]
    for run in planned()[_SITE]:
        recorded = run_cli(*arguments(run, history), "--config", speaks)
        assert recorded.exit_code == 0, recorded.stderr
    built = run_cli("site", "--history", history, "--out", site, "--config", speaks, "--quiet")
    pages = {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
    }
    # What is below a part of the site has the title that an artifact gives it.
    found = {
        name: outside(_TITLE.sub("", page) if 'class="crumbs"' in page else page)
        for name, page in pages.items()
    }

    assert built.exit_code == 0, built.stderr
    assert [] == [word for words in found.values() for word in words if not _NAMED.fullmatch(word)]
    assert all('<html lang="qps">' in page for page in pages.values())


def _files(*suffixes: str) -> list[str]:
    paths = [
        path
        for folder in ("reportgen", "templates", "site")
        for suffix in suffixes
        for path in sorted((ROOT / folder).rglob(f"*{suffix}"))
    ]
    return [path.relative_to(ROOT).as_posix() for path in paths]


def _is_within(name: str, rooms: Iterator[str] | list[str]) -> bool:
    return any(name == room or name.startswith(f"{room}/") for room in rooms)


@pytest.mark.parametrize(
    "name", [n for n in _files(".html.j2", ".md.j2") if not _is_within(n, list(ENGLISH))]
)
def test_no_template_has_words_of_its_own(name: str) -> None:
    """Between tags and values of a template stand signs, and names of files at most."""
    unsaid = list(unsaid_in_template((ROOT / name).read_text(encoding="utf-8")))

    assert [] == [text for text in unsaid if text not in _FILES]


def test_no_module_says_what_is_not_looked_up(golden: Golden) -> None:
    """What reads as a sentence and is looked up by nobody is none: all such texts are reviewed."""
    names = [
        name
        for name in _files(".py")
        if _is_within(name, list(DONE)) and not _is_within(name, list(ENGLISH))
    ]
    lines = [
        f"{name}: {text!r}"
        for name in names
        for text in unsaid_in_code((ROOT / name).read_text(encoding="utf-8"))
        if not re.search(r"\\[bswdSWD]|\(\?", text)
    ]

    golden("wording/unsaid.txt", "".join(f"{line}\n" for line in lines))


def test_the_rooms_that_are_named_exist() -> None:
    """A room that is gone is neither called English nor done."""
    assert [] == [room for room in (*ENGLISH, *DONE) if not (ROOT / room).exists()]


def test_the_language_is_a_key_of_the_configuration() -> None:
    """English is spoken where nobody asks for another language, whatever the environment says."""
    assert "en" == Settings().project.language
