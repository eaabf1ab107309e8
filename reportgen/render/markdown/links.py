"""Where a report may lead: addresses that the caller knows, none of them guessed."""

from typing import Final, NamedTuple
from urllib.parse import quote

from reportgen.render.addresses import is_inside, test_url


class Links(NamedTuple):
    """
    Addresses, or what they are made of.

    *code* is the address of a line of code with ``{path}`` and ``{line}`` for what stands there,
    *site* that of the folder in which the history site and the full report lie.
    """

    code: str | None = None
    site: str | None = None

    def line(self, path: str | None, line: int | None) -> str | None:
        """Return the address of *line* of the file *path*, or None where none is known."""
        if not self.code or not path or not line or not is_inside(path):
            return None
        written = quote(path.replace("\\", "/").removeprefix("./"), safe="/")
        return self.code.replace("{path}", written).replace("{line}", str(line))

    def page(self, name: str) -> str | None:
        """Return the address of the page *name* of the site, or None where none is known."""
        return f"{self.site.rstrip('/')}/{name}" if self.site else None

    def test(self, test: str) -> str | None:
        """Return the address of the page with the history of *test*, an id, or None likewise."""
        return self.page(test_url(test))


NOWHERE: Final = Links()
