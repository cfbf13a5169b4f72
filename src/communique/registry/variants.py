"""The same name as releases and registries write it differently, for exact look-up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from communique.registry.normal import normal_form
from communique.rules import load_table

_CACHED: Final = 4096
_LINKS: Final = re.compile(r"\b(?:de l|de la|de|du|des|d|of the|of|at|in|l|la|le|les|the)\b ?")
_ARTICLE: Final = re.compile(r"^(?:the|l|la|le|les) ")
_LAST_PART: Final = re.compile(r"^(?P<name>.{3,}?) ?[-–—/] ?(?P<whole>[^-–—/]+)$")
_WHOLES: Final = frozenset({"psl", "universite psl", "cnrs", "inserm", "inrae", "institut mines telecom"})
_COMPANY_FORM: Final = re.compile(
    r" (?:sa|sas|s a|gmbh|ag|ltd|limited|inc|corporation|corp|plc|llc|nv|n v|bv|a s|spa|s p a|co|company|group|se)$"
)
_UNIVERSITY: Final = re.compile(
    r"^(?:universite|university)(?: de la| de l| de| d| du| des| of the| of)? (?P<rest>.+)$"
)
_UNIVERSITY_LAST: Final = re.compile(r"^(?P<rest>.+) (?:universite|university)$")
_LONG_HEADS: Final = {
    "chu": "centre hospitalier universitaire",
    "chru": "centre hospitalier regional universitaire",
    "ens": "ecole normale superieure",
    "insa": "institut national des sciences appliquees",
    "ensa": "ecole nationale superieure d architecture",
    "iut": "institut universitaire de technologie",
}


@lru_cache(_CACHED)
def name_variants(name: str) -> tuple[str, ...]:
    """Other normal forms under which a registry may hold a name, the nearest first; not the name's own form."""
    form = normal_form(name)
    if not form:
        return ()
    found = dict.fromkeys((*_articles(form), *_parts(name), *_companies(form), *_universities(form), *_heads(form)))
    found.pop(form, None)
    return tuple(found)


def _articles(form: str) -> Iterator[str]:
    bare = _ARTICLE.sub("", form)
    if bare != form:
        yield bare
    else:
        yield from ("the " + form, "la " + form)
    if " " in form:
        yield from _unlinked(form)


def _unlinked(form: str) -> Iterator[str]:
    """`ens de lyon` is `ens lyon`; the other way round, each link that may have been left out after the head."""
    without = _LINKS.sub("", form).strip()
    if without != form:
        yield without
        return
    head, _, rest = form.partition(" ")
    for link in ("de", "d", "of"):
        yield f"{head} {link} {rest}"


def _parts(name: str) -> Iterator[str]:
    """`EPHE-PSL` is the EPHE of PSL."""
    match = _LAST_PART.match(name)
    if match and normal_form(match["whole"]) in _WHOLES:
        yield normal_form(match["name"])


def _companies(form: str) -> Iterator[str]:
    bare = _COMPANY_FORM.sub("", form)
    if bare != form:
        yield bare


def _universities(form: str) -> Iterator[str]:
    match = _UNIVERSITY.match(form) or _UNIVERSITY_LAST.match(form)
    if not match:
        return
    rest = match["rest"]
    yield from (f"universite {rest}", f"universite de {rest}", f"universite d {rest}", f"{rest} universite")
    yield from (f"university of {rest}", f"{rest} university", f"universidad de {rest}", f"university {rest}")


def _heads(form: str) -> Iterator[str]:
    head, _, rest = form.partition(" ")
    long = _LONG_HEADS.get(head)
    bare = _LINKS.sub("", rest, count=1).strip() if _LINKS.match(rest) else rest
    if long and bare:
        yield from (f"{long} {bare}", f"{long} de {bare}", f"{long} d {bare}", f"{head} {bare}", f"{head} de {bare}")


def with_country(name: str, countries: Iterable[str]) -> Iterator[str]:
    """ROR's names of companies: "Sanofi (France)". The countries that are likely come first."""
    form = normal_form(name)
    bare = _COMPANY_FORM.sub("", form)
    likely = sorted(countries)
    for country in (*likely, *(c for c in _COMPANY_COUNTRIES if c not in likely)):
        if country in _country_names():
            yield f"{bare} {_country_names()[country]}"
            if bare != form:
                yield f"{form} {_country_names()[country]}"


_COMPANY_COUNTRIES: Final = (
    "FR",
    "US",
    "DE",
    "GB",
    "JP",
    "CH",
    "IT",
    "ES",
    "NL",
    "BE",
    "SE",
    "DK",
    "NO",
    "CA",
    "KR",
    "CN",
)


@cache
def _country_names() -> dict[str, str]:
    return {str(rule.fields["country"]): normal_form(rule.terms[0]) for rule in load_table("countries").rules}
