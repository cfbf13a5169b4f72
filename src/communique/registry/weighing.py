"""How well an organisation fits what a text tells: points for and against, added up.

The points were set on the training part of the gold annotation, with the whole ROR and with the core alone: a link
needs a name that tells much, or a name that tells little and a context that fits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from communique.registry.core import core_organisations
from communique.registry.index import Registry
from communique.registry.organisations import Organisation, OrganisationKind
from communique.registry.sought import Forms, Match, Sought, folded, is_short
from communique.registry.telling import Telling, content_words, how_telling, telling_words

LINKED_FROM: Final = 1.0
"""Points (a score of 0.73) from which a candidate is taken for the organisation. Tried: 0.5 to 2."""

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
_NOT_YET_LABORATORY: Final = -1.0
_YEARS_AHEAD: Final = 1
"""A release may name what opens in the year to come."""
_NO_LONGER: Final = -0.5
_SUCCEEDED: Final = -1.5
"""For the earlier or the later of two organisations in succession, whichever the name and the date are not of."""
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
_FRENCH_TERRITORIES: Final = frozenset({"FR", "RE", "GP", "MQ", "GF", "NC", "PF", "YT", "MC"})


def points_of(registry: Registry, organisation: Organisation, match: Forms, sought: Sought) -> float:
    """The points of an organisation that was found by some of the forms."""
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
    long_form = _long_forms(organisation, match, sought) > 0
    support = _Support(place=place > 0, kin=kin, long_form=long_form, any=supported or long_form)
    if not _is_enough(organisation, match, sought, support):
        points = min(points, LINKED_FROM - 0.5)
    return points


@dataclass(frozen=True, slots=True)
class _Support:
    """What speaks for an organisation beside its names: a place, a parent (negative: another one), a long form."""

    place: bool
    kin: float
    long_form: bool
    any: bool


def _is_enough(organisation: Organisation, forms: Forms, sought: Sought, support: _Support) -> bool:
    """Whether what speaks for an organisation may make a link at all, however many points it has."""
    if _too_early(organisation, sought):
        return False
    if support.kin > 0:
        return True
    if forms.code:  # units elsewhere count too: a code alone means a French one only where something is French
        return bool(forms.full) or support.place or not (sought.countries | sought.near | sought.home)
    if forms.full:
        return _is_full_name_enough(forms, sought, support)
    if support.kin < 0:
        return False
    known_acronym = any((folded(n), organisation.ror) in _core_acronyms() for n, _ in forms.short)
    short = _letters(forms) <= _SHORT_LETTERS
    if sought.kind == "laboratory":
        named_town = any(set(folded(city).split()) <= sought.all_words for city in organisation.cities)
        return support.long_form or (not short and named_town) or (known_acronym and support.any)
    return support.any or (known_acronym and not short)


def _is_full_name_enough(forms: Forms, sought: Sought, support: _Support) -> bool:
    telling = max(how_telling(n) for n, _ in forms.full)
    if telling is Telling.PROPER:
        return True
    if telling is Telling.FIELDS:
        return support.any or sought.kind == "institution"
    if sought.kind == "institution":
        return support.any or not (sought.near or sought.home)
    return support.place and _letters(forms) > _SHORT_LETTERS  # a laboratory by a name without distinguishing words


def _letters(match: Forms) -> int:
    return max((sum(c.isalnum() for c in name) for name, _ in match.short), default=0)


def _named(organisation: Organisation, match: Forms, sought: Sought) -> float:
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
    form = folded(name)
    label = any(n.kind == "label" and folded(n.text) == form for n in organisation.names)
    return _FULL_POINTS[kind, how_telling(name)] + _LABEL * label + (0 if exact else _VARIANT)


def _short(organisation: Organisation, name: str) -> float:
    form = folded(name)
    kinds = {n.kind for n in organisation.names if folded(n.text) == form}
    if kinds == {"weak"}:
        return _WEAK_POINTS
    if (form, organisation.ror) in _core_acronyms():
        return _CORE_ACRONYM if len(form) > _SHORT_LETTERS else _CORE_SHORT_ACRONYM
    return _SHORT_POINTS.get(sum(c.isalnum() for c in name), _LONG_SHORT_POINTS)


def _long_forms(organisation: Organisation, match: Forms, sought: Sought) -> float:
    """What the other, longer forms of the text say of an organisation that was found by some of them."""
    matched = {folded(n) for n, _ in (*match.full, *match.short)}
    unmatched = [n for n in sought.names if not is_short(n) and folded(n) not in matched]
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
    if any(len(words) > 1 and _overlap(words, known) >= 0.8 for words in telling):
        return _LONG_FORM_FITS
    return _LONG_FORM_DIFFERS if fits < 0.5 and not match.code else 0.0


def _extends(name: str, matched: set[str]) -> bool:
    form = f" {folded(name)} "
    return any(f" {m} " in form for m in matched)


def _has_proper(name: str, known: frozenset[str]) -> bool:
    return any(how_telling(w) is Telling.PROPER and w[:4] not in known for w in folded(name).split() if len(w) > 3)


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
    cities = [set(folded(city).split()) for city in organisation.cities]
    if any(city <= sought.words for city in cities):
        points += _TOWN_NEAR
    elif any(city <= sought.all_words for city in cities):
        points += _TOWN
    return points


def _kinship(registry: Registry, organisation: Organisation, sought: Sought) -> float:
    if not sought.parents:
        return 0.0
    ancestors = ancestors_of(registry, organisation)
    if ancestors & sought.parents:
        return _PARENT
    return _OTHER_PARENT if ancestors else 0.0


def succession_points(match: Match, matches: Iterable[Match], sought: Sought) -> float:
    """Points of an organisation whose predecessor or successor was found too.

    Under the official name of both it is the one that existed at the release's date; the name that only the earlier
    one bore officially means the earlier one, whatever the date.
    """
    points = 0.0
    own = match.organisation
    for other in matches:
        if other.organisation.id in own.successors:
            opened = other.organisation.opened
            open_then = opened is None or sought.year is None or opened <= sought.year
            if open_then and (_by_label(other) or _labels(own) & _labels(other.organisation)):
                points += _SUCCEEDED
        elif own.id in other.organisation.successors and _by_label(other) and not _by_label(match):
            points += _SUCCEEDED
    return points


def _by_label(match: Match) -> bool:
    return bool({folded(n) for n, exact in match.forms.full if exact} & _labels(match.organisation))


def _labels(organisation: Organisation) -> set[str]:
    return {folded(n.text) for n in organisation.names if n.kind == "label"}


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
        # The year of a laboratory is often that of its last contract.
        points += _NOT_YET if organisation.kind == "institution" else _NOT_YET_LABORATORY
    ended = organisation.closed is not None and organisation.closed < sought.year
    if ended or organisation.status == "withdrawn":
        points += _NO_LONGER
    return points


def _too_early(organisation: Organisation, sought: Sought) -> bool:
    """Whether an institution opened so long after the release that the name can't mean it."""
    if organisation.kind == "laboratory" or sought.year is None or organisation.opened is None:
        return False
    return organisation.opened > sought.year + _YEARS_AHEAD and not _succeeds(organisation, sought)


def _succeeds(organisation: Organisation, sought: Sought) -> bool:
    return bool(sought.predecessors & set(organisation.predecessors))


def _kind(organisation: Organisation, match: Forms, sought: Sought) -> float:
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
    return frozenset((folded(a), o.ror) for o in core_organisations() if o.ror for a in o.acronyms)
