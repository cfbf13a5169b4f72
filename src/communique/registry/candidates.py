"""Which organisations of a registry something named in a text may be, with scores.

The score is the logistic function of points: each piece of evidence for or against is worth points, added up. The
points were set on the training part of the gold annotation, with the whole ROR and with the core alone: a link needs
a name that tells much, or a name that tells little and a context that fits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from communique.registry.core import core_organisations
from communique.registry.index import Registry
from communique.registry.normal import normal_form
from communique.registry.organisations import Organisation, OrganisationKind
from communique.registry.telling import Telling, content_words, how_telling, telling_words
from communique.registry.variants import name_variants, with_country

LINKED_FROM: Final = 1.0
"""Points (a score of 0.73) from which a candidate is taken for the organisation. Tried: 0.5 to 2."""
MARGIN: Final = 0.9
"""Points by which it has to be ahead of the next one."""
LISTED_FROM: Final = 0.0
"""Points (a score of 0.5) from which a candidate is worth listing."""

_CORE: Final = 1.0
"""For organisations that releases name most."""
_LABEL: Final = 0.3
"""For the official name rather than another form."""
_BOTH: Final = 0.8
"""For a long and a short form that both fit."""
_CODE: Final = 2.5
_PARENT: Final = 2.0
_OTHER_PARENT: Final = -1.2
_CERTAIN: Final = 1.5
_CERTAIN_ELSEWHERE: Final = -3.5
_NEAR: Final = 1.0
_HOME: Final = 1.0
_COMPANION: Final = 0.5
_ELSEWHERE: Final = -1.0
_TOWN_NEAR: Final = 1.0
_TOWN: Final = 0.5
_NOT_YET: Final = -3.0
_NO_LONGER: Final = -0.5
_SUCCESSOR: Final = 2.0
_WRONG_KIND: Final = -1.5
_LONG_FORM_FITS: Final = 1.0
_LONG_FORM_DIFFERS: Final = -2.5
_REST_DIFFERS: Final = -3.0
_VARIANT: Final = -0.2

_FULL_POINTS: Final = {
    ("institution", Telling.PROPER): 2.0,
    ("institution", Telling.FIELDS): 1.0,
    ("institution", Telling.ONE_FIELD): 0.3,
    ("laboratory", Telling.PROPER): 2.0,
    ("laboratory", Telling.FIELDS): 1.0,
    ("laboratory", Telling.ONE_FIELD): -1.0,
}
_SHORT_POINTS: Final = {1: -2.0, 2: -1.0, 3: -0.2, 4: 0.2}
_LONG_SHORT_POINTS: Final = 0.5
_WEAK_POINTS: Final = -0.5
_CORE_ACRONYM: Final = 1.0
_CORE_SHORT_ACRONYM: Final = 0.5
"""For short forms that the core says to name the organisation wherever they stand."""
_SHORT_LETTERS: Final = 3

_NOT_LABORATORIES: Final = frozenset({"education", "company", "government", "healthcare", "funder"})
_CODE_FAMILIES: Final = (("UMI", "IRL"), ("USR", "UMS", "UAR"), ("EA", "UR"), ("U", "UMR_S", "UMRS"))
_FRENCH_TERRITORIES: Final = frozenset({"FR", "RE", "GP", "MQ", "GF", "NC", "PF", "YT", "MC"})


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text tells of one organisation.

    Attributes:
        names: every written form, the fullest first.
        kind: laboratory or institution.
        codes: unit codes as `UMR 5217`.
        countries: where it certainly is: the text says so, or its parents are there.
        near: countries named in the same sentences.
        home: the countries of the release: its issuers' and its dateline's.
        companions: countries of organisations named in the same sentences.
        towns: normal forms of the words of one to four words in the same sentences.
        all_towns: the same of the whole release.
        parents: ids of the organisations that the text states as its parents.
        predecessors: ids of those that it succeeds, as the text says.
        apart: ids that it can't have: those of its own parents and parts.
        year: of the release.
    """

    names: tuple[str, ...]
    kind: OrganisationKind
    codes: tuple[str, ...] = ()
    countries: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    home: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    all_towns: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()
    predecessors: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation and how well it fits, in points."""

    number: int
    organisation: Organisation
    points: float

    @property
    def score(self) -> float:
        """From 0 to 1, two decimals."""
        return round(1 / (1 + math.exp(-self.points)), 2)


@dataclass(slots=True)
class _Match:
    """By which forms an organisation was found."""

    full: list[tuple[str, bool]] = field(default_factory=list)
    short: list[tuple[str, bool]] = field(default_factory=list)
    code: bool = False


def find_candidates(registry: Registry, sought: Sought) -> tuple[Candidate, ...]:
    """All organisations that have one of the names or codes, the best first."""
    matches = _find_matches(registry, sought)
    candidates = []
    for number in sorted(matches):
        organisation = registry.organisation(number)
        if organisation.id in sought.apart:
            continue
        points = _points(registry, organisation, matches[number], sought)
        candidates.append(Candidate(number, organisation, round(points, 3)))
    return tuple(sorted(candidates, key=lambda c: (-c.points, c.organisation.id)))


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """The candidate that is far enough ahead, if there is one.

    A branch of an organisation that bears its name ("IRD" in Dakar, in La Paz) is no rival of it; neither is what
    another registry says of the same organisation.
    """
    ordered = list(candidates)
    if not ordered or ordered[0].points < LINKED_FROM:
        return None
    best = ordered[0]
    close = [c for c in ordered[1:] if best.points - c.points < MARGIN]
    for rival in close:
        if rival.organisation.id in best.organisation.parents:
            best = rival
            close = [c for c in ordered if c is not rival and rival.points - c.points < MARGIN]
            break
    twins = [c for c in close if _are_one(best.organisation, c.organisation)]
    if any(c not in twins and best.organisation.id not in c.organisation.parents for c in close):
        return None
    for twin in twins:
        best = replace(best, organisation=_united(best.organisation, twin.organisation))
    return best


def _are_one(one: Organisation, other: Organisation) -> bool:
    """Whether one stands in ROR and the other in RNSR (or the core, without an id), under a name or code of both."""
    if (one.ror and other.ror) or (one.rnsr and other.rnsr) or one.country != other.country:
        return False
    if {normal_form(c) for c in one.codes} & {normal_form(c) for c in other.codes}:
        return True
    return bool(_own_names(one) & _own_names(other))


def _own_names(organisation: Organisation) -> frozenset[str]:
    return frozenset(
        normal_form(n.text)
        for n in organisation.names
        if n.kind != "weak" and how_telling(n.text) is not Telling.ONE_FIELD
    )


def _united(one: Organisation, other: Organisation) -> Organisation:
    return replace(
        one,
        ror=one.ror or other.ror,
        rnsr=one.rnsr or other.rnsr,
        parents=tuple(dict.fromkeys((*one.parents, *other.parents))),
    )


def worth_listing(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates of an open link."""
    return tuple(c for c in candidates if c.points >= LISTED_FROM)


def _find_matches(registry: Registry, sought: Sought) -> dict[int, _Match]:
    matches: dict[int, _Match] = {}
    for name in sought.names:
        short = is_short(name)
        for number, exact in _look_up(registry, name, sought):
            match = matches.setdefault(number, _Match())
            (match.short if short else match.full).append((name, exact))
    for code in sought.codes:
        for form in _code_family(code):
            for number in registry.with_code(form):
                matches.setdefault(number, _Match()).code = True
    return matches


def _look_up(registry: Registry, name: str, sought: Sought) -> Iterator[tuple[int, bool]]:
    """The organisations of a name; only where there are none, those of the nearest variants of it."""
    exact = registry.with_name(name)
    yield from ((number, True) for number in exact)
    if exact:
        return
    found: dict[int, None] = {}
    if not is_short(name):
        found.update((number, None) for variant in name_variants(name) for number in registry.with_name(variant))
    if not found and sought.kind == "institution":
        forms = with_country(name, sought.countries | sought.near | sought.home | sought.companions)
        found.update((number, None) for form in forms for number in registry.with_name(form))
    yield from ((number, False) for number in found)


def is_short(name: str) -> bool:
    """Whether a form is an acronym or the like: one word of capitals, digits or mixed case, or of a few letters."""
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return " " not in name.strip() and (len(letters) <= 4 or capitals > 1 or any(c.isdigit() for c in name))


def _code_family(code: str) -> Iterator[str]:
    """The code and the same number under the labels that units are relabelled between: UMI 2958 is IRL 2958."""
    yield code
    letters = code.rstrip("0123456789 ").strip()
    number = code[len(letters) :].strip()
    for family in _CODE_FAMILIES:
        if letters in family:
            yield from (f"{label} {number}" for label in family if label != letters)


def _points(registry: Registry, organisation: Organisation, match: _Match, sought: Sought) -> float:
    named = _named(organisation, match, sought)
    points = named
    if organisation.ror in _core_ids() or (organisation.ror is None and organisation.rnsr is None):
        points += _CORE
    certain_name = any(how_telling(n) is Telling.PROPER for n, _ in match.full) or any(
        _short(organisation, n) == _CORE_ACRONYM for n, _ in match.short
    )
    supported = bool(match.code)
    place = _place(organisation, sought, certain_name)
    supported |= place > 0
    points += place
    kin = _kinship(registry, organisation, sought)
    supported |= kin > 0
    points += (
        kin
        + _time(organisation, sought)
        + _SUCCESSOR * _succeeds(organisation, sought)
        + _kind(organisation, match, sought)
    )
    if not match.full and not supported and _letters(match) <= _SHORT_LETTERS:
        points = min(points, LINKED_FROM - 0.5)
    if not match.full and not match.code and not supported and organisation.ror not in _core_ids():
        points = min(points, LINKED_FROM - 0.1)
    if sought.kind == "laboratory" and match.full and not supported and not certain_name:
        points = min(points, LINKED_FROM - 0.1)
    one_field = match.full and all(how_telling(n) is Telling.ONE_FIELD for n, _ in match.full)
    if sought.kind == "laboratory" and one_field and not match.code and kin <= 0:
        points = min(points, LINKED_FROM - 0.5)
    return points


def _letters(match: _Match) -> int:
    return max((sum(c.isalnum() for c in name) for name, _ in match.short), default=_SHORT_LETTERS + 1)


def _named(organisation: Organisation, match: _Match, sought: Sought) -> float:
    """Points for the names and codes."""
    points = 0.0
    if match.full:
        points = max(_full(organisation, name, exact, sought.kind) for name, exact in match.full)
    if match.short:
        short = max(_short(organisation, name) for name, _ in match.short)
        points = points + _BOTH if match.full else short
    if match.code:
        points = max(points, 0.0) + _CODE
    return points + _long_forms(organisation, match, sought)


def _full(organisation: Organisation, name: str, exact: bool, kind: OrganisationKind) -> float:
    form = normal_form(name)
    label = any(n.kind == "label" and normal_form(n.text) == form for n in organisation.names)
    return _FULL_POINTS[kind, how_telling(name)] + _LABEL * label + (0 if exact else _VARIANT)


def _short(organisation: Organisation, name: str) -> float:
    form = normal_form(name)
    kinds = {n.kind for n in organisation.names if normal_form(n.text) == form}
    if kinds == {"weak"}:
        return _WEAK_POINTS
    if (form, organisation.ror) in _core_acronyms():
        return _CORE_ACRONYM if len(form) > _SHORT_LETTERS else _CORE_SHORT_ACRONYM
    return _SHORT_POINTS.get(sum(c.isalnum() for c in name), _LONG_SHORT_POINTS)


def _long_forms(organisation: Organisation, match: _Match, sought: Sought) -> float:
    """What the other, longer forms of the text say of an organisation that was found by some of them."""
    matched = {normal_form(n) for n, _ in (*match.full, *match.short)}
    unmatched = [n for n in sought.names if not is_short(n) and normal_form(n) not in matched]
    if not unmatched:
        return 0.0
    known = frozenset().union(*(content_words(n.text) for n in organisation.names if not is_short(n.text)))
    known |= frozenset().union(*(content_words(city) for city in organisation.cities), frozenset())
    if match.full:
        rests = [n for n in unmatched if _extends(n, matched)]
        strange = any(content_words(n) - known and _has_proper(n, known) for n in rests)
        return _REST_DIFFERS if strange else 0.0
    telling = [words for n in unmatched if (words := telling_words(n))]
    if not telling:
        return 0.0
    fits = max(_overlap(words, known) for words in telling)
    if fits >= 0.8:
        return _LONG_FORM_FITS
    return _LONG_FORM_DIFFERS if fits < 0.5 and not match.code else 0.0


def _extends(name: str, matched: set[str]) -> bool:
    form = f" {normal_form(name)} "
    return any(f" {m} " in form for m in matched)


def _has_proper(name: str, known: frozenset[str]) -> bool:
    return any(how_telling(w) is Telling.PROPER and w[:4] not in known for w in normal_form(name).split() if len(w) > 3)


def _overlap(words: frozenset[str], known: frozenset[str]) -> float:
    return len(words & known) / len(words) if words else 0.0


def _place(organisation: Organisation, sought: Sought, certain_name: bool) -> float:
    points = 0.0
    country = organisation.country
    if country is not None:
        here = _FRENCH_TERRITORIES if country in _FRENCH_TERRITORIES else {country}
        if sought.countries:
            points += _CERTAIN if here & sought.countries else _CERTAIN_ELSEWHERE
        elif here & (sought.near | sought.home):
            points += _NEAR * bool(here & sought.near) + _HOME * bool(here & sought.home)
        elif here & sought.companions:
            points += _COMPANION
        elif (sought.near or sought.home) and not certain_name:
            points += _ELSEWHERE
    cities = {normal_form(city) for city in organisation.cities}
    if cities & sought.towns:
        points += _TOWN_NEAR
    elif cities & sought.all_towns:
        points += _TOWN
    return points


def _kinship(registry: Registry, organisation: Organisation, sought: Sought) -> float:
    if not sought.parents:
        return 0.0
    ancestors = ancestors_of(registry, organisation)
    if ancestors & sought.parents:
        return _PARENT
    return _OTHER_PARENT if ancestors else 0.0


def ancestors_of(registry: Registry, organisation: Organisation) -> frozenset[str]:
    """Ids of the parents and of their parents."""
    parents = set(organisation.parents)
    for id_ in organisation.parents:
        number = registry.with_id(id_)
        if number is not None:
            parents.update(registry.organisation(number).parents)
    return frozenset(parents)


def _time(organisation: Organisation, sought: Sought) -> float:
    if sought.year is None:
        return 0.0
    points = 0.0
    if organisation.opened is not None and organisation.opened > sought.year and not _succeeds(organisation, sought):
        points += _NOT_YET
    ended = organisation.closed is not None and organisation.closed < sought.year
    if ended or organisation.status == "withdrawn":
        points += _NO_LONGER
    return points


def _succeeds(organisation: Organisation, sought: Sought) -> bool:
    return bool(sought.predecessors & set(organisation.predecessors))


def _kind(organisation: Organisation, match: _Match, sought: Sought) -> float:
    if sought.kind == "laboratory":
        types = frozenset(organisation.types)
        if organisation.kind == "institution" and (
            not types or (types & _NOT_LABORATORIES and "facility" not in types)
        ):
            return _WRONG_KIND
    elif organisation.kind == "laboratory" and organisation.parents and not match.full:
        return _WRONG_KIND
    return 0.0


@cache
def _core_ids() -> frozenset[str]:
    return frozenset(o.ror for o in core_organisations() if o.ror)


@cache
def _core_acronyms() -> frozenset[tuple[str, str]]:
    return frozenset((normal_form(a), o.ror) for o in core_organisations() if o.ror for a in o.acronyms)
