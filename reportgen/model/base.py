"""What every model of ours is: frozen, closed, and made of a few shared field types."""

from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from reportgen.model.text import clean

CLOSED: Final = ConfigDict(extra="forbid", allow_inf_nan=False, defer_build=True)
"""What rows of which there may be thousands have in common with models."""


class Model(BaseModel):
    """A frozen value that refuses fields it does not know."""

    # Built when first needed: no command needs all of them.
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


class Many(Model):
    """
    A model of which there may be ten thousands.

    Which of its fields were stated is not kept for each: nobody asks, and it is half of its size.
    """

    def model_post_init(self, _: object, /) -> None:
        """Share one set, that of nothing, with all others."""
        object.__setattr__(self, "__pydantic_fields_set__", _UNKNOWN)


_UNKNOWN: Final[set[str]] = set()


def _utc(moment: datetime) -> datetime:
    """Read a moment without a zone as UTC: CI machines run on it, and a guess must be the same."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Milliseconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Bytes = Annotated[int, Field(ge=0)]
Instant = Annotated[datetime, AfterValidator(_utc)]
Text = Annotated[str, AfterValidator(clean)]
