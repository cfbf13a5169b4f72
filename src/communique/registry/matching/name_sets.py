"""All names of a registry as they are indexed, those too that only the sight of all organisations gives."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from communique.registry.matching.name_forms import (
    BARE,
    CUT,
    FAMILY,
    FRONT,
    FULL,
    JOINED,
    OWNER,
    TOWN,
    IndexName,
    content,
    forms_of,
    is_indexed,
    town_forms,
)
from communique.registry.matching.words import Word
from communique.registry.organisations import Organisation

_FAMILY_SIZE: Final = 8
"""Organisations of one parent whose names begin alike, from which this beginning stands for the parent."""
_EXCLUSIVE: Final = 0.8
"""Share of all organisations with this beginning that must have this parent."""
_YEARS_OLDER: Final = 20
"""Years by which a town's first university must be older than the next, if the town's name alone is to mean it."""
_FEW: Final = 6
"""Organisations up to which a name without the town before it is indexed: `Institute of Technology` says nothing."""
_OWNED: Final = 4
"""Parts from which an organisation's acronym in a name of another is taken for it."""
_GENERAL: Final = frozenset({"univ", "st", "stat"})
_RESEARCH: Final = re.compile(r"(?<=\w) Research(?= (?:Institute|Centre|Center)\b)")
_WORD: Final = re.compile(r"[^\W_]+")
_RIVER: Final = re.compile(r"(?:\s+(?:am|an der|in der|upon|sur|ob der|a\.|i\.)\s+|\s*[/(]).*$", re.I)


def all_names(organisations: Sequence[Organisation]) -> list[IndexName]:
    """The names of all organisations, in the ways in which addresses write them."""
    own = [
        IndexName(number, name.kind, variant, words)
        for number, organisation in enumerate(organisations)
        for name in organisation.names
        for variant, words in forms_of(name, {town_forms(town) for town in organisation.cities})
        if is_indexed(words) and not _is_city(words, organisation)
    ]
    full = {_forms(name.words) for name in own if name.variant == FULL}
    bearers = Counter(forms for _, forms in {(n.number, _forms(n.words)) for n in own if n.variant == FRONT})
    own = [
        name
        for name in own
        if (name.variant != CUT or _forms(name.words) not in full)
        and (name.variant != FRONT or bearers[_forms(name.words)] <= _FEW)
    ]
    owners = [*_by_owner(organisations), *_of_owners(organisations)]
    more = [*_of_towns(organisations, own), *owners, *_of_families(organisations, own)]
    return [*own, *_spaced(own), *(name for name in more if _forms(name.words) not in full and is_indexed(name.words))]


def _is_city(words: Sequence[Word], organisation: Organisation) -> bool:
    """Whether words are the organisation's town: `New York City` is not its government."""
    if len(words) < 2 or words[-1].form != "city":
        return False
    return " ".join(word.form for word in words[:-1]) in map(town_forms, organisation.cities)


def _forms(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.form for word in words)


def _of_towns(organisations: Sequence[Organisation], names: Sequence[IndexName]) -> Iterator[IndexName]:
    """The university of a town that is of no special kind: `University of Iaşi`."""
    general: dict[str, set[int]] = defaultdict(set)
    taken: set[tuple[str, ...]] = set()
    special: set[int] = set()
    for number, kind, variant, words in names:
        if kind not in ("label", "alias") or not any(word.key == "univ" for word in words):
            continue
        taken.add(tuple(word.form for word in words if word.key != "univ"))
        organisation = organisations[number]
        if variant != FULL or "education" not in organisation.types or organisation.status != "active":
            continue
        if not all(not word.kind or word.key in _GENERAL for word in words):
            special.add(number)
            continue
        for town in organisation.cities:
            general[town_forms(_RIVER.sub("", town))].add(number)
    university = content("university")
    for town, numbers in sorted(general.items()):
        words = content(town)
        first = _first(organisations, numbers - special if numbers - special else numbers)
        if first is not None and words and _forms(words) not in taken:
            yield IndexName(first, "alias", TOWN, [*university, *words])


def _first(organisations: Sequence[Organisation], numbers: set[int]) -> int | None:
    """The one of several organisations that is by far the oldest."""
    if len(numbers) == 1:
        return next(iter(numbers))
    dated = sorted((organisations[number].opened or 9999, number) for number in numbers)
    return dated[0][1] if dated[0][0] + _YEARS_OLDER <= min(dated[1][0], 2100) else None


def _by_owner(organisations: Sequence[Organisation]) -> Iterator[IndexName]:
    """The acronym of the parent for its name, where a name begins with this: `INFN, Sezione di Bari`."""
    numbers = {o.ror: number for number, o in enumerate(organisations) if o.ror}
    for number, organisation in enumerate(organisations):
        for parent in (organisations[numbers[id_]] for id_ in organisation.parents if id_ in numbers):
            acronyms = [content(name.text) for name in parent.names if name.kind == "acronym"]
            begins = [content(name.text) for name in parent.names if name.kind in ("label", "alias")]
            for name in organisation.names if acronyms else ():
                words = content(name.text)
                for begin in begins:
                    if len(begin) < len(words) and _forms(words[: len(begin)]) == _forms(begin):
                        rest = words[len(begin) :]
                        yield from (IndexName(number, "alias", OWNER, [*acronym, *rest]) for acronym in acronyms)


def _of_owners(organisations: Sequence[Organisation]) -> Iterator[IndexName]:
    """The name of an owner for its acronym where a name begins or ends with it: `... of the HAS`.

    An owner is the one organisation of the country with this acronym that has several parts.
    """
    parts = Counter(id_ for organisation in organisations for id_ in organisation.parents)
    owners: dict[tuple[str | None, str], set[int]] = defaultdict(set)
    for number, organisation in enumerate(organisations):
        if max(len(organisation.children), parts[organisation.id]) >= _OWNED:
            for name in organisation.names:
                if name.kind == "acronym" and len(name.text) >= 3 and name.text.isupper():
                    owners[organisation.country, name.text].add(number)
    for number, organisation in enumerate(organisations):
        for name in organisation.names:
            words = _WORD.findall(name.text) if name.kind in ("label", "alias") else []
            for place in (0, -1) if len(words) > 2 else ():
                found = owners.get((organisation.country, words[place]), set()) - {number}
                for text in _long_names(organisations[next(iter(found))]) if len(found) == 1 else ():
                    for inner in _with_and_without_research(name.text):
                        replaced = _replaced(content(inner), words[place], content(text), place)
                        yield IndexName(number, "alias", OWNER, replaced)


def _with_and_without_research(name: str) -> Iterator[str]:
    """An owner has one institute for a field, whether it is called a `Research Institute` or an `Institute`."""
    yield name
    if _RESEARCH.search(name):
        yield _RESEARCH.sub("", name)


def _long_names(organisation: Organisation) -> Iterator[str]:
    return (name.text for name in organisation.names if name.kind in ("label", "alias") and " " in name.text)


def _replaced(words: list[Word], acronym: str, others: list[Word], place: int) -> list[Word]:
    """Words with others for the first or last one, if this is the acronym; otherwise none."""
    if words[place].form != acronym.lower():
        return []
    return [*others, *words[1:]] if place == 0 else [*words[:-1], *others]


def _of_families(organisations: Sequence[Organisation], names: Sequence[IndexName]) -> Iterator[IndexName]:
    """What the names of an organisation's parts begin with: `Max Planck Institute` for the Max Planck Society."""
    numbers = {o.ror: number for number, o in enumerate(organisations) if o.ror}
    parents = [{numbers[id_] for id_ in o.parents if id_ in numbers} for o in organisations]
    bearers: dict[tuple[str, ...], set[int]] = defaultdict(set)
    written: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    words_of: dict[tuple[str, ...], list[Word]] = {}
    for number, kind, variant, words in names:
        if variant not in (FULL, BARE) or kind not in ("label", "alias"):
            continue
        for length in (2, 3):
            begin = words[:length]
            if len(words) > length and not all(word.kind for word in begin):
                keys = tuple(word.key for word in begin)
                bearers[keys].add(number)
                written[keys][_forms(begin)] += 1
                words_of[_forms(begin)] = begin
    for keys, children in sorted(bearers.items()):
        if len(children) < _FAMILY_SIZE:
            continue
        counts = Counter(parent for child in children for parent in parents[child])
        for parent, count in counts.most_common(1):
            if count >= max(_FAMILY_SIZE, _EXCLUSIVE * len(children)):
                begin = words_of[min(written[keys], key=lambda form: (-written[keys][form], form))]
                own = {word.form for name in organisations[parent].names for word in content(name.text)}
                if own.issuperset(word.form for word in begin if not word.kind):
                    yield IndexName(parent, "alias", FAMILY, begin)


def _spaced(names: Sequence[IndexName]) -> Iterator[IndexName]:
    """Names with two words in one, or one in two, as other names write these words: `Jiaotong`, `Jiao Tong`."""
    written = {word.form: word for *_, words in names for word in words if not word.kind}
    pairs: dict[str, tuple[Word, Word]] = {}
    for *_, words in names:
        for one, other in pairwise(words):
            joined = one.form + other.form
            if min(len(one.form), len(other.form)) >= 3 and joined in written and not (one.kind and other.kind):
                pairs.setdefault(joined, (one, other))
    for number, kind, variant, words in names:
        if variant == FULL and kind in ("label", "alias") and len(words) > 1:
            for i, word in enumerate(words):
                if word.form in pairs:
                    yield IndexName(number, kind, JOINED, [*words[:i], *pairs[word.form], *words[i + 1 :]])
                if i + 1 < len(words) and word.form + words[i + 1].form in pairs:
                    one = written[word.form + words[i + 1].form]
                    yield IndexName(number, kind, JOINED, [*words[:i], one, *words[i + 2 :]])
