"""Places inside a JSON document: JSON Pointer, https://www.rfc-editor.org/rfc/rfc6901."""

from reportgen.model.text import clean


def pointer(*keys: str | int) -> str:
    """Return the pointer to the value under *keys*, printable: keys are text of the artifact."""
    parts = (clean(str(key)).replace("\n", "⏎") for key in keys)
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)
