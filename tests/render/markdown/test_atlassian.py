"""
What we write for Jira, held against the JSON Schema that Atlassian publishes.

The package is `@atlaskit/adf-schema` (Apache-2.0); it is fetched with npm, so this is no part of
the everyday run. `adf.py` describes the part of the format that we write, and is.
"""

import json
import subprocess
import tarfile
from typing import Any, Final

import jsonschema  # type: ignore[import-untyped]  # it ships none
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.render.markdown import Own, render
from tests.render.markdown import samples
from tests.render.markdown.renderers import HOSTILE
from tests.render.markdown.test_render import hostile

pytestmark = pytest.mark.slow

PACKAGE: Final = "@atlaskit/adf-schema@57.7.22"
SCHEMA: Final = "package/dist/json-schema/v1/full.json"
STYLES: Final = ("brief", "default", "full")
NAMES: Final = ("seed", "green", "red", "catastrophe", "empty")


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> jsonschema.Draft4Validator:
    """Return a validator of the published schema."""
    folder = tmp_path_factory.mktemp("adf")
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, timeout=300)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as packed:
        stream = packed.extractfile(SCHEMA)
        assert stream is not None
        return jsonschema.Draft4Validator(json.load(stream))


def faults_of(validator: jsonschema.Draft4Validator, text: str) -> list[str]:
    """Return what of the document *text* is not as Atlassian says."""
    return [error.message[:300] for error in validator.iter_errors(json.loads(text))]


def test_the_schema_refuses_what_is_none(validator: jsonschema.Draft4Validator) -> None:
    """A validator that takes anything would prove nothing."""
    text = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "text": "loose"}]}

    assert [] != faults_of(validator, json.dumps(text))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", NAMES)
def test_our_documents_keep_to_it(
    name: str,
    style: Any,  # noqa: ANN401 - by its name
    validator: jsonschema.Draft4Validator,
) -> None:
    """Each sample in each style is a document as Jira takes it."""
    made = render(getattr(samples, name)(), "jira", style=style)

    assert [] == faults_of(validator, made)


@given(text=HOSTILE, style=st.sampled_from(STYLES))
@settings(max_examples=8, deadline=None)
def test_whatever_stands_in_every_field(
    validator: jsonschema.Draft4Validator,
    text: str,
    style: Any,  # noqa: ANN401 - by its name
) -> None:
    """Hostile text makes no node that Jira does not know."""
    own = Own(note=f"{text}\n\n- {text}")

    assert [] == faults_of(
        validator, render(hostile(text), "jira", 1_000_000, style=style, own=own)
    )
