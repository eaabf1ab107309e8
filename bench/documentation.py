"""
The documentation as a site, from `docs/` and the pages at the top of the checkout.

``python bench/documentation.py`` lays all pages out in a temporary folder, where links fit, and
has Sphinx make ``public/docs`` of them; ``--out`` names another folder. Whatever is wrong with a
page or a link ends it with 1, and so does a page that would load anything from elsewhere.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pages import staging

from reportgen import __version__

ROOT: Final = Path(__file__).resolve().parent.parent
OUT: Final = ROOT / "public" / "docs"
SETTINGS: Final = {
    "project": "reportgen",
    "release": __version__,
    "html_title": f"reportgen {__version__}",
    "html_theme": "furo",
    "extensions": "myst_parser,sphinx.ext.autodoc",
    "myst_heading_anchors": "3",
    "default_role": "code",  # as the docstrings use single backticks
    "smartquotes": "0",  # `--context` in a sentence is no dash
    "suppress_warnings": "ref.python",  # fields called as a type is, such as `bytes`
    "autodoc_member_order": "bysource",
    "autodoc_typehints_format": "short",
    "html_copy_source": "0",
    "html_show_sourcelink": "0",
    "html_show_copyright": "0",
}
_LOADS: Final = re.compile(
    r"<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc=[\"']?(?:https?:)?//[^>]*>"
    r"|<link\b(?=[^>]*\brel=[\"']?(?:stylesheet|preload|icon))[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>"
)


def main(argv: Sequence[str]) -> int:
    """Build the site; return the exit code."""
    parser = argparse.ArgumentParser(description="Build the documentation as a site.")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FOLDER", help="where it goes")
    out: Path = parser.parse_args(argv).out.resolve()
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder) / "source", Path(folder) / "site"
        if mistakes := staging.stage(ROOT, source):
            print("\n".join(mistakes), file=sys.stderr)
            return 1
        code = build(source, made)
        if code:
            return code
        if loads := foreign(made):
            print("\n".join(loads), file=sys.stderr)
            return 1
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(made, out)
    print(f"built {len(list(out.rglob('*.html')))} pages; open {out / 'index.html'}")
    return 0


def build(source: Path, out: Path) -> int:
    """Have Sphinx make a site of *source* in *out*; return its exit code."""
    settings = [word for name, value in SETTINGS.items() for word in ("-D", f"{name}={value}")]
    program = [sys.executable, "-m", "sphinx", "-b", "html", "-C", "-q", "-W", "--keep-going"]
    options = [*settings, "-d", str(out.with_name("doctrees")), "-j", "auto"]
    return subprocess.run([*program, *options, str(source), str(out)], check=False).returncode


def foreign(site: Path) -> list[str]:
    """Return what pages of *site* would load from elsewhere, one line for each."""
    return [
        f"{path.relative_to(site)} loads {found[0]}"
        for path in sorted(site.rglob("*.html"))
        for found in _LOADS.finditer(path.read_text("utf-8"))
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
