"""What tables of the configuration are made of: the model of one, and quantities with a range."""

from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from reportgen.config.quantities import (
    parse_bytes,
    parse_duration,
    parse_percent,
    parse_points,
)
from reportgen.model.base import Model


def _key(name: str) -> str:
    return name.replace("_", "-")


class Section(Model):
    """A table of the file: keys are written in kebab-case."""

    model_config = ConfigDict(alias_generator=_key)


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Size = Annotated[int, BeforeValidator(parse_bytes), Field(gt=0)]
Percent = Annotated[float, BeforeValidator(parse_percent), Field(ge=0, strict=True)]
Points = Annotated[float, BeforeValidator(parse_points), Field(ge=0, le=100, strict=True)]
