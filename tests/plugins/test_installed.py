"""Which plugins are used, in which order, and which are refused and why."""

from pathlib import Path

import pytest

from reportgen.plugins import installed as module
from reportgen.plugins.installed import Failure, installed
from tests.conftest import RunCli
from tests.plugins.packages import Packages

FINDS = "API = 1\ndef findings(report):\n    return []\n"
READS = (
    "API = 1\nNAME = 'acme'\nTITLE = 'Acme'\nHINT = 'acme run'\nHOLDS_TESTS = True\n"
    "def matches(source):\n    return True\ndef read(source):\n    return None\n"
)


def test_they_come_in_the_order_of_their_names(packages: Packages) -> None:
    """Not in that of their installation, and not in that of their packages."""
    for package, name in (("a", "zebra"), ("z", "ant"), ("m", "mole")):
        packages.put("findings", name, FINDS, package=package)

    found = installed("findings")

    assert ["ant", "mole", "zebra"] == [plugin.name for plugin in found.plugins]
    assert "z-findings-ant 1.0" == found.plugins[0].origin
    assert () == found.failures


def test_of_two_with_one_name_one_is_used(packages: Packages) -> None:
    """That of the package that comes first by name; the other is told."""
    packages.put("findings", "same", FINDS, package="zulu")
    packages.put("findings", "same", FINDS, package="alpha")

    found = installed("findings")

    assert ["alpha-findings-same 1.0"] == [plugin.origin for plugin in found.plugins]
    assert (
        Failure(
            "same",
            "zulu-findings-same 1.0",
            "is not used: alpha-findings-same 1.0 has one of that name",
        ),
    ) == found.failures


@pytest.mark.parametrize(
    ("group", "source", "what"),
    [
        ("findings", "import nowhere_at_all", "cannot be loaded (ModuleNotFoundError: "),
        ("findings", "raise SystemExit(0)", "cannot be loaded (SystemExit: 0)"),
        ("findings", "def f(:", "cannot be loaded (SyntaxError: "),
        ("findings", FINDS.replace("= 1", "= 2"), "is not used: it states version 2 of the"),
        ("findings", FINDS.replace("= 1", "= True"), "is not used: it states no version"),
        ("findings", "def findings(report): ...", "is not used: it states no version"),
        ("findings", "API = 1", "is not used: it has no findings()"),
        ("renderers", "API = 1\nTITLE = 'x'", "is not used: it has no render()"),
        ("renderers", "API = 1\nTITLE = 'a\\nb'\ndef render(r): ...", "is not used: TITLE is no"),
        ("readers", READS.replace("'acme'", "'other'"), "is not used: NAME is not the name"),
        ("readers", READS.replace("= True", "= 1"), "is not used: HOLDS_TESTS is neither"),
        ("readers", READS.replace("HINT", "HINTS"), "is not used: HINT is no line"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told(
    group: str, source: str, what: str, packages: Packages
) -> None:
    """By its name and package, with the reason; the others are there all the same."""
    packages.put(group, "acme", source)
    good = READS.replace("'acme'", "'good'")
    packages.put(group, "good", good + FINDS + "def render(report): return ''\n", package="fine")

    found = installed(group)  # type: ignore[arg-type]  # a group by its name

    assert ["good"] == [plugin.name for plugin in found.plugins]
    assert [("acme", f"acme-{group}-acme 1.0")] == [each[:2] for each in found.failures]
    assert found.failures[0].what.startswith(what)


def test_a_name_is_made_of_few_letters(packages: Packages) -> None:
    """What cannot be typed, or would look like something else, is no name."""
    packages.put("findings", "Acme Rules", FINDS)

    found = installed("findings")

    assert () == found.plugins
    assert "is not used: a name has lower case, digits and hyphens" == found.failures[0].what


def test_a_command_looks_through_all_packages_once(
    run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It asks for readers and for findings, and what is installed does not change meanwhile."""
    (tmp_path / "junit.xml").write_text("<testsuite><testcase name='a'/></testsuite>", "utf-8")
    asked = []
    look = module.all_points

    def noted() -> module.Points:
        asked.append(1)
        return look()

    monkeypatch.setattr(module, "all_points", noted)
    done = run_cli("report", "junit.xml", "--history", "none", "-q")

    assert 0 == done.exit_code
    assert [1] == asked
