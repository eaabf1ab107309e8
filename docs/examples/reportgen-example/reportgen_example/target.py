"""A target: Acme's board takes Markdown without HTML, up to 4,000 characters."""

from reportgen.plugins import Target

API = 1
TARGET = Target(
    name="acme-board",
    title="Acme's board",
    limit=4_000,
    unit="codepoints",
    budget=3_800,
    known="verified",
    source="Acme's handbook, chapter 7",
    note="Tables work; nothing folds.",
    tables=True,
)
