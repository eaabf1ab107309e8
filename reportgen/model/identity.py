"""What makes a test the same test from run to run."""

from hashlib import blake2b

_ID_BYTES = 8


def case_id(
    suite: str, class_name: str, name: str, file: str | None = None, variant: str = ""
) -> str:
    """
    Return the id of a test: 16 hexadecimal digits, stable over runs, safe in URLs.

    The file counts only where there is no class: where both exist, the file adds a path that
    differs between machines and says nothing new.
    """
    where = "" if class_name else (file or "")
    key = f"{suite}\0{class_name}\0{name}\0{where}\0{variant}"
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()
