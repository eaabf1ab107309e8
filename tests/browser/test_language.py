"""The site in a language that is made up, as a reader sees it: each sentence is between marks."""

import re
from pathlib import Path
from typing import Final

import pytest
import wording
from playwright.sync_api import Page

from reportgen import website
from reportgen.config.settings import Settings
from reportgen.overtime import trends_of
from reportgen.wording import Catalogue, speaking
from tests.browser import stories
from tests.factories import make_artifact, make_service

pytestmark = pytest.mark.browser

_FIELD: Final = re.compile(r"\{[^}]*\}")
_SENTENCE: Final = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
_RUNS: Final = 24
_FILLED: Final = "#app:not([aria-busy])"


def made_up() -> Catalogue:
    """Return the translation in which every message stands between marks."""
    collected = wording.collected()
    return Catalogue(
        "qps",
        {each.text: f"⟦{each.text}⟧" for each in collected if not each.many},
        {
            (each.text, each.many): (f"⟦{each.text}⟧", f"⟦{each.many}⟧")
            for each in collected
            if each.many
        },
        lambda n: int(n != 1),
    )


def unmarked(text: str) -> str:
    """Return what of *text* stands outside of all marks."""
    depth, rest = 0, []
    for letter in text:
        depth += (letter == "⟦") - (letter == "⟧")
        rest.append("\n" if depth or letter == "⟧" else letter)
    return "".join(rest)


def sentences() -> set[str]:
    """Return the pieces between the fields of all messages that read as sentences."""
    return {
        piece.strip()
        for each in wording.collected()
        for text in (each.text, each.many)
        for piece in _FIELD.split(text)
        if _SENTENCE.search(piece)
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a site that speaks the language, and the id of its newest run."""
    folder = tmp_path_factory.mktemp("marked")
    runs, columns = stories.till()
    runs, columns = runs[-_RUNS:], columns[-_RUNS:]
    services = (make_service("till"), make_service("bank", status="down"))
    beside = {"artifacts": (make_artifact("health.json"),), "services": services}
    runs[-1] = runs[-1].model_copy(update=beside)
    with speaking(made_up()):
        trends = trends_of(columns, Settings())
        website.build(runs, folder, columns=columns, trends=trends, settings=Settings())
    return folder, max(run.run.id for run in runs)


def test_no_page_says_a_sentence_in_english(page: Page, site: tuple[Path, str]) -> None:
    """What scripts say is looked up like all else, also in what they fill pages with."""
    folder, newest = site
    said: dict[str, str] = {}
    page.goto((folder / "index.html").as_uri())
    # What the newest run recorded is said as it was recorded.
    page.evaluate(
        "document.querySelectorAll('.verdict, .columns > div:first-child').forEach("
        "(each) => each.remove())"
    )
    said["index"] = page.locator("body").inner_text()
    page.goto((folder / "tests/index.html").as_uri())
    page.locator(".all-tests tbody a").first.wait_for()
    said["tests"] = page.locator("body").inner_text()
    page.locator(".all-tests tbody a").first.click()
    page.locator(f"{_FILLED} .on-line").first.wait_for()
    said["test"] = page.locator("body").inner_text()
    page.goto(f"{(folder / 'compare.html').as_uri()}?b={newest}")
    page.locator(f"{_FILLED} .headline").wait_for()
    said["compare"] = page.locator("body").inner_text()
    known = sentences()
    english = {
        name: found
        for name, text in said.items()
        if (found := sorted(piece for piece in known if piece in unmarked(text)))
    }

    assert {} == english
    assert all("⟦" in text for text in said.values())


def test_a_state_has_its_colour_in_any_language(page: Page, site: tuple[Path, str]) -> None:
    """The mark of a service or a step is found by what its state is, not by what it is called."""
    folder, newest = site
    page.goto(f"{(folder / 'compare.html').as_uri()}?b={newest}")
    page.locator(f"{_FILLED} #services").wait_for()
    marks = page.locator("[aria-labelledby=services] td:nth-child(3) .state").all()
    seen = {each.inner_text().strip(): each.get_attribute("class") for each in marks}

    assert {"⟦up⟧": "state good", "⟦down⟧": "state bad"} == seen
