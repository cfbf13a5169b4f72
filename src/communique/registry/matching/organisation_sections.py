"""What is weighed of each organisation, as arrays over their numbers.

* `matching-organisations`, `matching-organisation-starts`: name, ROR id and RNSR number, between tabs;
* `matching-facts`: seven small numbers each, see FACTS;
* `matching-countries`, `matching-types`: what the numbers of countries and types stand for;
* `matching-kin-starts`, `matching-kin`: numbers of the parents, and how the organisation is named for each (see
  `_named_for`);
* `matching-town-starts`, `matching-towns`: numbers of the towns, which are a walk: `matching-town-*`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from communique.registry.matching.name_forms import content, plain_name, town_forms
from communique.registry.matching.walks import starts_of, walk_sections
from communique.registry.matching.words import Word
from communique.registry.normal import normal_form
from communique.registry.organisations import Organisation
from communique.rules import load_table

FACTS: Final = ("country", "type", "active", "unit", "supervises", "names", "hub", "funder")
"""`unit`: a French research unit; `supervises`: many units, in many towns; `names` and `hub`: see `known_by`."""
TOWNS: Final = "matching-town"
MANY_UNITS: Final = 50
"""Units from which an organisation, if no university, is known to supervise many, in many towns: CNRS, Inserm, CEA."""
_NAMES: Final = (3, 5, 8, 13)
_PARTS: Final = (1, 4, 12, 50)


def organisation_sections(organisations: Sequence[Organisation]) -> dict[str, bytes]:
    """The sections of organisations in the order of the index."""
    kins = _kins(organisations)
    rows = ["\t".join((o.name.replace("\t", " "), o.ror or "", o.rnsr or "")).encode() for o in organisations]
    towns = [sorted({town_forms(town) for town in o.cities} - {""}) for o in organisations]
    numbers = {town: i for i, town in enumerate(sorted({town for own in towns for town in own}))}
    names = [_plain_names(o) for o in organisations]
    pairs = [(k, _named_for(names[i], names[k])) for i, kin in enumerate(kins) for k in kin]
    return {
        "matching-organisations": b"".join(rows),
        "matching-organisation-starts": starts_of(rows).astype("<u4").tobytes(),
        **_facts(organisations, kins),
        "matching-kin-starts": starts_of(kins).astype("<u4").tobytes(),
        "matching-kin": np.array(pairs, dtype="<i4").tobytes(),
        "matching-town-starts": starts_of(towns).astype("<u4").tobytes(),
        "matching-towns": np.array([numbers[town] for own in towns for town in own], dtype="<i4").tobytes(),
        **walk_sections(TOWNS, numbers),
    }


def known_by(organisations: Sequence[Organisation]) -> list[str]:
    """How well known each organisation is, by names, parts, and whether it funds: the first two in steps up to four."""
    parts = Counter(id_ for o in organisations for id_ in o.parents)
    rows = []
    for o in organisations:
        names = sum(len(o.names) >= limit for limit in _NAMES)
        hub = sum(max(len(o.children), parts[o.id]) >= limit for limit in _PARTS)
        rows.append(f"{names},{hub},{'funder' if 'funder' in o.types else ''}")
    return rows


def _facts(organisations: Sequence[Organisation], kins: Sequence[Sequence[int]]) -> dict[str, bytes]:
    named = {str(rule.fields["country"]) for rule in load_table("address_countries").rules}
    more = {str(code) for rule in load_table("address_countries").rules for code in rule.fields.get("also", ())}
    countries = sorted({o.country or "" for o in organisations} | {""} | named | more)
    types = sorted({o.types[0] for o in organisations if o.types} | {"none"})
    units = Counter(number for kin in kins for number in kin)
    facts = []
    for i, (organisation, known) in enumerate(zip(organisations, known_by(organisations), strict=True)):
        names, hub, funder = known.split(",")
        facts.append(
            (
                countries.index(organisation.country or ""),
                types.index(organisation.types[0] if organisation.types else "none"),
                organisation.status == "active",
                organisation.kind == "laboratory" and organisation.country == "FR",
                units[i] >= MANY_UNITS and "education" not in organisation.types,
                int(names),
                int(hub),
                bool(funder),
            )
        )
    return {
        "matching-facts": np.array(facts, dtype="<i2").reshape(-1, len(FACTS)).tobytes(),
        "matching-countries": "\n".join(countries).encode(),
        "matching-types": "\n".join(types).encode(),
    }


def _kins(organisations: Sequence[Organisation]) -> list[list[int]]:
    """The parents of each organisation, and what came before these: an address names the parent of its day."""
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
        for parent in parents:
            kin |= {numbers[id_] for id_ in organisations[parent].predecessors if id_ in numbers}
        for parent_name in organisation.parent_names:
            named = by_name[normal_form(parent_name)]
            kin |= named if len(named) <= 3 else set()
        kins.append(sorted(kin))
    return kins


def _plain_names(organisation: Organisation) -> list[list[Word]]:
    """The words of the names, the registry's own first, without the country or kind of a company."""
    texts = [organisation.name, *(name.text for name in organisation.names if name.kind in ("label", "alias"))]
    return [content(plain_name(text)) for text in texts]


def _named_for(part: Sequence[Sequence[Word]], whole: Sequence[Sequence[Word]]) -> int:
    """How an organisation is named for its parent, an address of which names both or one.

    3: a name holds the parent's (`Microsoft Research Asia`); 2: it begins as this does (`Max Planck Institute` of the
    Max Planck Society); 1: the names that the registry gives have a word in common that says no kind or field; 0: none.
    """
    forms, others = ([[word.form for word in words] for words in names] for names in (part, whole))
    if any(other and _holds(form, other) for form in forms for other in others):
        return 3
    if any(
        len(other) > 1 and not all(word.kind for word in words[:-1]) and form[: len(other) - 1] == other[:-1]
        for form in forms
        for words, other in zip(whole, others, strict=True)
    ):
        return 2
    own, parents = ({word.form for word in names[0] if not word.kind} for names in (part, whole))
    return int(not own.isdisjoint(parents))


def _holds(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether others stand among words, one after the other, and more than these."""
    count = len(others)
    return len(words) > count and any(words[i : i + count] == others for i in range(len(words) - count + 1))
