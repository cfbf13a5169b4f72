"""How the text of an element is set: raised, lowered, bold, italic, linked; by tag, style attribute and style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from communique.document import Style
from communique.readers.html.page import Element, Page

MAX_SHEET_CHARACTERS: Final = 400_000
"""How much of a page's style sheets is read. Word and Google Docs need 30,000; those of sites say nothing of notes."""

_TAGS: Final[dict[str, dict[str, Any]]] = {
    "sup": {"superscript": True, "subscript": False},
    "sub": {"subscript": True, "superscript": False},
    **{tag: {"bold": True} for tag in ("b", "strong")},
    **{tag: {"italic": True} for tag in ("i", "em", "cite", "dfn")},
}
_RAISED_CLASSES: Final = frozenset(
    {"superscript", "sup", "super", "exposant", "msofootnotereference", "msoendnotereference"}
)
_LOWERED_CLASSES: Final = frozenset({"subscript", "indice"})
_DECLARATION: Final = re.compile(
    r"(vertical-align|font-weight|font-style|mso-text-raise)\s*:\s*([^;!}]{1,40})", re.IGNORECASE
)
_RAISED: Final = re.compile(r"(?:text-)?super|\+?0*[1-9.][\d.]*(?:px|pt|em|ex|rem|%)")
_LOWERED: Final = re.compile(r"sub|-[\d.]+(?:px|pt|em|ex|rem|%)")
_SELECTOR: Final = re.compile(r"[a-z0-9]{0,20}\.([\w-]{1,80})", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACE: Final = re.compile(r"[{}]")


class StyleFinder:
    """Gives the style of elements, inheriting from the outer one."""

    def __init__(self, page: Page) -> None:
        self._classes = dict(_class_styles(page))
        self._known: dict[tuple[Style, str, str, str, str], Style] = {}

    def style_of(self, element: Element, outer: Style) -> Style:
        if not element.attrs and element.tag not in _TAGS:
            return outer
        link = element.get("href").strip() if element.tag == "a" else ""
        key = (outer, element.tag, element.get("class"), element.get("style"), link)
        if key not in self._known:
            self._known[key] = self._changed(*key)
        return self._known[key]

    def _changed(self, outer: Style, tag: str, classes: str, declarations: str, link: str) -> Style:
        changes = dict(_TAGS.get(tag, {}))
        for name in classes.split():
            changes |= _named_style(name.lower())
            changes |= self._classes.get(name, {})
        changes |= _declared(declarations)
        if link:
            changes["link"] = link
        return replace(outer, **changes) if changes else outer


def _named_style(name: str) -> dict[str, Any]:
    if name in _RAISED_CLASSES:
        return _TAGS["sup"]
    return _TAGS["sub"] if name in _LOWERED_CLASSES else {}


@lru_cache(maxsize=4096)
def _declared(declarations: str) -> dict[str, Any]:
    """What a style attribute or the body of a rule says of a run of text."""
    changes: dict[str, Any] = {}
    for name, value in _DECLARATION.findall(declarations):
        value = value.strip().lower()
        match name.lower():
            case "vertical-align" | "mso-text-raise" if _RAISED.fullmatch(value):
                changes |= _TAGS["sup"]
            case "vertical-align" | "mso-text-raise" if _LOWERED.fullmatch(value):
                changes |= _TAGS["sub"]
            case "vertical-align" if value == "baseline":
                changes |= {"superscript": False, "subscript": False}
            case "font-weight":
                changes["bold"] = value.startswith("bold") or (value.isdecimal() and int(value) >= 600)
            case "font-style":
                changes["italic"] = value in ("italic", "oblique")
    return changes


def _class_styles(page: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    """The classes of a page's own style sheets that set runs of text: `.c5{vertical-align:super}`."""
    sheets = (text for element, text in page.code if element.tag == "style")
    sheet = _COMMENT.sub(" ", "\n".join(sheets)[:MAX_SHEET_CHARACTERS])
    for selectors, body in _rules(sheet):
        changes = _declared(body)
        if changes:
            for selector in selectors.split(","):
                if match := _SELECTOR.fullmatch(selector.strip()):
                    yield match[1], changes


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that are in force on a screen: those in blocks such as `@media print` are not."""
    depth = 0
    start = 0
    selectors = ""
    skipped_from = 0
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            depth += 1
            selectors = sheet[start : brace.start()].strip()
            if selectors.startswith("@") and not skipped_from:
                skipped_from = depth
        else:
            if not skipped_from and depth == 1:
                yield selectors, sheet[start : brace.start()]
            if depth == skipped_from:
                skipped_from = 0
            depth = max(0, depth - 1)
        start = brace.end()
