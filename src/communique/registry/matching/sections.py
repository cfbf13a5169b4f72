"""The matcher's part of an index: every name under the keys of its words, and what is weighed of each organisation.

Four sections, all of them text or a trie, decoded piece by piece when a string needs them:

* `matching-keys`: a trie of the keys of names and places;
* `matching-lines`, `matching-line-starts`: for each key the names that have it, one a line;
* `matching-organisations`, `matching-organisation-starts`: one line an organisation;
* `matching-starts`: the first key of every name, or its first two: where looking a name up can succeed at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import marisa_trie
import numpy as np

from communique.registry.matching.name_forms import (
    BARE,
    FAMILY,
    FULL,
    ORDER,
    PART,
    content,
    in_any_order,
    town_forms,
    without_cedex,
)
from communique.registry.matching.name_sets import all_names
from communique.registry.matching.words import Word
from communique.registry.normal import normal_form
from communique.registry.organisations import Organisation
from communique.rules import load_table

PLACE: Final = -1
"""Stands where an organisation's number would, for a town or country."""
MANY_UNITS: Final = 50
"""Units from which an organisation, if no university, is known to supervise many, in many towns: CNRS, Inserm, CEA."""
_LESSER: Final = (str(PART), str(FAMILY))
_RARITIES: Final = (5, 50, 500)


def matching_sections(organisations: Sequence[Organisation]) -> dict[str, bytes]:
    """The sections of organisations in the order of the index."""
    names = all_names(organisations)
    frequency = Counter(form for words in {tuple(w.form for w in words) for *_, words in names} for form in set(words))
    lines: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    known = _known_by(organisations)
    for number, kind, variant, words in names:
        rarity = sum(min(frequency[w.form] for w in words) >= limit for limit in _RARITIES)
        nature = _nature(organisations[number], kind, variant, rarity, words, known[number])
        lines[_key(words)][_form(words)].add(f"{number} {nature}")
        if (
            len(words) > 2
            and variant in (FULL, BARE)
            and kind in ("label", "alias")
            and any(w.kind == "type" for w in words)
        ):
            nature = _nature(organisations[number], kind, ORDER, rarity, words, known[number])
            ordered = in_any_order(words)
            lines[ORDERED + _key(ordered)][_form(ordered)].add(f"{number} {nature}")
    for number, organisation in enumerate(organisations):
        for code in organisation.codes:
            label, _, digits = code.partition(" ")
            nature = f"code,0,{organisation.status},{'ror' if organisation.ror else 'rnsr'}"
            lines[code_key(digits)][label.replace("_", "").lower()].add(f"{number} {nature}")
    for place, country, kind in _places(organisations):
        if words := content(place):
            lines[_key(words)][_form(words)].add(f"{PLACE} {kind},{country}")
    for forms in lines.values():
        for form, items in forms.items():
            forms[form] = _without_parts(items)
    keys = sorted(lines)
    trie = marisa_trie.Trie(keys)
    entries = [b""] * len(keys)
    for key in keys:
        entries[trie[key]] = "\n".join(
            f"{form}\t{';'.join(sorted(lines[key][form]))}" for form in sorted(lines[key])
        ).encode()
    rows = [row.encode() for row in _rows(organisations)]
    return {
        "matching-keys": trie.tobytes(),
        "matching-lines": b"".join(entries),
        "matching-line-starts": _starts(entries),
        "matching-organisations": b"".join(rows),
        "matching-organisation-starts": _starts(rows),
        "matching-starts": "\n".join(sorted({" ".join(key.split()[:2]) for key in keys})).encode(),
    }


def _without_parts(items: set[str]) -> set[str]:
    """The names of a form without those that it is a mere part of, where it is someone's full name.

    `Observatory - Paris-Saclay University` is no namesake of the university.
    """
    natures = {item: item.split(" ")[1].split(",") for item in items}
    if any(kind in ("label", "alias") and variant == "0" for kind, variant, *_ in natures.values()):
        return {item for item, (_, variant, *_) in natures.items() if variant not in _LESSER}
    return items


ORDERED: Final = "~ "
"""Stands before the keys of a name's words in the order of the alphabet."""


def code_key(digits: str) -> str:
    """The key of the unit codes with a number."""
    return f"#{digits.lstrip('0')} "


def _key(words: Sequence[Word]) -> str:
    return " ".join(w.key for w in words) + " "


def _form(words: Sequence[Word]) -> str:
    return " ".join(w.form for w in words)


def _known_by(organisations: Sequence[Organisation]) -> list[str]:
    """How well known: by names, parts, funding."""
    parts = Counter(id_ for o in organisations for id_ in o.parents)
    rows = []
    for o in organisations:
        names = sum(len(o.names) >= limit for limit in (3, 5, 8, 13))
        children = max(len(o.children), parts[o.id])
        hub = sum(children >= limit for limit in (1, 4, 12, 50))
        rows.append(f"{names},{hub},{'funder' if 'funder' in o.types else ''}")
    return rows


def _nature(organisation: Organisation, kind: str, variant: int, rarity: int, words: Sequence[Word], known: str) -> str:
    """What is weighed of a name whatever the string; `traits.py` says what each part is."""
    distinct = min(sum(not w.kind for w in words), 3)
    university = "univ" if any(w.key == "univ" for w in words) else ""
    letters = min(len(words[0].form), 7) if len(words) == 1 else 0
    type_ = organisation.types[0] if organisation.types else "none"
    ids = "ror" if organisation.ror else "rnsr"
    status = "new" if organisation.status == "active" and (organisation.opened or 0) >= 2015 else organisation.status
    parts = (kind, variant, status, ids, rarity, distinct, university, letters, min(len(words), 5), type_, known)
    return ",".join(map(str, parts))


def _places(organisations: Sequence[Organisation]) -> Iterator[tuple[str, str, str]]:
    """Names of countries, and of towns that lie in one country as far as the registry knows."""
    for rule in load_table("address_countries").rules:
        kind = "code" if rule.fields.get("codes") else "country"
        for country in (str(rule.fields["country"]), *map(str, rule.fields.get("also", ()))):
            yield from ((term, country, kind) for term in rule.terms)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    for organisation in organisations:
        for town in organisation.cities:
            if organisation.country:
                countries[without_cedex(town)][organisation.country] += 1
    for town, counts in sorted(countries.items()):
        (country, most), total = counts.most_common(1)[0], sum(counts.values())
        if most >= 0.9 * total:
            yield town, country, "town"


def _rows(organisations: Sequence[Organisation]) -> Iterator[str]:
    """Name, ids, country, state, types, towns, kin of each organisation, between tabs; kin are numbers.

    The last field says whether it supervises many units in many towns.
    """
    numbers = {id_: i for i, o in enumerate(organisations) for id_ in (o.ror, o.rnsr) if id_}
    by_name: dict[str, set[int]] = defaultdict(set)
    wanted = {normal_form(name) for o in organisations for name in o.parent_names}
    for i, organisation in enumerate(organisations):
        for name in organisation.names:
            form = normal_form(name.text)
            if form in wanted and organisation.ror:
                by_name[form].add(i)
    kins = []
    for organisation in organisations:
        parents = [numbers[id_] for id_ in organisation.parents if id_ in numbers]
        kin = set(parents)
        for parent in parents:  # an address names the parent of its day
            kin |= {numbers[id_] for id_ in organisations[parent].predecessors if id_ in numbers}
        for parent_name in organisation.parent_names:
            kin |= by_name[normal_form(parent_name)] if len(by_name[normal_form(parent_name)]) <= 3 else set()
        kins.append(kin)
    units = Counter(number for kin in kins for number in kin)
    known = _known_by(organisations)
    for i, (organisation, kin) in enumerate(zip(organisations, kins, strict=True)):
        yield "\t".join(
            (
                organisation.name.replace("\t", " "),
                organisation.ror or "",
                organisation.rnsr or "",
                organisation.country or "",
                organisation.status,
                organisation.kind,
                "|".join(organisation.types),
                "|".join(sorted({town_forms(town) for town in organisation.cities} - {""})),
                "|".join(map(str, sorted(kin))),
                "many" if units[i] >= MANY_UNITS and "education" not in organisation.types else "",
                known[i],
            )
        )


def _starts(parts: Iterable[bytes]) -> bytes:
    return np.concatenate([[0], np.cumsum([len(p) for p in parts])]).astype("<u4").tobytes()
