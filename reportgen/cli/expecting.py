"""What the configuration expects, held against the formats there are: a typing error never fits."""

from difflib import get_close_matches

from reportgen.cli.plugged import plugged_readers
from reportgen.config import Settings
from reportgen.config.settings import ARTIFACT_KINDS
from reportgen.errors import ConfigError
from reportgen.readers import READERS


def refuse_unknown_formats(settings: Settings) -> None:
    """
    Stop where ``expect`` names what is neither a kind nor a format.

    Raises:
        ConfigError: it does; every such name is in the message.

    """
    if not settings.gate.expect:
        return
    theirs = (reader.NAME for reader in plugged_readers())
    known = sorted({*ARTIFACT_KINDS, *(reader.NAME for reader in READERS), *theirs})
    mistakes = []
    for place, expected in enumerate(settings.gate.expect):
        what = expected.partition(":")[0]
        if what not in known:
            close = get_close_matches(what, known, n=1)
            meant = f'; did you mean "{close[0]}"?' if close else ""
            mistakes.append(f'gate.expect.{place}: there is no kind or format "{what}"{meant}')
    if mistakes:
        many = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise ConfigError(
            f"{many} in the configuration:\n" + "\n".join(f"  {each}" for each in mistakes),
            f"the kinds are {', '.join(ARTIFACT_KINDS)}; see the formats with: reportgen formats",
        )
