"""Coverage: how much of the code the tests ran, as a tool sums it up."""

from typing import Annotated

from pydantic import Field

from reportgen.model.base import Model, Text

Count = Annotated[int, Field(ge=0)]


class Coverage(Model):
    """
    The totals of one coverage report: what was covered, of how much.

    *name* tells several reports apart. None is what the report does not count.
    """

    name: Text
    lines_covered: Count | None = None
    lines_total: Count | None = None
    branches_covered: Count | None = None
    branches_total: Count | None = None
    artifact: str = ""
    place: str = ""
