"""Messages as a PO file, in the form in which the tools of translators write them."""

from collections.abc import Iterable, Iterator

from reportgen.wording.messages import Message

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def written(messages: Iterable[Message]) -> str:
    """Return *messages* as a file; lines are as long as what is said, so that diffs are short."""
    return "\n".join("".join(f"{line}\n" for line in _lines(each)) for each in messages)


def _lines(message: Message) -> Iterator[str]:
    yield from (f"# {note}".rstrip() for note in message.notes)
    yield from (f"#: {place}" for place in message.places)
    if message.is_unsure:
        yield "#, fuzzy"
    yield from _of("msgid", message.text)
    if message.many:
        yield from _of("msgid_plural", message.many)
        for number, form in enumerate(message.translations):
            yield from _of(f"msgstr[{number}]", form)
    else:
        yield from _of("msgstr", message.translations[0])


def _of(keyword: str, text: str) -> Iterator[str]:
    """Yield *text* behind *keyword*; where it has several lines, each on one of its own."""
    pieces = text.splitlines(keepends=True)
    if len(pieces) < 2:
        yield f'{keyword} "{text.translate(_ESCAPES)}"'
        return
    yield f'{keyword} ""'
    yield from (f'"{piece.translate(_ESCAPES)}"' for piece in pieces)
