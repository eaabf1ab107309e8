"""The words of scripts: written where a language is set, and only what scripts say."""

import json

from reportgen.website import spoken
from reportgen.wording import Catalogue, speaking

_OTHER = Catalogue(
    "xx",
    {"Loading …": "Lädt …", "About": "Über", "evidence": "Belege"},
    {("{n:,} test", "{n:,} tests"): ("{n:,} Probe", "{n:,} Proben")},
    lambda n: int(n != 1),
)


def test_english_needs_no_words() -> None:
    """A script says a sentence as it stands where no words are handed over."""
    assert spoken.page(("assets/parts.js",)) is None


def test_words_are_those_of_scripts() -> None:
    """What pages alone say is not handed over; what is named in the data is."""
    with speaking(_OTHER):
        page = spoken.page(("assets/parts.js", "assets/history.js", "assets/reportgen.css"))
    assert page is not None
    words = json.loads(page.text.removeprefix("reportgen.words(").removesuffix(");\n"))

    assert page.url == "assets/words.js"
    assert {"Loading …": "Lädt …", "evidence": "Belege"} == words["messages"]
    assert {"{n:,} test\0{n:,} tests": ["{n:,} Probe", "{n:,} Proben"]} == words["plurals"]
    assert words["forms"] == "1" + "0" + "1" * 198
