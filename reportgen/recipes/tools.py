"""Which test tools a repository uses, and the commands that make each write its results."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportgen.model.text import clean, one_line, quote
from reportgen.recipes.repository import Repository

ARTIFACTS: Final = "artifacts"
"""The folder that results are written to wherever a tool lets one choose."""


class Tool(NamedTuple):
    """
    A test tool: *found* is the file that shows it.

    *setup* are the commands that prepare it, *run* the one that runs the tests.
    *results* is the folder or the glob that it writes to.
    *image* is a container image that has it, *needs* what has to be added to the repository.
    """

    name: str
    title: str
    found: str
    setup: tuple[str, ...]
    run: str
    results: str = ARTIFACTS
    image: str = "python:3.13"
    needs: str = ""


_NODE: Final = "node:22"
_NPM: Final = "npm ci --ignore-scripts"


def tools_in(repository: Repository) -> tuple[Tool, ...]:
    """Return the test tools of *repository*, in a fixed order, each once."""
    found = (
        *_python(repository),
        *_javascript(repository),
        *_jvm(repository),
        *_others(repository),
    )
    return tuple({tool.name: tool for tool in reversed(found)}.values())[::-1]


def _python(repository: Repository) -> Iterator[Tool]:
    shown = None
    project = _toml(repository, "pyproject.toml")
    said = repository.text("pyproject.toml") or ""
    if "pytest" in said and project is not None:
        shown = "pyproject.toml"
    for name, sign in (
        ("pytest.ini", ""),
        ("conftest.py", ""),
        ("tests/conftest.py", ""),
        ("tox.ini", "pytest"),
        ("setup.cfg", "[tool:pytest]"),
        ("requirements.txt", "pytest"),
        ("requirements-dev.txt", "pytest"),
    ):
        if shown is None and sign in (repository.text(name) or "") and repository.has(name):
            shown = name
    if shown is None:
        return
    install = "python -m pip install pytest"
    for name in ("requirements.txt", "requirements-dev.txt"):
        if repository.text(name) is not None:
            install += f" -r {name}"
    if "project" in (project or {}) or repository.has("setup.py"):
        install += " -e ."
    yield Tool(
        "pytest", "pytest", shown, (install,),
        f"python -m pytest --junit-xml={ARTIFACTS}/pytest.xml",
    )  # fmt: skip


def _javascript(repository: Repository) -> Iterator[Tool]:
    package = _json(repository, "package.json")
    if package is None:
        return
    used: set[str] = set()
    for key in ("dependencies", "devDependencies"):
        table = package.get(key)
        used |= set(table) if isinstance(table, dict) else set()
    install = _NPM if repository.has("package-lock.json") else "npm install --ignore-scripts"
    if "vitest" in used:
        yield Tool(
            "vitest", "Vitest", "package.json", (install,),
            "npx vitest run --reporter=default --reporter=junit "
            f"--outputFile.junit={ARTIFACTS}/vitest.xml",
            image=_NODE,
        )  # fmt: skip
    if "jest" in used or "jest" in package:
        yield Tool(
            "jest", "Jest", "package.json", (install,),
            f"JEST_JUNIT_OUTPUT_FILE={ARTIFACTS}/jest.xml "
            "npx jest --ci --reporters=default --reporters=jest-junit",
            image=_NODE,
            needs="" if "jest-junit" in used else "npm install --save-dev jest-junit",
        )  # fmt: skip
    if "mocha" in used:
        yield Tool(
            "mocha", "Mocha", "package.json", (install,),
            f"MOCHA_FILE={ARTIFACTS}/mocha.xml npx mocha --reporter mocha-junit-reporter",
            image=_NODE,
            needs=""
            if "mocha-junit-reporter" in used
            else "npm install --save-dev mocha-junit-reporter",
        )  # fmt: skip
    if "@playwright/test" in used:
        yield Tool(
            "playwright", "Playwright", "package.json",
            (install, "npx playwright install --with-deps"),
            f"PLAYWRIGHT_JUNIT_OUTPUT_NAME={ARTIFACTS}/playwright.xml "
            "npx playwright test --reporter=list,junit",
            image=_NODE,
        )  # fmt: skip


def _jvm(repository: Repository) -> Iterator[Tool]:
    if repository.text("pom.xml") is not None:
        yield Tool(
            "maven", "Maven", "pom.xml", (), "mvn --batch-mode verify",
            "**/target/*-reports/TEST-*.xml", "maven:3-eclipse-temurin-21",
        )  # fmt: skip
    for name in ("build.gradle", "build.gradle.kts"):
        if repository.text(name) is not None:
            command = "./gradlew" if repository.has("gradlew") else "gradle"
            yield Tool(
                "gradle", "Gradle", name, (), f"{command} test",
                "**/build/test-results/**/*.xml", "gradle:8-jdk21",
            )  # fmt: skip


def _others(repository: Repository) -> Iterator[Tool]:
    if repository.text("go.mod") is not None:
        yield Tool(
            "go", "Go", "go.mod", (),
            "go run gotest.tools/gotestsum@v1.12.0 "
            f"--junitfile {ARTIFACTS}/go.xml -- ./...",
            image="golang:1",
        )  # fmt: skip
    if repository.text("Cargo.toml") is not None:
        configured = "junit" in (repository.text(".config/nextest.toml") or "")
        yield Tool(
            "nextest", "Rust (nextest)", "Cargo.toml", ("cargo install --locked cargo-nextest",),
            "cargo nextest run --profile ci", "target/nextest/ci/*.xml", "rust:1",
            ""
            if configured
            else 'write into .config/nextest.toml: [profile.ci.junit] with path = "junit.xml"',
        )  # fmt: skip
    cmake = repository.text("CMakeLists.txt") or ""
    if re.search(r"\b(?:enable_testing|include\s*\(\s*CTest)\b", cmake, re.IGNORECASE):
        yield Tool(
            "ctest", "CTest", "CMakeLists.txt", ("cmake -B build", "cmake --build build"),
            f'ctest --test-dir build --output-junit "$PWD/{ARTIFACTS}/ctest.xml"',
            image="gcc:14",
        )  # fmt: skip
    for name in ("phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml"):
        if repository.has(name):
            yield Tool(
                "phpunit", "PHPUnit", name, ("composer install --no-interaction",),
                f"vendor/bin/phpunit --log-junit {ARTIFACTS}/phpunit.xml", image="composer:2",
            )  # fmt: skip
    gems = repository.text("Gemfile") or ""
    if repository.has(".rspec") or "rspec" in gems:
        formatter = "rspec_junit_formatter"
        yield Tool(
            "rspec", "RSpec", ".rspec" if repository.has(".rspec") else "Gemfile",
            ("bundle install",),
            "bundle exec rspec --format progress --format RspecJunitFormatter "
            f"--out {ARTIFACTS}/rspec.xml",
            image="ruby:3",
            needs="" if formatter in gems else f"bundle add {formatter} --group test",
        )  # fmt: skip
    project = repository.matching("*.sln") or repository.matching("*.csproj")
    if project:
        yield Tool(
            "dotnet", ".NET", one_line(clean(project)), (),
            f"dotnet test --logger trx --results-directory {ARTIFACTS}",
            image="mcr.microsoft.com/dotnet/sdk:9.0",
        )  # fmt: skip


def _toml(repository: Repository, name: str) -> dict[str, Any] | None:
    text = repository.text(name)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        repository.notes.append(f"{quote(name)} is not TOML: it was passed over")
        return None


def _json(repository: Repository, name: str) -> dict[str, Any] | None:
    text = repository.text(name)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        repository.notes.append(f"{quote(name)} is no JSON object: it was passed over")
        return None
    return found
