"""Places inside a JSON document: JSON Pointer, https://www.rfc-editor.org/rfc/rfc6901."""


def pointer(*keys: str | int) -> str:
    """Return the pointer to the value under *keys*."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in keys)
