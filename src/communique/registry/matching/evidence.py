"""What a string says for and against each organisation that is found in it.

Evidence comes in facets: small tuples that begin with their sort, as `("place", "country.same", "town.beside", "0")`.
A facet stands for several traits, which `traits.py` spells out; weights are learned for traits and looked up for
facets, of which few thousand exist.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, KeysView, Mapping
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from communique.registry.matching.found import Found, Reading
from communique.registry.matching.names import Entry, NameIndex, OrganisationRow
from communique.registry.matching.sections import town_forms
from communique.registry.matching.words import word_groups

Group = Literal["name", "short", "unit", "parent"]
GROUPS: Final[tuple[Group, ...]] = ("name", "short", "unit", "parent")
"""Full names, names of one word, French research units, and organisations that only a part of them is named for."""

Facet = tuple[str | int | bool, ...]


class Candidate(NamedTuple):
    """An organisation that may be meant, where, and what speaks for and against it."""

    found: Found
    row: OrganisationRow
    group: Group
    facets: list[Facet]


Promising = Callable[[Group, Facet, Facet], bool]
"""Whether a find may come to anything, from its `nature` and `place`: the others are not looked at further."""


def candidates(reading: Reading, index: NameIndex, promising: Promising = lambda *_: True) -> list[Candidate]:
    """The organisations that a string may name."""
    around = _surroundings(reading)
    result = []
    for found in around.founds:
        row = _row(found)
        group: Group = "unit" if row.french_unit else "name" if found.end - found.start > 1 else "short"
        nature: Facet = ("nature", found.entry.nature)
        place: Facet = (
            "place",
            _country(row, around.setting),
            _town(found, row, reading, around.setting),
            found.entry.variant,
        )
        likely = promising(group, nature, place)
        has_parents = group == "name" and 0 < len(row.kin) <= 2 and promising("parent", nature, place)
        if likely or has_parents:
            facets = [nature, place, *_facets(found, row, reading, around)]
            if likely:
                result.append(Candidate(found, row, group, facets))
            if has_parents:
                result.extend(_parents(found, row, facets, around, index))
    return result


class _Setting(NamedTuple):
    """Where a string says it is. `countries` are named outright; `hinted` come from towns."""

    countries: Collection[str]
    hinted: Collection[str]
    forms: str


class _Surroundings(NamedTuple):
    """What else stands in a string.

    `founds` are the names that are weighed; `inside` the places of those within longer ones, `inner` those of
    universities among them; `again` the organisations that stand in several places; `nearness` is how well the
    string's places suit each of the organisations over the same words; `parents` are those of all that is found,
    and `coded` those whose unit code stands in the string.
    """

    setting: _Setting
    founds: list[Found]
    numbers: KeysView[int]
    inside: set[tuple[int, int]]
    inner: list[tuple[int, int]]
    again: set[int]
    nearness: Mapping[tuple[int, int], dict[int, int]]
    parents: set[int]
    coded: set[int]
    university: bool
    places: set[tuple[int, int]]


def _row(found: Found) -> OrganisationRow:
    row = found.entry.row
    assert row is not None  # only places have none, and they are no names
    return row


def _surroundings(reading: Reading) -> _Surroundings:
    inside, founds = _standing(reading)
    setting = _setting(reading)
    first: dict[int, int] = {}
    again: set[int] = set()
    sharing: dict[tuple[int, int], list[Found]] = {}
    parents: set[int] = set()
    coded: set[int] = set()
    universities = []
    for found in founds:
        start, end, _, _, entry = found
        if first.setdefault(entry.organisation, start) != start:
            again.add(entry.organisation)
        sharing.setdefault((start, end), []).append(found)
        parents |= _row(found).kin
        if entry.univ:
            universities.append((start, end))
        elif entry.kind == "code":
            coded.add(entry.organisation)
    nearness = {
        span: {f.entry.organisation: _nearness(f, setting, first, parents) for f in shared}
        for span, shared in sharing.items()
        if len(shared) > 1
    }
    return _Surroundings(
        setting=setting,
        founds=founds,
        numbers=first.keys(),
        inside=inside,
        inner=[span for span in universities if span in inside],
        again=again,
        nearness=nearness,
        parents=parents,
        coded=coded,
        university=bool(universities),
        places={(start, end) for start, end, *_ in reading.places},
    )


def _standing(reading: Reading) -> tuple[set[tuple[int, int]], list[Found]]:
    """The places of names within longer ones, and the names that are weighed: each organisation once a place.

    A single word within a longer name is never weighed.
    """
    if len(reading.names) == 1:
        return set(), reading.names
    spans = {(f.start, f.end) for f in reading.names}
    inside = set()
    if len(spans) > 1:
        inside = {(a, b) for a, b in spans for c, d in spans if c <= a and b <= d and d - c > b - a}
    best: dict[tuple[int, int, int], Found] = {}
    for found in reading.names:
        start, end = found.start, found.end
        if end - start == 1 and (start, end) in inside:
            continue
        key = (start, end, found.entry.organisation)
        if key not in best or _rank(found) < _rank(best[key]):
            best[key] = found
    return inside, list(best.values())


_KINDS: Final = {"code": 0, "label": 1, "alias": 2, "acronym": 3, "weak": 4}


def _rank(found: Found) -> tuple[int, str, int]:
    entry = found.entry
    return found.how, entry.variant, _KINDS[entry.kind]


def _setting(reading: Reading) -> _Setting:
    """The countries and words of a string; a country within a longer name (University of Georgia) is no place."""
    forms = f" {' '.join(reading.forms)} "
    named: set[str] = set()
    hinted: set[str] = set()
    if reading.places:
        covers = {(found.start, found.end) for found in reading.names if found.end - found.start > 1}
        for start, end, country, kind in reading.places:
            if not any(a <= start and end <= b and b - a > end - start for a, b in covers):
                (hinted if kind == "town" else named).add(country)
    return _Setting(named, hinted, forms)


def _nearness(found: Found, setting: _Setting, numbers: Collection[int], parents: Collection[int]) -> int:
    """How well a string's places and names suit an organisation: among namesakes the best one is meant.

    The points only put namesakes in order.
    """
    entry, row = found.entry, _row(found)
    country = 0
    if setting.countries:
        country = 2 if row.country in setting.countries else -2
    elif setting.hinted:
        country = 1 if row.country in setting.hinted else -1
    town = _named(row.towns, setting.forms)
    kin = (not row.kin.isdisjoint(numbers)) + (entry.organisation in parents)
    return 2 * country + 4 * town + 4 * kin + 3 * row.active + 2 * (entry.kind == "label" and entry.variant == "0")


def _facets(found: Found, row: OrganisationRow, reading: Reading, around: _Surroundings) -> list[Facet]:
    """The facets behind nature and place."""
    start, end, how, across, entry = found
    number, span = entry.organisation, (start, end)
    univ = entry.univ
    kin = 0 if row.kin.isdisjoint(around.numbers) else len(row.kin & around.numbers)
    rivals = around.nearness.get(span)
    facets: list[Facet] = [
        _left(reading, start, univ),
        _right(reading, end, univ),
        (
            "situation",
            how,
            across,
            span in around.inside,
            bool(around.inner) and any(start <= a and b <= end and b - a < end - start for a, b in around.inner),
            around.university and not univ,
            end - start == len(reading.forms),
            number in around.again,
            span in around.places,
        ),
    ]
    if rivals:
        facets.append(("rivals", min(len(rivals), 4), _standing_among(number, rivals), kin > 0))
    if kin or number in around.parents:
        facets.append(("kin", min(kin, 3), number in around.parents))
    if reading.codes:
        facets.append(("code", "same" if number in around.coded else "other" if around.coded else "unknown"))
    if end - start == 1:
        capitals = min(reading.words[reading.content[start]].capitals, 3)
        facets.append(("case", "shouted" if reading.shouted else str(capitals)))
    return facets


def _standing_among(number: int, nearness: dict[int, int]) -> str:
    own = nearness[number]
    others = max((near for other, near in nearness.items() if other != number), default=own - 1)
    return "ahead" if others > own else "equal" if others == own else "behind"


def _country(row: OrganisationRow, setting: _Setting) -> str:
    if setting.countries:
        return "country.same" if row.country in setting.countries else "country.other"
    if setting.hinted:
        return "hint.same" if row.country in setting.hinted else "hint.other"
    return "country.none"


def _town(found: Found, row: OrganisationRow, reading: Reading, setting: _Setting) -> str:
    if not row.towns:
        return "town.unknown"
    if not _named(row.towns, setting.forms):
        return "town.absent"
    forms = reading.forms
    outside = f" {' '.join(forms[: found.start])} | {' '.join(forms[found.end :])} "
    return "town.beside" if _named(row.towns, outside) else "town.within"


def _named(towns: tuple[str, ...], forms: str) -> bool:
    for town in towns:  # noqa: SIM110 - this runs for every find, and a generator takes three times as long
        if town in forms:
            return True
    return False


_GENITIVES: Final = frozenset(
    {"of", "de", "d", "du", "des", "del", "della", "di", "do", "da", "dos", "for", "pour", "der"}
)


def _left(reading: Reading, start: int, univ: bool) -> Facet:
    """What stands just before: a part's edge, or a word that may belong to a longer name."""
    i = reading.content[start] - 1
    words = reading.words
    first = words[i + 1].kind == "type"
    link = "next"
    while i >= 0 and not words[i].key and not words[i].separates:
        link = "of" if words[i].form in _GENITIVES else "and"
        i -= 1
    if i < 0 or words[i].separates:
        return ("left", "edge", univ)
    return ("left", link, words[i].kind, words[i].key if words[i].kind else "", first, univ)


def _right(reading: Reading, end: int, univ: bool) -> Facet:
    """What stands just behind, and what the name goes on as: the School of `Michigan Medical School`."""
    words = reading.words
    i = reading.content[end - 1]
    last = words[i].kind == "type"
    i += 1
    link = "next"
    while i < len(words) and not words[i].key and not words[i].separates:
        if link == "next":
            link = "of" if words[i].form in _GENITIVES else "and"
        i += 1
    if i >= len(words) or words[i].separates:
        return ("right", "edge", univ)
    word = words[i]
    tail = ""
    if link == "next":
        for word_ in words[i : i + 4]:
            if not word_.kind or not word_.key:
                break
            if word_.kind == "type":
                tail = word_.key
                break
    return ("right", link, word.kind, word.key if word.kind else "", last, tail, univ)


@lru_cache(maxsize=1 << 14)
def _own_words(name: str) -> frozenset[str]:
    """The words of a name that no other name of its sort has."""
    return frozenset(word for word in town_forms(name).split() if word not in word_groups())


def _parents(
    found: Found, row: OrganisationRow, facets: list[Facet], around: _Surroundings, index: NameIndex
) -> list[Candidate]:
    """The parents of what is named, where they are not named: Harvard University for the Harvard Medical School."""
    result = []
    named = _own_words(row.name)
    for number in sorted(row.kin.difference(around.numbers)):
        parent = index.organisation(number)
        shared = not named.isdisjoint(_own_words(parent.name))
        own: Facet = ("parent", shared, parent.type, len(row.kin), parent.country == row.country, parent.active)
        entry = Entry(number, "parent", "", "", False, parent)
        result.append(Candidate(found._replace(entry=entry), parent, "parent", [*facets, own]))
    return result
