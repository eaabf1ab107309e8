"""What became slower, between the steps and the coverage."""

from reportgen.model.report import Finding
from reportgen.render.markdown import render
from tests.render.markdown import samples


def slower(subject: str, *, agreed: bool = True, step: bool = False) -> Finding:
    """Return the finding that *subject* takes 3 seconds instead of 2."""
    return Finding(
        id="step-slower" if step else "slower-test",
        severity="warning" if agreed else "info",
        subject=subject,
        reason="it takes longer",
        numbers={
            "change": 0.5,
            "measured_before_s": 2.0,
            "measured_after_s": 3.0,
            "runs_after": 12,
            "agreed": int(agreed),
        },
    )


def test_each_is_told_with_its_time_before_and_now() -> None:
    """How long it took, takes, since how many runs, and where the methods do not agree."""
    found = (slower("test_pays"), slower("test_packs", agreed=False), slower("build", step=True))
    text = render(samples.report([samples.case("test_pays")], findings=found), "commonmark")

    assert "#### Slower · 2 slower tests, 1 slower step" in text
    assert "test_pays`: 2 s → 3 s, +50 % for 12 runs\n" in text
    assert "test_packs`: 2 s → 3 s, +50 % for 12 runs — only possible\n" in text
    assert "Also noticed" not in text


def test_many_are_counted() -> None:
    """Ten are shown; what is left is said exactly, there and at the end."""
    found = tuple(slower(f"test_{at}", agreed=False) for at in range(340))
    text = render(samples.report([samples.case("test_1")], findings=found), "commonmark")

    assert "and 330 more" in text
    assert "10 of 340 slower subjects" in text


def test_nothing_is_told_where_nothing_became_slower() -> None:
    """Without a finding there is no section."""
    text = render(samples.report([samples.case("test_1")]), "commonmark")

    assert "Slower" not in text
