"""The measurement of redaction runs; what it measures is for people to read."""

import re
import subprocess
import sys
from pathlib import Path


def test_it_prints_ratios_and_a_speed() -> None:
    """A hundredth of the work gives a row for each kind of input, and one for the engine alone."""
    script = Path(__file__).parents[2] / "bench" / "redaction.py"
    done = subprocess.run(
        [sys.executable, str(script), "--small"], check=True, capture_output=True, text=True
    )
    rows = done.stdout.splitlines()

    assert ["results", "surefire", "failed", "log", "engine"] == [row.split()[0] for row in rows]
    assert [] == [row for row in rows[:4] if not re.search(r"ratio \d+\.\d{3}$", row)]
