"""The language of a command: the configuration names it, and nothing else does."""

from pathlib import Path

from reportgen.cli.console import warn
from reportgen.cli.lifetime import is_news
from reportgen.config import Settings, load
from reportgen.model.text import quote
from reportgen.wording import ENGLISH, phrase, speak
from reportgen.wording import load as translation


def settings_of(config: Path | None, folder: Path) -> Settings:
    """
    Return the settings of *config*, or of *folder*, and speak their language from now on.

    Raises:
        ConfigError: the file cannot be read or has mistakes; all of them are in the message.

    """
    settings = load(config, folder)
    language = settings.project.language
    if language == ENGLISH:
        speak(None)
        return settings
    catalogue = translation(language)
    speak(catalogue)
    for text in catalogue.refused:
        sentence = phrase(
            "the translation {language} of {text} has other fields: said in English",
            language=language,
            text=quote(text),
        )
        if is_news(sentence):
            warn(sentence)
    return settings
