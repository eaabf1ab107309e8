"""Sentences for a terminal or a log: quoted text in quotes, and no command of a CI system left."""

from reportgen.model.logs import inert
from reportgen.model.text import parts


def plain(sentence: str) -> str:
    """Return *sentence* with quotes for quoted text, in which no log command is left."""
    text = "".join(f"'{part.text}'" if part.quoted else part.text for part in parts(sentence))
    return inert(text)
