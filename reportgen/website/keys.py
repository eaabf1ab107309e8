"""Keys of parts: digests of values, which are other ones whenever a value is."""

from hashlib import blake2b
from typing import Final

from pydantic_core import PydanticSerializationError, to_json

_BYTES: Final = 12


def key_of(*values: object) -> str:
    """
    Return a digest of *values*: of models, named tuples, mappings in their order, and plain values.

    Equal values may have different keys where they are made differently; different ones never have
    the same. JSON is written in a tenth of the time of a `repr`, but refuses lone surrogates.
    """
    try:
        text = to_json(values, inf_nan_mode="strings")
    except (PydanticSerializationError, UnicodeEncodeError, ValueError):
        text = repr(values).encode("utf-8", "surrogatepass")
    return blake2b(text, digest_size=_BYTES).hexdigest()
