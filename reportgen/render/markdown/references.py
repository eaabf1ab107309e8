"""The doors of targets that take no Markdown: what goes through is held, a reference is printed."""

from reportgen.model.text import clean
from reportgen.render.markdown import tree
from reportgen.render.markdown.escaping import BLANK, Context, Md, inline
from reportgen.render.markdown.live import address_of, split_prose, stretches
from reportgen.render.markdown.marks import Marks
from reportgen.render.markdown.skeleton import Held, reference
from reportgen.render.markdown.targets import Target


class References(Marks):
    """
    The doors of one target in one context; *held* takes what goes through.

    They are called as `Doors` are, so that a template knows no difference.
    """

    def __init__(self, target: Target, context: Context, held: list[Held]) -> None:
        super().__init__(target, context)
        self._held = held

    def _hold(self, what: Held) -> Md:
        self._held.append(what)
        return Md(reference(len(self._held) - 1))

    def code(self, text: str, most: int = 300) -> Md:
        """Hold *text* of an artifact as code on one line."""
        return self._hold((tree.Code(inline(text, most)),))

    def block(self, text: str) -> Md:
        """Hold *text* of several lines, a trace for example."""
        return self._hold(tree.Fence(clean(text).strip("\n")))

    def prose(self, text: str) -> Md:
        """Hold *text* of ours or of the configuration; what could be live in it is code."""
        return self._hold(_prose(inline(text, None)))

    def sentence(self, text: str) -> Md:
        """Hold one of the model's sentences: our words as prose, what they quote as code."""
        pieces: list[tree.Piece] = []
        for words, quoted in stretches(" ".join(clean(text).split())):
            pieces += (tree.Code(inline(words, None)),) if quoted else _prose(words)
        return self._hold(tuple(pieces) or (tree.Words(BLANK),))

    def link(self, text: str, url: str) -> Md:
        """Hold *text* leading to *url*, or *text* alone where the address cannot be trusted."""
        address = address_of(url)
        if address is None:
            return self.prose(text)
        return self._hold((tree.Link(inline(text), address),))

    def place(self, text: str, url: str | None) -> Md:
        """Hold a place as code, leading to *url* where there is one."""
        address = address_of(url) if url else None
        if address is None:
            return self.code(text)
        return self._hold((tree.Link(inline(text), address, code=True),))

    def marker(self, word: str) -> Md:
        """Return nothing: no such target hides comments."""
        del word
        return Md("")

    def bold(self, text: str) -> Md:
        """Hold words of ours in bold."""
        return self._hold((tree.Strong(text),))


def _prose(line: str) -> tree.Line:
    return tuple(
        tree.Code(part.text) if part.quoted else tree.Words(part.text) for part in split_prose(line)
    )
