"""The JSON document, made in parts: byte for byte what it is when it is made at once."""

import pytest

from reportgen.model import document as doc
from reportgen.render import json
from tests.factories import make_case, make_failure, make_report

ODD = '\n "tests": []\n  ], "\\'


@pytest.mark.parametrize("number", [0, 1, 999, 1_000, 1_001, 2_500])
def test_parts_are_the_whole(number: int) -> None:
    """However many tests there are, and whatever they are called."""
    cases = [make_case(f"{ODD}{at}") for at in range(number)]
    report = make_report(cases=[*cases, make_failure(ODD, ODD, ODD)] if number else [])
    whole = doc.adapter().dump_json(json.document(report), indent=1).decode() + "\n"

    assert whole == json.render(report)
