"""
Lays the pages out for the site: one folder, in which every link leads to a page of the site.

A link to a file that is no page becomes the words of the link and the path as code: on the site it
would lead nowhere.
"""

import importlib
import os
import pkgutil
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pages.markup import code

DOCS: Final = "docs"
TOP: Final = (
    "CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md", "ARCHITECTURE.md", "CHANGELOG.md",
)  # fmt: skip
"""Pages at the top of the checkout that the site has, those of them that are there."""
SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "Use": (
        "first-report", "ci", "posting", "gate", "history", "matrices", "flaky", "known-issues",
        "services-and-memory", "templates", "partials", "json", "troubleshooting",
    ),
    "Understand": ("verdict", "site", "story", "accuracy", "benchmarks"),
    "Trust": ("project/security", "secrets", "forks", "hardening"),
    "Reference": (
        "reference/commands", "reference/configuration", "reference/findings", "reference/targets",
        "reference/formats", "reference/exit-codes", "reference/schema",
    ),
    "Take part": (
        "readers", "plugins", "translating", "project/contributing", "project/code_of_conduct",
        "project/architecture", "project/changelog",
    ),
    "Python": (),
}  # fmt: skip
"""What the navigation shows; pages that are in no section stand under *More*."""
PUBLIC: Final = ("reportgen.errors", "reportgen.readers.source", "reportgen.readers.lines")
"""Modules that others may build on, besides all of `reportgen.model`."""
_LINK_OR_CODE: Final = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}).*?^(?P=indent)(?P=fence)$"
    r"|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|(?<!!)\[(?P<text>[^\]]*)\]\((?P<to>(?!<?[a-z]+:|#)[^)#\s]+)(?P<at>#[\w-]+)?\)",
    re.MULTILINE | re.DOTALL,
)
"""A link to a file, or code, in which there is none."""


def stage(root: Path, out: Path) -> list[str]:
    """Lay the pages of *root* out in *out*; return what is wrong with them, a line for each."""
    places = pages(root)
    mistakes: list[str] = []
    for path, place in places.items():
        text = (root / path).read_text("utf-8")
        (out / place).parent.mkdir(parents=True, exist_ok=True)
        (out / place).write_text(relinked(text, path, places, root, mistakes), encoding="utf-8")
    shutil.copytree(root / DOCS / "screenshots", out / "screenshots")
    names = [place.removesuffix(".md") for place in places.values()]
    for module in modules():
        (out / "api").mkdir(exist_ok=True)
        (out / "api" / f"{module}.md").write_text(described(module), encoding="utf-8")
        names.append(f"api/{module}")
    with (out / "index.md").open("a", encoding="utf-8") as index:
        index.write(navigation(names))
    return mistakes


def pages(root: Path) -> dict[str, str]:
    """Return the path of each page in *root*, and where it goes on the site."""
    docs = sorted((root / DOCS).rglob("*.md"))
    found = {
        path.relative_to(root).as_posix(): path.relative_to(root / DOCS).as_posix() for path in docs
    }
    top = {name: f"project/{name.lower()}" for name in TOP if (root / name).is_file()}
    return found | top


def relinked(
    text: str, path: str, places: Mapping[str, str], root: Path, mistakes: list[str]
) -> str:
    """Return *text* of the page *path* with links that fit the site; dead ones go to *mistakes*."""
    here = Path(path).parent.as_posix()

    def fit(found: "re.Match[str]") -> str:
        if found["to"] is None:
            return found[0]
        target = os.path.normpath(f"{here}/{found['to']}")
        if not (root / target).exists():
            mistakes.append(f"{path}: a link leads to {found['to']}, which is not there")
            return found[0]
        words = found["text"]
        if target in places:
            to = os.path.relpath(places[target], Path(places[path]).parent)
            return f"[{words}]({to}{found['at'] or ''})"
        return words if words.strip("`") == target else f"{words} ({code(target)})"

    return _LINK_OR_CODE.sub(fit, text)


def modules() -> Iterator[str]:
    """Yield the names of the modules that are described, in their order."""
    package = importlib.import_module("reportgen.model")
    yield from sorted(
        [
            *PUBLIC,
            *(f"{package.__name__}.{each.name}" for each in pkgutil.iter_modules(package.__path__)),
        ]
    )


def described(module: str) -> str:
    """Return the page of *module*, which Sphinx fills from its docstrings."""
    return (
        f"# `{module}`\n\n```{{eval-rst}}\n.. automodule:: {module}\n"
        "   :members:\n   :undoc-members:\n   :exclude-members: model_config\n```\n"
    )


def navigation(names: list[str]) -> str:
    """Return what shows *names* at the side of every page, by section."""
    listed = {
        section: [name for name in order if name in names] for section, order in SECTIONS.items()
    }
    listed["Python"] = [name for name in names if name.startswith("api/")]
    known = {name for order in listed.values() for name in order} | {"index"}
    listed["More"] = [name for name in names if name not in known]
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {section}\n\n" + "\n".join(order) + "\n```\n"
        for section, order in listed.items()
        if order
    )
