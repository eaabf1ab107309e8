"""What is said of each finding."""

from typing import get_args

import pytest

from reportgen.config import Settings
from reportgen.model.findings import FINDINGS, Meaning
from reportgen.model.report import FindingId
from reportgen.model.text import parts

SECTIONS = {name.replace("_", "-") for name in Settings.model_fields}


def test_every_finding_is_explained() -> None:
    """The table has each id once, in the order in which the model lists them."""
    assert list(get_args(FindingId)) == list(FINDINGS)


@pytest.mark.parametrize("meaning", FINDINGS.values(), ids=list(FINDINGS))
def test_sentences_are_whole(meaning: Meaning) -> None:
    """Each says something, ends with a full stop, and closes its quotes."""
    for text in meaning:
        assert text.strip() == text
        assert text.endswith(".")
        assert 0 == text.count("`") % 2
        assert "  " not in text


@pytest.mark.parametrize("meaning", FINDINGS.values(), ids=list(FINDINGS))
def test_keys_that_are_named_exist(meaning: Meaning) -> None:
    """A key of the configuration that a sentence names is one that the configuration has."""
    for text in meaning:
        for part in parts(text):
            section, dot, key = part.text.partition(".")
            if part.quoted and dot and section in SECTIONS:
                held = getattr(Settings(), section.replace("-", "_"))

                assert key.replace("-", "_") in type(held).model_fields
