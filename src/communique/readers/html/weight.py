"""Takes weight off a page before it is parsed: inline images, scripts, style sheets and comments are emptied.

No tag is touched, so that the XPaths of all that remains stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from communique.document import Issue
from communique.errors import ReadError

MAX_FILE_BYTES: Final = 256 * 1024 * 1024
"""A larger file is refused unread. It trades memory (about three times the file) against saved pages with videos."""

LIGHT_BYTES: Final = 262_144
"""Up to this size a page is parsed as it is. Emptying costs a pass over the page and pays from here on."""

MAX_PAGE_BYTES: Final = 16 * 1024 * 1024
"""The most that may be left of a page after emptying. Text costs about 40 times its bytes in memory while it is read
(0.7 GB at the limit) and two seconds a megabyte; the longest release seen, with tables, has 0.4 MB."""

MAX_TAGS: Final = 400_000
"""A page is read up to this many tags, end tags included: an element with its text costs about 2.5 kB while it is read
(0.5 GB at the limit). Releases have a thousand, portals that list everything some ten thousand."""

MAX_DEPTH: Final = 12_000
"""A page is read up to this depth of elements that must be closed. The parser compares every stray end tag with all
open elements: without a limit a page of a megabyte keeps it busy for minutes."""

KEPT_SCRIPT_BYTES: Final = 65_536
"""Structured data (JSON-LD) up to this size stays: it says when the page was published."""

_STARTS: Final = re.compile(rb"<!--|<(script|style)\b|;base64,", re.IGNORECASE)
_ENDS: Final = {name: re.compile(rb"</" + name + rb"\b", re.IGNORECASE) for name in (b"script", b"style")}
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/=%\s]{64,}")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEVER_DEEP: Final = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
        *("p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup"),
    }
)
"""Elements without content, and those that the next one of their kind closes."""


def lighten(data: bytes) -> bytes:
    """The page without the weight of what is no text.

    Args:
        data: a page in an encoding that reads as ASCII where it is markup.

    Raises:
        ReadError: "too-large" when too much is left.
    """
    if len(data) <= LIGHT_BYTES:
        return data
    light = b"".join(_kept(data))
    if len(light) > MAX_PAGE_BYTES:
        raise ReadError(
            "too-large",
            f"{len(light):,} bytes are left of the page without its images and scripts, "
            f"more than the {MAX_PAGE_BYTES:,} that the reader takes; split it, or save the article alone",
        )
    return light


def _kept(data: bytes) -> Iterator[bytes]:
    position = 0
    searched = 0
    while match := _STARTS.search(data, searched):
        start, end = _emptied(data, match)
        searched = max(end, match.end())
        if start < end:
            yield data[position:start]
            position = end
    yield data[position:]


def _emptied(data: bytes, match: re.Match[bytes]) -> tuple[int, int]:
    """The stretch to leave out for a match. What is never closed runs to the end of the page, as in browsers."""
    start = match.end()
    if match[0] == b"<!--":
        end = data.find(b"-->", start)
        return start, end if end >= 0 else len(data)
    if match[1] is None:
        base64 = _BASE64.match(data, start)
        return start, base64.end() if base64 else start
    opened = data.find(b">", start) + 1 or len(data)
    closed = _ENDS[match[1].lower()].search(data, opened)
    end = closed.start() if closed else len(data)
    if b"ld+json" in data[start:opened] and end - opened <= KEPT_SCRIPT_BYTES:
        return end, end
    return opened, end


def cut_tags(markup: str) -> tuple[str, tuple[Issue, ...]]:
    """The page up to its last tag that is read, and an issue when that is not all."""
    depth = 0
    if markup.count("<") <= MAX_DEPTH:
        return markup, ()
    for count, tag in enumerate(_TAG.finditer(markup)):
        if tag[2].lower() not in _NEVER_DEEP:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_DEPTH or count >= MAX_TAGS:
            limit = f"{MAX_TAGS:,} tags" if count >= MAX_TAGS else f"{MAX_DEPTH:,} elements one in the other"
            message = f"the page has more than {limit}; what follows is missing"
            return markup[: tag.start()], (Issue("reader.limit-reached", message),)
    return markup, ()
