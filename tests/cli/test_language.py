"""The language of a command: what the configuration says, for as long as the command runs."""

from pathlib import Path

import pytest

from reportgen.model.findings import FINDINGS
from reportgen.model.report import FindingId
from reportgen.wording import languages
from tests.conftest import RunCli


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """Return a configuration that asks for German."""
    config = tmp_path / "german.toml"
    config.write_text('[project]\nlanguage = "de"\n')
    return config


def test_a_report_speaks_the_language_of_the_configuration(
    run_cli: RunCli, german: Path, fixtures_dir: Path
) -> None:
    """Markdown is worded in it; what artifacts say stays as it is."""
    result = run_cli("report", fixtures_dir / "runs" / "red", "--config", german)

    assert "Änderung" in result.stdout
    assert "Needs attention" not in result.stdout


def test_a_page_names_its_language(run_cli: RunCli, german: Path, fixtures_dir: Path) -> None:
    """A screen reader is told how to pronounce what it reads."""
    folder = fixtures_dir / "runs" / "red"
    result = run_cli("report", folder, "--config", german, "--format", "html")

    assert '<html lang="de">' in result.stdout
    assert "Hier weiterlesen" not in result.stdout


def test_the_next_command_speaks_english(run_cli: RunCli, german: Path, fixtures_dir: Path) -> None:
    """Nothing of a language is left in the process when the command has ended."""
    folder = fixtures_dir / "runs" / "red"
    first = run_cli("report", folder).stdout
    run_cli("report", folder, "--config", german)

    assert first == run_cli("report", folder).stdout


def test_the_environment_does_not_decide(run_cli: RunCli, german: Path, fixtures_dir: Path) -> None:
    """Whoever runs it gets the same bytes, in whatever locale."""
    folder = fixtures_dir / "runs" / "red"
    said = [
        run_cli("report", folder, "--config", german, env={"LANG": name, "LANGUAGE": name}).stdout
        for name in ("C", "fr_FR.UTF-8")
    ]

    assert said[0] == said[1]


def test_a_language_that_nobody_translated_is_a_mistake(
    run_cli: RunCli, tmp_path: Path, fixtures_dir: Path
) -> None:
    """The configuration is refused, and the message names the languages that there are."""
    config = tmp_path / "klingon.toml"
    config.write_text('[project]\nlanguage = "tlh"\n')
    result = run_cli("report", fixtures_dir / "runs" / "red", "--config", config)

    assert result.exit_code == 2
    assert 'there is no translation "tlh"' in result.stderr
    assert ", ".join(("en", *languages())) in result.stderr


def test_verdicts_do_not_depend_on_the_language(
    run_cli: RunCli, german: Path, fixtures_dir: Path
) -> None:
    """A gate decides the same, and ids, states and rules of the JSON document are the same."""
    folder = fixtures_dir / "runs" / "red"
    codes = [run_cli("check", folder, *more).exit_code for more in ((), ("--config", german))]

    assert codes[0] == codes[1]


@pytest.mark.parametrize("name", FINDINGS)
def test_findings_are_explained_in_it(
    name: FindingId, run_cli: RunCli, german: Path, fixtures_dir: Path
) -> None:
    """What a finding means, how it is judged and what to do is worded; its id stays."""
    folder = fixtures_dir / "runs" / "red"
    said = run_cli("doctor", folder, "--explain", name, "--config", german).stdout

    assert f"{name}: " in said
    assert [] == [text for text in FINDINGS[name] if text in said]


def test_a_damaged_record_is_told_in_it(
    run_cli: RunCli, german: Path, fixtures_dir: Path, tmp_path: Path
) -> None:
    """Why a record is left out is worded, too."""
    folder, history = fixtures_dir / "runs" / "red", tmp_path / "history"
    run_cli("history", "add", folder, "--history", history, "--at", "2025-09-01T00:00:00Z")
    (record,) = (history / "runs").rglob("*.json.gz")
    record.write_bytes(b"")
    result = run_cli("report", folder, "--history", history, "--config", german)

    assert f"die Aufzeichnung {record.relative_to(history).as_posix()} ist ausgelassen: leer" in (
        result.stderr
    )


def test_the_history_site_speaks_it(
    run_cli: RunCli, german: Path, fixtures_dir: Path, tmp_path: Path
) -> None:
    """All its pages are in the language of the configuration that it is built with, and say so."""
    run_cli("history", "add", fixtures_dir / "runs" / "red", "--history", tmp_path / "history")
    command = ("site", "--history", tmp_path / "history", "--out", tmp_path / "out")
    result = run_cli(*command, "--config", german)
    pages = [path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.html")]

    assert result.exit_code == 0, result.stderr
    assert {"de"} == {page.partition('<html lang="')[2].partition('"')[0] for page in pages}
    assert all("Überblick" in page for page in pages)


def test_a_translation_that_does_not_fit_is_told_once(
    run_cli: RunCli, tmp_path: Path, fixtures_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence with other fields is said in English, and whoever translates hears of it."""
    (tmp_path / "zz.po").write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
        'msgid "{names} and {last}"\nmsgstr "{nams} et {last}"\n'
    )
    monkeypatch.setattr("reportgen.wording.catalogue.FOLDER", tmp_path)
    config = tmp_path / "zz.toml"
    config.write_text('[project]\nlanguage = "zz"\n')
    result = run_cli("report", fixtures_dir / "runs" / "red", "--config", config)

    assert result.exit_code == 0
    assert 1 == result.stderr.count("the translation zz of `{names} and {last}` has other fields")
