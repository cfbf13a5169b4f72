"""Reads what a page says of itself: title, site, date, language, author, description."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from communique.readers.html.page import Element, Page

MOST_STRUCTURED: Final = 65_536
"""Longer structured data (JSON-LD) is not read: a release's own has 2,000 characters."""

DEEPEST_STRUCTURED: Final = 6
"""How deep a date is looked for in structured data: @graph, then the article."""

_TITLES: Final = ("og:title", "citation_title", "dc.title", "dcterms.title", "twitter:title")
_SITES: Final = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
)
_DATES: Final = (
    *("article:published_time", "og:article:published_time", "datepublished", "citation_publication_date"),
    *(
        "citation_date",
        "citation_online_date",
        "dc.date",
        "dcterms.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
    ),
    *(
        "dc.date.created",
        "date",
        "pubdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "sailthru.date",
        "parsely-pub-date",
    ),
)
_LANGUAGES: Final = ("content-language", "dc.language", "dcterms.language", "og:locale", "language")
_AUTHORS: Final = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_DESCRIPTIONS: Final = ("description", "og:description", "dc.description", "dcterms.abstract", "twitter:description")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
_YEARS: Final = range(1900, 2100)


def find_meta(page: Page) -> dict[str, str]:
    """The keys of `Document.meta` that the page states, each once; the surest source of each counts.

    `published` is an ISO date, at most ten characters: times and zones are left out, as the page's own zone is meant.
    """
    stated = _stated(page)
    found = {
        "title": _first(stated, _TITLES[:1]) or _title(page) or _first(stated, _TITLES),
        "site_name": _first(stated, _SITES),
        "published": _published(page, stated),
        "language": _language(page, stated),
        "author": _first(stated, _AUTHORS),
        "description": _first(stated, _DESCRIPTIONS),
    }
    return {key: value for key, value in found.items() if value}


def _stated(page: Page) -> dict[str, str]:
    """The values of meta elements by their names in lower case; the first of each name counts."""
    stated: dict[str, str] = {}
    for element in page.elements():
        if element.tag == "meta":
            value = " ".join(element.get("content").split())
            for key in ("name", "property", "itemprop", "http-equiv"):
                if (name := element.get(key).strip().lower()) and value:
                    stated.setdefault(name, value)
    return stated


def _first(stated: dict[str, str], names: tuple[str, ...]) -> str:
    return next((stated[name] for name in names if name in stated), "")


def _title(page: Page) -> str:
    for element in page.elements():
        if element.tag == "title" and (element.parent is None or element.parent.tag in ("head", "html", "body")):
            return " ".join(page.text_of(element).split())
    return ""


def _published(page: Page, stated: dict[str, str]) -> str:
    named = [stated[name] for name in _DATES if name in stated]
    for value in (*named, *_structured_dates(page), *_time_elements(page)):
        if date := iso_date(value):
            return date
    return ""


def iso_date(value: str) -> str:
    """The ISO date at the beginning of a value (`2022-04-25T09:00:00+02:00`, `2022/04/25`, `20220425`), or ""."""
    match = _ISO.match(value.strip())
    if not match:
        return ""
    year, month, day = match[1] or match[4], match[2] or match[5], match[3] or match[6]
    if int(year) not in _YEARS or not 1 <= int(month) <= 12 or not 1 <= int(day or 1) <= 31:
        return ""
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _structured_dates(page: Page) -> Iterator[str]:
    for element, text in page.code:
        if "ld+json" not in element.get("type").lower() or len(text) > MOST_STRUCTURED:
            continue
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _dates_in(data, DEEPEST_STRUCTURED)


def _dates_in(data: Any, depth: int) -> Iterator[str]:
    if depth and isinstance(data, dict):
        if isinstance(value := data.get("datePublished"), str):
            yield value
        for nested in data.values():
            yield from _dates_in(nested, depth - 1)
    elif depth and isinstance(data, list):
        for nested in data:
            yield from _dates_in(nested, depth - 1)


def _time_elements(page: Page) -> Iterator[str]:
    """Dates of `<time>` elements: those that say that they are the publication's, then the only one."""
    times = [e for e in page.elements() if e.tag == "time" and e.get("datetime")]
    yield from (e.get("datetime") for e in times if _says_published(e))
    if len({iso_date(e.get("datetime")) for e in times}) == 1:
        yield times[0].get("datetime")


def _says_published(element: Element) -> bool:
    names = f"{element.get('itemprop')} {element.get('class')}".lower()
    return "pubdate" in element.attrs or any(word in names for word in ("datepublished", "published", "entry-date"))


def _language(page: Page, stated: dict[str, str]) -> str:
    root = page.root
    return root.get("lang") or root.get("xml:lang") or _first(stated, _LANGUAGES).replace("_", "-")
