"""What the configuration expects, held against the formats there are: a typing error never fits."""

from difflib import get_close_matches

from reportgen.cli.plugged import plugged_readers
from reportgen.config import Settings
from reportgen.config.settings import ARTIFACT_KINDS
from reportgen.errors import ConfigError
from reportgen.readers import READERS
from reportgen.wording import phrase, phrase_many


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
            mistake = phrase('there is no kind or format "{what}"', what=what)
            if close:
                mistake += phrase('; did you mean "{close}"?', close=close[0])
            mistakes.append(f"gate.expect.{place}: {mistake}")
    if mistakes:
        many = phrase_many(
            "{n} mistake in the configuration:", "{n} mistakes in the configuration:", len(mistakes)
        )
        raise ConfigError(
            "\n".join([many, *(f"  {each}" for each in mistakes)]),
            phrase(
                "the kinds are {kinds}; see the formats with: reportgen formats",
                kinds=", ".join(ARTIFACT_KINDS),
            ),
        )
