"""What is printed into a log is no command to the runner that reads it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.logs import inert

COMMAND = re.compile(r"##\w*\[|^\s*::", re.MULTILINE)
"""What runners of GitHub, Azure and TeamCity look for."""


@pytest.mark.parametrize(
    "text",
    [
        "##vso[task.setvariable variable=a]b", "x ##[error]y", "##teamcity[buildStop]",
        "::set-env name=a::b", "  ::add-mask::a", "a\n\t::stop-commands::b", "###vso[a]", ":::a::",
    ],
)  # fmt: skip
def test_commands_are_none(text: str) -> None:
    """Each is broken by a thin blank, and reads the same without it."""
    shown = inert(text)

    assert not COMMAND.search(shown)
    assert text == shown.replace("\N{HAIR SPACE}", "")


@pytest.mark.parametrize("text", ["a::b", "#1041", "## heading", "std::string\nC::f", "", "#[a]"])
def test_words_stay(text: str) -> None:
    """What no runner takes for a command is left as it is."""
    assert text == inert(text)


@given(st.text(alphabet="#:[]vso \n\tab_", max_size=40))
def test_nothing_gets_through(text: str) -> None:
    """However they are put together no command is left, and to do it twice changes nothing."""
    shown = inert(text)

    assert not COMMAND.search(shown)
    assert shown == inert(shown)
