"""The words that scripts of the site say, in the language that is spoken; none in English."""

import json
from typing import Final

from reportgen.render.account.words import DECISIONS
from reportgen.resources import folder
from reportgen.website.places import Page
from reportgen.wording import marked, spoken
from reportgen.wording.scripts import said_in_script

URL: Final = "assets/words.js"
_FORMS: Final = 200
"""Which form a number asks for is told of so many; of others their last two digits decide."""
_BY_NAME: Final = (
    *(marked("tests"), marked("passed"), marked("failed"), marked("errored"), marked("skipped")),
    *(marked("flaky"), marked("environment"), marked("evidence"), marked("decision")),
    *(marked("services"), marked("memory"), marked("coverage"), marked("steps")),
    *(marked("ready"), marked("degraded"), marked("blocked"), marked("unknown")),
    *(marked("complete"), marked("partial"), marked("missing")),
    *(marked("fix"), marked("investigate"), marked("approve"), marked("approve-hold-deployment")),
    *(marked("certain"), marked("probable"), marked("possible")),
    *DECISIONS.values(),
)
"""What scripts say by a name that stands in the data."""


def page(assets: tuple[str, ...]) -> Page | None:
    """Return the script with what those among *assets* say; None where that is English."""
    catalogue = spoken()
    if catalogue is None:
        return None
    said = [(text, "") for text in _BY_NAME]
    for asset in assets:
        if asset.endswith(".js"):
            source = (folder("site") / asset).read_text(encoding="utf-8")
            said.extend(said_in_script(source))
    words = {
        "messages": {
            one: catalogue.messages[one]
            for one, many in said
            if not many and one in catalogue.messages
        },
        "plurals": {
            f"{one}\0{many}": list(catalogue.plurals[one, many])
            for one, many in said
            if (one, many) in catalogue.plurals
        },
        "forms": "".join(str(catalogue.form(n)) for n in range(_FORMS)),
    }
    return Page(URL, f"reportgen.words({json.dumps(words, ensure_ascii=False, indent=0)});\n")
