"""What a string says for and against each organisation that is found in it.

Evidence comes in facets: small tuples that begin with their sort, as `("place", "country.same", "town.beside", "0")`.
A facet stands for several traits, which `traits.py` spells out; weights are learned for traits and looked up for
facets, of which few thousand exist. What a part of a string says alone is one `Fixed`, made once a part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from communique.registry.matching.beside import Facet
from communique.registry.matching.found import Reading
from communique.registry.matching.name_forms import town_forms
from communique.registry.matching.names import Entry, NameIndex, OrganisationRow
from communique.registry.matching.segments import Fixed, Found, Group, Span
from communique.registry.matching.words import word_groups

GROUPS: Final[tuple[Group, ...]] = ("name", "short", "unit", "parent")
"""Full names, names of one word, French research units, and organisations that only a part of them is named for."""


class Candidate(NamedTuple):
    """An organisation that may be meant, where, and what speaks for and against it."""

    found: Found
    row: OrganisationRow
    group: Group
    facets: list[Facet | Fixed]


Promising = Callable[[Group, Fixed, Facet], bool]
"""Whether a find may come to anything, from its words and `place`: the others are not looked at further."""


def candidates(reading: Reading, index: NameIndex, promising: Promising = lambda *_: True) -> list[Candidate]:
    """The organisations that a string may name."""
    around = _surroundings(reading)
    line, countries, hinted = around.line, reading.countries, reading.hinted
    result: list[Candidate] = []
    for found in reading.names:
        row, fixed = found.row, found.fixed
        if countries:
            country = "country.same" if row.country in countries else "country.other"
        elif hinted:
            country = "hint.same" if row.country in hinted else "hint.other"
        else:
            country = "country.none"
        supervises = row.supervises and country != "country.other"  # its units are in other towns, not abroad
        town = _town(found, line, reading, supervises)
        place: Facet = ("place", country, town, found.entry.variant, *fixed.summary)
        likely = supervises or promising(fixed.group, fixed, place)
        has_parents = fixed.group == "name" and 0 < len(row.kin) <= 2 and promising("parent", fixed, place)
        if likely or has_parents:
            facets: list[Facet | Fixed] = [fixed, place, *_facets(found, reading, around)]
            if supervises:
                facets.append(("supervises", fixed.whole, country, around.university))
            if likely:
                result.append(Candidate(found, row, fixed.group, facets))
            if has_parents:
                result.extend(_parents(found, row, facets, around.numbers, index))
    return result


def _facets(found: Found, reading: Reading, around: _Surroundings) -> list[Facet]:
    """The facets behind words and place."""
    start, end, entry, row, _, shared = found
    number = entry.organisation
    inner = around.inner
    kin = len(row.kin & around.numbers) if row.kin else 0
    facets: list[Facet] = [
        (
            "situation",
            (start, end) in reading.inside,
            bool(inner) and any(start <= a and b <= end and b - a < end - start for a, b in inner),
            around.university and not entry.univ and not found.row.supervises,  # which are named beside them
            end - start == reading.size,
            number in around.again,
            entry.kind,
            entry.nature[1].split(",")[7] if entry.kind != "code" else "",
            min(sum(part.size > 0 for part in reading.parts), 5),
        )
    ]
    standings = around.standings.get((start, end), {}) if shared else {}
    if number in standings:
        heads = any(number in other.row.kin for other in around.sharing[start, end])
        facets.append(("rivals", min(len(standings), 4), standings[number], kin > 0, heads))
    if kin or number in around.parents:
        facets.append(("kin", min(kin, 3), number in around.parents))
    if reading.codes:
        facets.append(("code", "same" if number in around.coded else "other" if around.coded else "unknown"))
    if reading.shouted and end - start == 1:
        facets.append(("shouted",))
    return facets


class _Surroundings(NamedTuple):
    """What else stands in a string.

    `numbers` are the organisations that are weighed, `again` those that stand in several places; `inner` the places
    of universities within longer names; `standings` is how each of the organisations over the same words stands among
    them; `line` is reading.line; `parents` are those of all that is found, `coded` those whose unit code stands there.
    """

    numbers: set[int]
    again: set[int]
    inner: list[Span]
    standings: Mapping[Span, dict[int, str]]
    line: str
    parents: set[int]
    coded: set[int]
    university: bool
    sharing: Mapping[Span, list[Found]]


def _surroundings(reading: Reading) -> _Surroundings:
    first: dict[int, int] = {}
    again: set[int] = set()
    sharing: dict[Span, list[Found]] = {}
    parents: set[int] = set()
    coded: set[int] = set()
    universities = []
    for found in reading.names:
        start, end, entry, row, _, shared = found
        number = entry.organisation
        if found.fixed.group == "parent":
            continue
        if first.setdefault(number, start) != start:
            again.add(number)
        if shared:
            sharing.setdefault((start, end), []).append(found)
        if row.kin:
            parents |= row.kin
        if entry.univ:
            universities.append((start, end))
        elif entry.kind == "code":
            coded.add(number)
    numbers = set(first)
    line = reading.line
    standings = {
        span: _standings({f.entry.organisation: _nearness(f, reading, line, numbers, parents) for f in founds})
        for span, founds in sharing.items()
        if len(founds) > 1
    }
    inside = reading.inside
    inner = [span for span in universities if span in inside] if inside else []
    return _Surroundings(numbers, again, inner, standings, line, parents, coded, bool(universities), sharing)


def _nearness(found: Found, reading: Reading, line: str, numbers: set[int], parents: set[int]) -> int:
    """How well a string's places and names suit an organisation: among namesakes the best one is meant.

    The points only put namesakes in order.
    """
    entry, row = found.entry, found.row
    country = 0
    if reading.countries:
        country = 2 if row.country in reading.countries else -2
    elif reading.hinted:
        country = 1 if row.country in reading.hinted else -1
    town = _named(row.towns, line)
    kin = (not row.kin.isdisjoint(numbers)) + (entry.organisation in parents)
    known = 2 * row.supervises + 2 * (entry.kind == "label" and entry.variant == "0")
    return 2 * country + 4 * town + 4 * kin + 3 * row.active + known


def _standings(nearness: Mapping[int, int]) -> dict[int, str]:
    """Whether the best of the others is ahead of an organisation, equal, or behind."""
    *_, second, best = sorted(nearness.values())
    tied = "equal" if second == best else "behind"
    return {number: tied if near == best else "ahead" for number, near in nearness.items()}


def _town(found: Found, line: str, reading: Reading, supervises: bool) -> str:
    towns = found.row.towns
    if not towns:
        return "town.unknown"
    if not _named(towns, line):
        return "town.unknown" if supervises else "town.absent"
    if found.fixed.holds_town and not _named(towns, reading.around(found.start, found.end)):
        return "town.within"
    return "town.beside"


def _named(towns: tuple[str, ...], line: str) -> bool:
    for town in towns:  # noqa: SIM110 - this runs for every find, and a generator takes three times as long
        if town in line:
            return True
    return False


@lru_cache(maxsize=1 << 14)
def _own_words(name: str) -> frozenset[str]:
    """The words of a name that no other name of its sort has."""
    return frozenset(word for word in town_forms(name).split() if word not in word_groups())


def _parents(
    found: Found, row: OrganisationRow, facets: Sequence[Facet | Fixed], numbers: Collection[int], index: NameIndex
) -> list[Candidate]:
    """The parents of what is named, where they are not named: Harvard University for the Harvard Medical School."""
    result = []
    named = _own_words(row.name)
    for number in sorted(row.kin.difference(numbers)):
        parent = index.organisation(number)
        shared = not named.isdisjoint(_own_words(parent.name))
        own: Facet = (
            "parent",
            shared,
            parent.type,
            len(row.kin),
            parent.country == row.country,
            parent.active,
            parent.known,
        )
        entry = Entry(number, "parent", "", (), False, parent)
        result.append(Candidate(found._replace(entry=entry), parent, "parent", [*facets, own]))
    return result
