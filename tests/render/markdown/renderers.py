"""Four renderers as trackers use them, and what their HTML comes to."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

import cmarkgfm  # type: ignore[import-untyped] # it ships no types
import comrak
import html5lib  # type: ignore[import-untyped] # it ships no types
from cmarkgfm.cmark import Options  # type: ignore[import-untyped] # it ships no types
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reportgen.model.text import clean

_MARKDOWN_IT = MarkdownIt("commonmark").enable("table").enable("strikethrough")
_LINKIFY = MarkdownIt("gfm-like")


def github(text: str) -> str:
    """Render *text* as GitHub does before it sanitises: raw HTML, tables, autolinks, footnotes."""
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    extensions = ["table", "autolink", "strikethrough", "tasklist"]
    rendered: str = cmarkgfm.markdown_to_html_with_extensions(text, options, extensions)
    return rendered


def commonmark(text: str) -> str:
    """Render *text* by another implementation: CommonMark, with tables and raw HTML."""
    rendered: str = _MARKDOWN_IT.render(text)
    return rendered


def linkify(text: str) -> str:
    """Render *text* with tables, raw HTML, and links made of whatever looks like an address."""
    rendered: str = _LINKIFY.render(text)
    return rendered


def gitlab(text: str) -> str:
    """Render *text* as GitLab does before it sanitises: by comrak, with all that it switches on."""
    extensions = comrak.ExtensionOptions()
    for name in (
        "alerts", "autolink", "description_lists", "footnotes", "math_code", "math_dollars",
        "multiline_block_quotes", "shortcodes", "strikethrough", "table", "tasklist",
    ):  # fmt: skip
        setattr(extensions, name, True)
    rendering = comrak.RenderOptions()
    rendering.unsafe_ = True
    return comrak.render_markdown(text, extension_options=extensions, render_options=rendering)


RENDERERS: Final[dict[str, Callable[[str], str]]] = {
    "github": github,
    "commonmark": commonmark,
    "linkify": linkify,
    "gitlab": gitlab,
}


class Rendered(NamedTuple):
    """The elements of a page in order, its text, and the text that is neither code nor link."""

    tags: tuple[str, ...]
    text: str
    live: str
    links: tuple[str, ...]


def read(page: str) -> Rendered:
    """Return what a browser makes of *page*."""
    root = html5lib.parseFragment(page, namespaceHTMLElements=False)
    tags: list[str] = []
    links: list[str] = []
    text: list[str] = []
    live: list[str] = []
    for tag, piece, inert, address in _walk(root, inert=False):
        if tag:
            tags.append(tag)
        if address is not None:
            links.append(address)
        text.append(piece)
        if not inert:
            live.append(piece)
    return Rendered(tuple(tags), "".join(text), "".join(live), tuple(links))


def _walk(node: Element, *, inert: bool) -> Iterator[tuple[str | None, str, bool, str | None]]:
    """Yield element, text, whether the text is inert, and address, in the order of the page."""
    tag: object = node.tag
    if not isinstance(tag, str):  # a comment
        return
    if tag == "DOCUMENT_FRAGMENT":
        yield None, node.text or "", inert, None
    else:
        inert = inert or tag in {"code", "pre", "a"}
        yield tag, node.text or "", inert, node.get("href", node.get("src"))
    for child in node:
        yield from _walk(child, inert=inert)
        yield None, child.tail or "", inert, None


LIVE: Final = re.compile(
    r"(?<![\w`])@\w|(?<!\w)#\d|\bGH-\d|https?://|www\.|:[a-z0-9_+-]+:|\$\S+\$|\{\{\w|\[\[\w"
    r"|(?-i:\b[A-Z][A-Z0-9]+-\d)|\b(?:commit|source|user):\w",
    re.IGNORECASE,
)
"""What a tracker makes a mention, a reference, a link, a picture or a formula of."""

COMMAND: Final = re.compile(r"^\s*(?:/[a-z]|bors r|@\w|::)|##\w*\[", re.IGNORECASE | re.MULTILINE)
"""What a bot that reads the raw text, or a runner that reads the log, takes for an order."""

_NASTY = (
    *"`|\\*_[]()<>!#@&~$^{}:;/.-+='\"\n\t aé漢🙂",
    "``", "```", "\\|", "**", "__", "~~", "~~~", "![", "](", "<b>", "</code>", "</pre>",
    "</details>",
    "</summary>",
    "<!--", "-->", "<script>", "&amp;", "&#64;", "&#x40;", "@user", "@org/team",
    "#1",
    "GH-1", "gh-2", "o/r#3", "!4", "me@example.com", "http://a.b", "https://a.b/c_d_e", "www.a.b",
    "ftp://a", "mailto:a@b.c",
    "xmpp:a@b.c", "fixes #9", "closes http://a.b", "\n/close", "\n\n",
    "\n# x", "\n- x", "\n1. x", "\n> x", "\n```", "\n| a | b |", "\n---", "    x",
    "[x]: javascript:1",
    "[^1]", "[ ] ", ":tada:", "$x$", "@dependabot merge", "bors r+", "<?php", "<![CDATA[", "\u200b",
    "\u202e", "\x1b[31m", "\x00", "\r\n", "\xa0", "word",
    "::error::x", "\n::set-output name=a::b", "##[error]x", "##vso[task.setvariable]x",
    "##teamcity[x]", "\n/merge", "\n  /approve", "<!channel>", "<@U1>", "@everyone", "{code}",
    "{noformat}", "[~admin]", "!http://a.b/c.png!", "+++", "||", "{{", "}}", "\u2066", "\ue000",
    "\ue0010\ue001", "<details>", "<img src=http://a.b>", "[a](javascript:x)", "SEC-12", ":)",
    "\n|---|---|\n", "a | b", "\n: x", "::: x", "\n***", "=", "evil.com", "a.py", ".GH",
    "{{include(x)}}", "[[wiki]]", "commit:abc", "user:admin", "r12",
)  # fmt: skip
HOSTILE: Final = st.one_of(
    st.lists(st.sampled_from(_NASTY), max_size=12).map("".join), st.text(max_size=40)
).map(clean)
"""Texts that try everything, as the model lets them through."""
