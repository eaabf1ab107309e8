"""Find and read the configuration; every mistake is listed at once, with the key that was meant."""

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from reportgen.config.settings import Settings
from reportgen.errors import ConfigError

DEFAULT_NAME = "reportgen.toml"


def load(path: Path | None, folder: Path) -> Settings:
    """
    Return the settings of *path*, or of ``reportgen.toml`` or ``pyproject.toml`` in *folder*.

    Raises:
        ConfigError: the file cannot be read or has mistakes; all of them are in the message.

    """
    if path is not None:
        return _parse(_toml(path), path)
    if (default := folder / DEFAULT_NAME).is_file():
        return _parse(_toml(default), default)
    if (project := folder / "pyproject.toml").is_file():
        tables = _toml(project).get("tool", {})
        if isinstance(tables, dict) and "reportgen" in tables:
            return _parse(tables["reportgen"], project)
    return Settings()


def _toml(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(
            f'cannot read the configuration "{path}": {reason}',
            "name an existing TOML file with --config, or leave the option out",
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f'"{path}" is not TOML: {error}', "mend the line that is named; see https://toml.io"
        ) from error
    except RecursionError as error:
        raise ConfigError(
            f'"{path}" nests tables or lists too deep', "write it flatter; see https://toml.io"
        ) from error


def _parse(data: object, path: Path) -> Settings:
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        mistakes = [
            _mistake(tuple(entry["loc"]), entry["type"], entry["msg"]) for entry in error.errors()
        ]
        many = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise ConfigError(
            f'{many} in "{path}":\n' + "\n".join(f"  {mistake}" for mistake in mistakes),
            "the keys and their defaults are listed in docs/reference/configuration.md",
        ) from error


def _mistake(loc: tuple[int | str, ...], kind: str, message: str) -> str:
    place = ".".join(str(part) for part in loc) or "the file"
    if kind == "extra_forbidden":
        close = get_close_matches(str(loc[-1]), list(_keys_at(loc[:-1])), n=1)
        return f"{place}: there is no such key" + (f'; did you mean "{close[0]}"?' if close else "")
    return f"{place}: {message.removeprefix('Value error, ')}"


def _keys_at(loc: tuple[int | str, ...]) -> Iterable[str]:
    model: type[BaseModel] = Settings
    for part in loc:
        if isinstance(part, int):
            continue
        field = next((f for f in model.model_fields.values() if f.alias == part), None)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return ()
        model = inner
    return tuple(field.alias or name for name, field in model.model_fields.items())


def _model_in(annotation: object) -> type[BaseModel] | None:
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
