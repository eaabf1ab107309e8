"""Text for stdout: UTF-8, or what a terminal shows instead; there signs become plain."""

from typing import Final, TextIO

_PLAIN: Final = str.maketrans({
    "…": "...", "—": "-", "–": "-", "−": "-", "·": "-", "•": "*", "→": "->", "⏎": "|", "×": "x",
    "›": ">", "’": "'", "ˋ": "'", "\N{HAIR SPACE}": " ", "\N{VARIATION SELECTOR-16}": "",
    "✅": "[ok]", "❌": "[failed]", "⚠": "[!]", "⏭": "[skipped]", "ℹ": "[i]",
    "▁": "_", "▂": ".", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#",
})  # fmt: skip


def encoded(text: str, stream: TextIO | None) -> bytes:
    """
    Return the bytes of *text* for *stream*.

    What goes to a file or to another program is data, and UTF-8 whatever the locale.
    A terminal gets what it can show: our signs in plain letters, a question mark for any other.
    """
    encoding = (stream.encoding if stream is not None and stream.isatty() else None) or "utf-8"
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "replace")
