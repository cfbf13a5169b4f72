"""Looking an organisation up by hand: ids, unit codes, whole names, then names that have all the words asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from communique.registry.codes import is_unit_code
from communique.registry.index import Registry
from communique.registry.normal import normal_form, normal_words
from communique.registry.organisations import Name, Organisation
from communique.registry.words import Words

How = Literal["id", "code", "name", "acronym", "words"]

_ORDER: Final[tuple[How, ...]] = ("id", "code", "name", "acronym", "words")
_MOST_READ: Final = 500
"""Records that are decoded at most for one search; a word that more have leaves out those with the longest names."""


@dataclass(frozen=True)
class Hit:
    """An organisation that answers a search.

    `how` it was found, `matched` the words (in normal form), the code or the id that matched, and `name` the written
    form in which they stand.
    """

    organisation: Organisation
    how: How
    name: str
    matched: tuple[str, ...]


def search(registry: Registry, query: str, *, country: str | None = None, limit: int = 10) -> list[Hit]:
    """The organisations that answer to a query, the best first.

    Args:
        registry: the index to look in.
        query: a ROR id, an RNSR number, a unit code, a name or an acronym, or words of a name, whole or begun.
        country: only organisations of this country (ISO 3166-1, two letters).
        limit: how many at most.
    """
    hits: dict[str, Hit] = {}
    for number, how in _found(registry, query):
        organisation = registry.organisation(number)
        if country and (organisation.country or "").casefold() != country.casefold():
            continue
        hit = _hit(organisation, how, query)
        if hit and organisation.id not in hits:
            hits[organisation.id] = hit
    return sorted(hits.values(), key=_rank)[:limit]


def _found(registry: Registry, query: str) -> Iterator[tuple[int, How]]:
    number = registry.with_id(query.strip())
    if number is not None:
        yield number, "id"
    if is_unit_code(query):
        yield from ((n, "code") for n in registry.with_code(query))
    yield from ((n, "name") for n in registry.with_name(query))
    words = normal_words(query)
    yield from ((n, "words") for n in Words(registry.file).organisations_with(words, _MOST_READ))


def _hit(organisation: Organisation, how: How, query: str) -> Hit | None:
    if how in ("id", "code"):
        return Hit(organisation, how, organisation.name, (query.strip(),))
    wanted = normal_words(query)
    if how == "name":
        name = next(n for n in organisation.names if normal_form(n.text) == " ".join(wanted))
        short = name.kind in ("acronym", "weak")
        return Hit(organisation, "acronym" if short else "name", name.text, tuple(wanted))
    matches = [(_coverage(name, wanted), -i, name) for i, name in enumerate(organisation.names)]
    covered, _, name = max(matches, key=lambda m: m[:2])
    if not covered:  # the words stand in several names, none of which has them all
        return None
    return Hit(organisation, "words", name.text, _matched(name, wanted))


def _coverage(name: Name, wanted: list[str]) -> float:
    """The share of a name's words that the query asks for; 0 where the name lacks one of the query's."""
    words = normal_words(name.text)
    if not all(any(w.startswith(q) for w in words) for q in wanted):
        return 0.0
    return len(_matched(name, wanted)) / len(words)


def _matched(name: Name, wanted: list[str]) -> tuple[str, ...]:
    words = normal_words(name.text)
    begun = [q for q in wanted if q not in words]
    return tuple(w for w in dict.fromkeys(words) if w in wanted or any(w.startswith(q) for q in begun))


def _rank(hit: Hit) -> tuple[int, bool, float, bool, str]:
    organisation = hit.organisation
    coverage = len(hit.matched) / max(1, len(normal_words(hit.name))) if hit.how == "words" else 1.0
    return (
        _ORDER.index(hit.how),
        organisation.status != "active",
        -coverage,
        organisation.kind != "institution",
        organisation.id,
    )
