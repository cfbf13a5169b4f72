"""What a string says for and against each organisation that is found in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from communique.registry.matching.found import Found, Reading
from communique.registry.matching.names import Entry, NameIndex, OrganisationRow
from communique.registry.matching.sections import town_forms
from communique.registry.matching.words import HOWS, word_groups

Group = Literal["name", "short", "unit", "parent"]
GROUPS: Final[tuple[Group, ...]] = ("name", "short", "unit", "parent")
"""Full names, names of one word, French research units, and organisations that only a part of them is named for."""
_HOW: Final = tuple(f"how.{how}" for how in HOWS)


class Candidate(NamedTuple):
    """An organisation that may be meant, where, and what speaks for and against it."""

    found: Found
    row: OrganisationRow
    group: Group
    traits: list[str]


class _Setting(NamedTuple):
    """Where a string says it is. `countries` are named outright; `hinted` come from towns."""

    countries: frozenset[str]
    hinted: frozenset[str]
    forms: str


def candidates(reading: Reading, index: NameIndex) -> list[Candidate]:
    """The organisations that a string may name."""
    outer, widest = _standing(reading)
    if not widest:
        return []
    surroundings = _surroundings(reading, widest, outer, index)
    result = []
    for found in widest:
        row = surroundings.rows[found.entry.organisation]
        traits = [*found.entry.traits, *_traits(found, row, reading, surroundings)]
        group = _group(found, row)
        result.append(Candidate(found, row, group, traits))
        if group == "name" and 0 < len(row.kin) <= 2:
            result.extend(_parents(found, row, traits, surroundings, index))
    return result


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What else stands in a string.

    `spans` are the places of each organisation, `nearness` how well the string's places suit the namesakes over each
    run of words, `parents` those of all that is found; `coded` have their unit code in the string; `inner` are the
    places of universities within longer names.
    """

    setting: _Setting
    outer: Mapping[tuple[int, int], bool]
    rows: Mapping[int, OrganisationRow]
    spans: Mapping[int, set[tuple[int, int]]]
    nearness: Mapping[tuple[int, int], dict[int, int]]
    parents: frozenset[int]
    coded: frozenset[int]
    university: bool
    inner: tuple[tuple[int, int], ...]


def _surroundings(
    reading: Reading, widest: list[Found], outer: dict[tuple[int, int], bool], index: NameIndex
) -> _Surroundings:
    setting = _setting_of(reading)
    rows = {found.entry.organisation: index.organisation(found.entry.organisation) for found in widest}
    spans: dict[int, set[tuple[int, int]]] = defaultdict(set)
    nearness: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for found in widest:
        number = found.entry.organisation
        spans[number].add((found.start, found.end))
        nearness[found.start, found.end][number] = _nearness(rows[number], setting)
    universities = [(f.start, f.end) for f in widest if "head.univ" in f.entry.traits]
    return _Surroundings(
        setting=setting,
        outer=outer,
        rows=rows,
        spans=spans,
        nearness=nearness,
        parents=frozenset().union(*(row.kin for row in rows.values())),
        coded=frozenset(f.entry.organisation for f in widest if f.entry.kind == "code"),
        university=bool(universities),
        inner=tuple(span for span in universities if outer[span]),
    )


def _traits(found: Found, row: OrganisationRow, reading: Reading, around: _Surroundings) -> Iterator[str]:
    """What the string adds to the traits of the name itself."""
    start, end, number = found.start, found.end, found.entry.organisation
    yield from _placing(found, row, reading, around.setting)
    yield from _edges(reading, start, end)
    yield from _rivals(number, around.nearness[start, end])
    yield _HOW[found.how]
    if reading.segments[start] != reading.segments[end - 1]:
        yield "across"
    if kin := len(row.kin & around.rows.keys()):
        yield f"kin.{min(kin, 3)}"
    if number in around.parents:
        yield "kin.child"
    if len(around.spans[number]) > 1:
        yield "named.again"
    if reading.codes:
        yield "code.same" if number in around.coded else "code.other" if around.coded else "code.unknown"
    if around.outer[start, end]:
        yield "inside"
    if any(start <= a and b <= end and b - a < end - start for a, b in around.inner):
        yield "holds.univ"
    if around.university and "head.univ" not in found.entry.traits:
        yield "beside.univ"
    if end - start == 1:
        yield "case.shouted" if reading.shouted else f"case.{min(reading.capitals[start], 3)}"


def _parents(
    found: Found, row: OrganisationRow, traits: list[str], around: _Surroundings, index: NameIndex
) -> Iterator[Candidate]:
    """The parents of what is named, where they are not named: Harvard University for the Harvard Medical School."""
    named = set(found.entry.words)
    for number in sorted(row.kin - around.rows.keys()):
        parent = index.organisation(number)
        own = {f"part.{trait}" for trait in traits if not trait.startswith(("kin.", "rare."))}
        shared = any(word in named for word in town_forms(parent.name).split() if word not in word_groups())
        own.add("shares-word" if shared else "shares-none")
        own.add(f"type.{parent.types[0] if parent.types else 'none'}")
        own.add(f"parents.{len(row.kin)}")
        own.add("country.shared" if parent.country == row.country else "country.apart")
        if parent.status != "active":
            own.add("status.gone")
        entry = Entry(number, "parent", found.entry.words, (), parent.country)
        yield Candidate(found._replace(entry=entry), parent, "parent", sorted(own))


def _group(found: Found, row: OrganisationRow) -> Group:
    if row.kind == "laboratory" and row.country == "FR":
        return "unit"
    return "name" if found.end - found.start > 1 else "short"


def _standing(reading: Reading) -> tuple[dict[tuple[int, int], bool], list[Found]]:
    """Which places lie in longer ones, and the names that are weighed: each organisation once a place, by its best.

    A single word within a longer name is never weighed.
    """
    spans = {(f.start, f.end) for f in reading.names}
    inside = dict.fromkeys(spans, False)
    if len(spans) > 1:
        for a, b in spans:
            inside[a, b] = any(c <= a and b <= d and (a, b) != (c, d) for c, d in spans)
    best: dict[tuple[int, int, int], Found] = {}
    for found in reading.names:
        start, end = found.start, found.end
        if inside[start, end] and end - start == 1:
            continue
        key = (start, end, found.entry.organisation)
        if key not in best or _rank(found) < _rank(best[key]):
            best[key] = found
    return inside, list(best.values())


_KINDS: Final = {"code": 0, "label": 1, "alias": 2, "acronym": 3, "weak": 4}


def _rank(found: Found) -> tuple[int, str, int]:
    entry = found.entry
    return found.how, entry.variant, _KINDS[entry.kind]


def _setting_of(reading: Reading) -> _Setting:
    """The countries and words of a string; a country within a longer name (University of Georgia) is no place."""
    forms = f" {' '.join(reading.forms)} "
    if not reading.places:
        return _Setting(frozenset(), frozenset(), forms)
    covers = {(found.start, found.end) for found in reading.names if found.end - found.start > 1}
    named: set[str] = set()
    hinted: set[str] = set()
    for start, end, country, kind in reading.places:
        if any(a <= start and end <= b and b - a > end - start for a, b in covers):
            continue
        (hinted if kind == "town" else named).add(country)
    return _Setting(frozenset(named), frozenset(hinted), forms)


def _nearness(row: OrganisationRow, setting: _Setting) -> int:
    """How well the string's places suit an organisation: among namesakes the best one is meant."""
    country = 0
    if setting.countries:
        country = 2 if row.country in setting.countries else -2
    elif setting.hinted:
        country = 1 if row.country in setting.hinted else -1
    town = any(f" {town} " in setting.forms for town in row.towns)
    return 2 * (country + 2 * town) + (row.status == "active")


def _rivals(number: int, nearness: dict[int, int]) -> Iterator[str]:
    if len(nearness) == 1:
        return
    yield f"namesakes.{min(len(nearness), 4)}"
    others = max(near for other, near in nearness.items() if other != number)
    own = nearness[number]
    yield "rival.ahead" if others > own else "rival.equal" if others == own else "rival.behind"


def _placing(found: Found, row: OrganisationRow, reading: Reading, setting: _Setting) -> Iterator[str]:
    if setting.countries:
        place = "country.same" if row.country in setting.countries else "country.other"
    elif setting.hinted:
        place = "hint.same" if row.country in setting.hinted else "hint.other"
    else:
        place = "country.none"
    town = _town(found, row, reading, setting)
    yield place
    yield town
    yield f"{place} {town}"
    yield f"variant.{found.entry.variant} {town}"


def _town(found: Found, row: OrganisationRow, reading: Reading, setting: _Setting) -> str:
    if not row.towns:
        return "town.unknown"
    if not any(f" {town} " in setting.forms for town in row.towns):
        return "town.absent"
    before, after = reading.forms[: found.start], reading.forms[found.end :]
    outside = f" {' '.join(before)} | {' '.join(after)} "
    return "town.beside" if any(f" {town} " in outside for town in row.towns) else "town.within"


def _edges(reading: Reading, start: int, end: int) -> Iterator[str]:
    """What stands just before and behind: a part's edge, "of", or a word that may belong to a longer name."""
    segments, kinds = reading.segments, reading.kinds
    if start == 0 or segments[start - 1] != segments[start]:
        yield "left.edge"
    else:
        link = "left.of" if reading.glued[start] else "left"
        yield f"{link}.{kinds[start - 1] or 'distinct'}"
        if kinds[start - 1]:
            yield f"{link}.key.{reading.keys[start - 1]}"
    last = end - 1
    if end == len(segments) or segments[end] != segments[last]:
        yield "right.edge"
    else:
        link = "right.of" if reading.glued[end] else "right"
        yield f"{link}.{kinds[end] or 'distinct'}"
        if kinds[end]:
            yield f"{link}.key.{reading.keys[end]}"
        if kinds[last] == "type":
            yield f"type-{link}"
