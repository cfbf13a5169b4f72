"""The frame of every page: one HTML file that holds its styles, its script and its data, and asks nobody for anything.

What a release says reaches the page as JSON and is put in by `textContent`; the policy in the head lets our own
script run, known by its hash, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def render_page(
    title: str, *, style: Sequence[str], script: Sequence[str], data: Mapping[str, Any], served: bool = False
) -> str:
    """The page as one HTML document.

    Args:
        title: shown by the browser.
        style: names of files in `assets/`, behind `page.css`.
        script: names of files in `assets/`, in the order in which they are run, as one script.
        data: what the script reads, by the id of the element that holds it; values as `embed_json` takes them.
        served: whether the page talks to the server that it came from; else it talks to nobody.
    """
    sheet = "\n".join(_asset(name) for name in ("page.css", *style))
    code = '"use strict";\n(() => {\n' + "\n".join(_asset(name) for name in script) + "\n})();\n"
    return _template().render(
        title=title,
        policy=policy(sheet, code, served=served),
        style=Markup(sheet),
        script=Markup(code),
        data=[(key, Markup(embed_json(value))) for key, value in data.items()],
    )


def policy(style: str, script: str, *, served: bool) -> str:
    """The content security policy of a page: its own style and script by hash, pictures from its data, no one else."""
    pictures, server = ("data: 'self'", "'self'") if served else ("data:", "'none'")
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            f"img-src {pictures}",
            f"connect-src {server}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def embed_json(value: Any) -> str:
    """JSON that can stand in a `script` element: no text in it can end the element or open a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def pack_json(value: Any) -> str:
    """JSON that the page unpacks when it is asked for: much that is seldom looked at costs little to open."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 6)).decode()


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    text = files("communique.review").joinpath("assets", name).read_text(encoding="utf-8")
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise ValueError(f"{name} would end the element that it stands in")
    return text


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    source = files("communique.review").joinpath("assets", "frame.html").read_text(encoding="utf-8")
    return environment.from_string(source)
