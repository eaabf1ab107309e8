"""No secret that an artifact holds is met in anything that is printed, stored or published."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from tests.redaction.planted import FORMS, held

KNOWN = "correct-horse-battery"
SECRETS = sorted({secret for _, secrets in FORMS.values() for secret in secrets} | {KNOWN})
ENV = {"DEPLOY_TOKEN": KNOWN}


@pytest.fixture
def artifacts(tmp_path: Path) -> Path:
    """Return a folder with every form planted in results, properties, health, steps and logs."""
    folder = tmp_path / "artifacts"
    folder.mkdir()
    texts = [text for text, _ in FORMS.values()] + [KNOWN]
    attributes = [quoteattr(text).replace("\n", "&#10;") for text in texts]
    cases = "".join(
        f"<testcase classname='c' name={text} file={text}><properties>"
        f"<property name='env.API_TOKEN' value={text}/></properties>"
        f"<failure message={text} type={text}>{text[1:-1]}</failure>"
        f"<system-out>{text[1:-1]}</system-out></testcase>"
        f"<testcase classname={text} name='passes{n}'/>"
        f"<testcase classname='c' name='left{n}'><skipped message={text}/></testcase>"
        for n, text in enumerate(attributes)
    )
    suite = f"<testsuite name={attributes[0]} tests='1'>{cases}</testsuite>"
    (folder / "junit.xml").write_text(f"<testsuites>{suite}</testsuites>", "utf-8")
    health = {
        "status": "DOWN",
        "components": {
            f"part{n}": {"status": "DOWN", "details": {"error": text}}
            for n, text in enumerate(texts)
        },
    }
    (folder / "health.json").write_text(json.dumps(health), "utf-8")
    (folder / "deploy.log").write_text("\n".join([*texts, "ERROR: " + texts[2]]) + "\n", "utf-8")
    steps = {"deploy": {"outcome": "failure", "conclusion": "failure", "outputs": {}}}
    (folder / "steps.json").write_text(json.dumps(steps), "utf-8")
    (folder / "broken.xml").write_text(f"<testsuite name={attributes[2]}><testcase", "utf-8")
    return folder


def _leaks(text: str) -> Iterator[str]:
    plain = text.replace("&#x2F;", "/").replace("\\/", "/")
    return (secret for secret in SECRETS if secret in text or secret in plain)


@pytest.mark.parametrize("form", ["markdown", "html", "json", "text", "junit"])
def test_no_report_shows_a_secret(form: str, artifacts: Path, run_cli: Callable[..., Any]) -> None:
    """Every format of a report is free of what was planted."""
    result = run_cli("report", str(artifacts), "-f", form, env=ENV)

    assert 0 == result.exit_code
    assert [] == list(_leaks(result.stdout + result.stderr))
    assert "[redacted:" in result.stdout or form in {"text", "markdown"}


def test_nothing_is_stored_or_published(
    artifacts: Path, tmp_path: Path, run_cli: Callable[..., Any]
) -> None:
    """Records, pages, feeds and data of a site are free of what was planted."""
    run_cli("build", str(artifacts), "--out", str(tmp_path / "public"), env=ENV)
    written = [
        path
        for folder in ("public", "reportgen-history")
        for path in sorted((tmp_path / folder).rglob("*"))
        if path.is_file()
    ]

    assert 10 < len(written)
    assert [] == [(str(p), s) for p in written for s in _leaks(held(p.read_bytes()))]


def test_the_report_says_how_many(artifacts: Path, run_cli: Callable[..., Any]) -> None:
    """The count of each kind stands in JSON, Markdown, HTML and text."""
    counts = json.loads(run_cli("report", str(artifacts), "-f", "json", env=ENV).stdout)["redacted"]
    shown = {
        form: run_cli("report", str(artifacts), "-f", form, env=ENV).stdout
        for form in ("markdown", "html", "text")
    }

    assert {"aws-key", "jwt", "known", "named", "private-key"} <= set(counts)
    assert [] == [form for form, text in shown.items() if f"{counts['jwt']:,} JWTs" not in text]


def test_without_redaction_secrets_stand_and_a_warning_says_so(
    artifacts: Path, run_cli: Callable[..., Any]
) -> None:
    """``--no-redact`` and the configuration switch it off, never in silence."""
    Path(artifacts.parent / "off.toml").write_text("[redact]\nenabled = false\n", "utf-8")
    for option in (["--no-redact"], ["--config", str(artifacts.parent / "off.toml")]):
        result = run_cli("report", str(artifacts), "-f", "json", *option, env=ENV)

        assert KNOWN in result.stdout
        assert "secrets are not redacted" in result.stderr
        assert "redacted" not in json.loads(result.stdout)


def test_a_file_lists_more_secrets(
    artifacts: Path, tmp_path: Path, run_cli: Callable[..., Any]
) -> None:
    """What ``--redact-file`` lists is taken out without a variable that holds it."""
    (tmp_path / "secrets.txt").write_text(f"{KNOWN}\n", "utf-8")
    result = run_cli(
        "report", str(artifacts), "-f", "json", "--redact-file", str(tmp_path / "secrets.txt")
    )

    assert 0 == result.exit_code
    assert KNOWN not in result.stdout


def test_facts_of_the_run_are_redacted(artifacts: Path, run_cli: Callable[..., Any]) -> None:
    """What the environment says of the run goes through as artifacts do."""
    env = ENV | {"GITLAB_CI": "true", "CI_COMMIT_REF_NAME": f"fix-{KNOWN}", "CI_JOB_NAME": "unit"}
    result = run_cli("report", str(artifacts), "-f", "json", env=env)

    assert "fix-[redacted:known]" == json.loads(result.stdout)["run"]["branch"]
