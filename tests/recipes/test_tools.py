"""Which test tools and CI systems a repository is seen to use."""

from pathlib import Path
from typing import Final

import pytest

from reportgen.recipes import SYSTEMS, plan
from reportgen.recipes.repository import MAX_FILE

REPOSITORIES: Final = {
    "pytest": {"pyproject.toml": "[tool.pytest.ini_options]\n"},
    "jest": {"package.json": '{"devDependencies": {"jest": "29"}}'},
    "vitest": {"package.json": '{"devDependencies": {"vitest": "3"}}'},
    "mocha": {"package.json": '{"devDependencies": {"mocha": "11"}}'},
    "playwright": {"package.json": '{"dependencies": {"@playwright/test": "1"}}'},
    "maven": {"pom.xml": "<project/>"},
    "gradle": {"build.gradle.kts": "plugins {}"},
    "go": {"go.mod": "module example.org/shop\n"},
    "nextest": {"Cargo.toml": '[package]\nname = "shop"\n'},
    "ctest": {"CMakeLists.txt": "enable_testing()\n"},
    "phpunit": {"phpunit.xml.dist": "<phpunit/>"},
    "rspec": {".rspec": "--color\n"},
    "dotnet": {"shop.sln": ""},
}


def put(folder: Path, files: dict[str, str]) -> Path:
    """Write *files* into *folder*."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", REPOSITORIES)
def test_a_tool_is_known_by_its_files(name: str, tmp_path: Path) -> None:
    """The file that each tool needs shows that tool, and no other."""
    found = plan(put(tmp_path, REPOSITORIES[name])).tools

    assert [name] == [tool.name for tool in found]


def test_all_of_them_are_found_together(tmp_path: Path) -> None:
    """A repository of many languages has all its tools in the workflow, each once."""
    for files in REPOSITORIES.values():
        put(tmp_path, {k: v for k, v in files.items() if k != "package.json"})
    put(tmp_path, {"package.json": '{"devDependencies": {"jest": "29", "vitest": "3"}}'})
    found = plan(tmp_path, "github")

    assert set(REPOSITORIES) - {"mocha", "playwright"} == {tool.name for tool in found.tools}
    for tool in found.tools:
        assert 1 == found.files[1].content.count(f"{tool.run} || failed=1\n")


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({".github/workflows/lint.yml": ""}, "github"),
        ({".gitlab-ci.yml": ""}, "gitlab"),
        ({"Jenkinsfile": ""}, "jenkins"),
        ({"azure-pipelines.yml": ""}, "azure"),
        ({".circleci/config.yml": ""}, "circleci"),
        ({".buildkite/pipeline.yml": ""}, "buildkite"),
        ({".git/config": '[remote "origin"]\n\turl = git@gitlab.com:shop/shop.git\n'}, "gitlab"),
        ({".git/config": "[remote]\nurl = https://me:pw@github.com/shop/shop\n"}, "github"),
        ({".git/config": "[remote]\nurl = https://git.gitlab.example.org/a/b\n"}, "gitlab"),
    ],
)
def test_a_system_is_known_by_its_files_or_its_remote(
    files: dict[str, str], name: str, tmp_path: Path
) -> None:
    """What is configured there counts; else where the repository lives."""
    found = plan(put(tmp_path, files)).ci

    assert found is not None
    assert name == found.system.name
    assert "pw" not in found.because


def test_without_a_sign_there_is_no_system(tmp_path: Path) -> None:
    """A remote that is nobody's, or none, leaves the choice to the user."""
    put(tmp_path, {".git/config": "[remote]\nurl = https://code.example.org/github/x\n"})

    assert plan(tmp_path).ci is None
    assert ["reportgen.toml"] == [each.name for each in plan(tmp_path).files]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("package.json", "{", "`package.json` is no JSON object: it was passed over"),
        ("package.json", "[]", "`package.json` is no JSON object: it was passed over"),
        ("package.json", "[" * 99_999, "`package.json` is no JSON object: it was passed over"),
        ("pyproject.toml", "pytest = [", "`pyproject.toml` is not TOML: it was passed over"),
        ("pom.xml", " " * (MAX_FILE + 1), "`pom.xml` is larger than 1.0 MiB: it was not looked at"),
    ],
)
def test_what_is_broken_is_named(name: str, text: str, says: str, tmp_path: Path) -> None:
    """A file that cannot be understood costs itself, in words."""
    found = plan(put(tmp_path, {name: text}))

    assert () == found.tools
    assert (says,) == found.notes


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    """A link that leads out of the repository is named, and not followed."""
    outside = put(tmp_path / "outside", {"package.json": '{"jest": {}}'})
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "package.json").symlink_to(outside / "package.json")
    (inside / "go.mod").symlink_to("go.mod")
    found = plan(inside)

    assert () == found.tools
    assert "`package.json` leads out of the folder: it was not looked at" in found.notes
    assert 2 == len(found.notes)


def test_odd_tables_are_survived(tmp_path: Path) -> None:
    """Where a table should be and a text is, nothing is found and nothing breaks."""
    put(tmp_path, {"package.json": '{"dependencies": "jest", "devDependencies": null}'})

    assert () == plan(tmp_path).tools


def test_every_system_is_offered() -> None:
    """The names that the command takes are those of the table."""
    from reportgen.cli.init import CiName  # noqa: PLC0415 - of the command line, not of recipes

    assert list(SYSTEMS) == [name.value for name in CiName]
