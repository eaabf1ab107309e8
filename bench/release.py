"""
Whether a tag can be released: the tag, the version in the source and the changelog agree.

``python bench/release.py v1.2.3`` writes what changed to ``release-notes.md``, or ends with 1 and
says what does not agree.
"""

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reportgen import __version__

ROOT: Final = Path(__file__).resolve().parent.parent
CHANGELOG: Final = ROOT / "CHANGELOG.md"
NOTES: Final = ROOT / "release-notes.md"
_VERSION: Final = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
_HEADING: Final = re.compile(r"^## (?P<name>\S+)(?: – (?P<date>\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)


def notes(changelog: str, version: str) -> str:
    """Return what *changelog* says of *version*, empty where it has no dated section of it."""
    headings = list(_HEADING.finditer(changelog))
    for place, heading in enumerate(headings):
        if heading["name"] == version and heading["date"]:
            last = place + 1 == len(headings)
            end = len(changelog) if last else headings[place + 1].start()
            return changelog[heading.end() : end].strip()
    return ""


def mistakes(tag: str, version: str, changelog: str) -> list[str]:
    """Return why *tag* cannot be released, a line for each reason."""
    found = []
    if not _VERSION.fullmatch(version):
        found.append(f'the version in reportgen/__init__.py is none: "{version}"')
    if tag != f"v{version}":
        found.append(f'the tag is "{tag}", and the version in reportgen/__init__.py "{version}"')
    if not notes(changelog, version):
        found.append(f'CHANGELOG.md has no "## {version} – DATE" with anything below it')
    return found


def main(argv: Sequence[str]) -> int:
    """Check the tag and write the notes; return the exit code."""
    parser = argparse.ArgumentParser(description="Check that a tag can be released.")
    parser.add_argument("tag", help="as in v1.2.3")
    tag = parser.parse_args(argv).tag
    changelog = CHANGELOG.read_text("utf-8")
    if found := mistakes(tag, __version__, changelog):
        print("\n".join(found), file=sys.stderr)
        return 1
    NOTES.write_text(notes(changelog, __version__) + "\n", encoding="utf-8")
    print(f"{tag} can be released; its notes are in {NOTES.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
