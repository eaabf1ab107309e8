"""Build a site again whenever its history has changed."""

from pathlib import Path
from threading import Event
from typing import Final

from reportgen.cli.console import say, warn
from reportgen.cli.lifetime import one_command
from reportgen.cli.publishing import publish
from reportgen.cli.remembering import store_at
from reportgen.cli.speaking import settings_of
from reportgen.errors import ReportgenError
from reportgen.history import Folder
from reportgen.wording import phrase

_EVERY_S: Final = 1.0
_AFAR_S: Final = 60.0
"""To ask a place on another machine costs it something."""


class Follower:
    """Keeps the site in *out* that of *history*, as the configuration *config* has it."""

    def __init__(self, history: str, out: Path, config: Path | None) -> None:
        self._history = history
        self._out = out
        self._config = config
        self._known: tuple[str, ...] | None = None
        self._every_s = _EVERY_S

    def look(self) -> bool:
        """
        Build the site where the history is not the one that it was built of; return whether it was.

        Raises:
            ReportgenError: the history cannot be read, or the site not be written.

        """
        with one_command():
            store = store_at(self._history)
            self._every_s = _EVERY_S if isinstance(store.place, Folder) else _AFAR_S
            found = (*store.runs, *store.pack_names)
            if found == self._known:
                return False
            publish(self._history, self._out, settings_of(self._config, Path.cwd()), alone=True)
            self._known = found
            return True

    def follow(self, stop: Event) -> None:
        """Look from time to time, until told to *stop*; what goes wrong is said once."""
        said = ""
        while not stop.wait(self._every_s):
            try:
                if self.look():
                    said = ""
                    say(phrase("built {folder} again: the history has changed", folder=self._out))
            except ReportgenError as error:
                if error.message != said:
                    said = error.message
                    warn(said)
