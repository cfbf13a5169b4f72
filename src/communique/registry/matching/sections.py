"""The matcher's part of an index: every name under the keys of its words, and what is weighed of each organisation.

Four sections, all of them text or a trie, decoded piece by piece when a string needs them:

* `match-keys`: a trie of the keys of names and places;
* `match-lines`, `match-line-starts`: for each key the names that have it, one a line;
* `match-organisations`, `match-organisation-starts`: one line an organisation;
* `match-starts`: the first key of every name, or its first two: where looking a name up can succeed at all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import marisa_trie
import numpy as np

from communique.registry.matching.words import Vocabulary, Word, read_words
from communique.registry.normal import normal_form
from communique.registry.organisations import Name, Organisation
from communique.rules import load_table

PLACE: Final = -1
"""Stands where an organisation's number would, for a town or country."""
VARIANTS: Final = ("full", "turned", "bare", "townless", "part", "school", "joined")
_VOCABULARY: Final = Vocabulary()
MANY_UNITS: Final = 50
"""Units from which an organisation, if no university, is known to supervise many, in many towns: CNRS, Inserm, CEA."""
_PART: Final = str(VARIANTS.index("part"))
_SCHOOL: Final = VARIANTS.index("school")
_JOINED: Final = VARIANTS.index("joined")
_SCHOOLS: Final = ("Medical School", "School of Medicine", "Law School", "School of Law", "Business School")
"""Schools that a university is named for: `Yale Law School`."""
_IndexName = tuple[int, str, int, list[Word]]
"""The number of an organisation, the kind of its name, an index into VARIANTS, the words."""
_LIMIT: Final = 24
"""Words of a name that are indexed; longer names are titles that no address writes out."""
_RARITIES: Final = (5, 50, 500)
_CEDEX: Final = re.compile(r"\bcedex\b.*|\d+", re.I)
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_INITIALS: Final = re.compile(r"^(?:[^\W\d_]\.[ -]?)+")
_NATION: Final = re.compile(r"^(?:The )?(?:United States|U\.?S\.?) ")
_ACADEMY: Final = re.compile(r"(?:,? of the|,) (?:\w+ ){1,3}Academy of (?:\w+ ){0,2}Sciences$")
_PARTS: Final = re.compile(r"\s+[-–—:/]\s+|\s*:\s+")
_PLACED: Final = re.compile(r"\s*,\s*|\s+(?:at|in|à)\s+|\s+[-–—]\s+")


def matching_sections(organisations: Sequence[Organisation]) -> dict[str, bytes]:
    """The sections of organisations in the order of the index."""
    names = _names(organisations)
    frequency = Counter(form for words in {tuple(w.form for w in words) for *_, words in names} for form in set(words))
    lines: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, kind, variant, words in names:
        rarity = sum(min(frequency[w.form] for w in words) >= limit for limit in _RARITIES)
        nature = _nature(organisations[number], kind, variant, rarity, words)
        lines[_key(words)][_form(words)].add(f"{number} {nature}")
    for number, organisation in enumerate(organisations):
        for code in organisation.codes:
            label, _, digits = code.partition(" ")
            nature = f"code,0,{organisation.status},{'ror' if organisation.ror else 'rnsr'}"
            lines[code_key(digits)][label.replace("_", "").lower()].add(f"{number} {nature}")
    for place, country, kind in _places(organisations):
        if words := _content(place):
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
        "match-keys": trie.tobytes(),
        "match-lines": b"".join(entries),
        "match-line-starts": _starts(entries),
        "match-organisations": b"".join(rows),
        "match-organisation-starts": _starts(rows),
        "match-starts": "\n".join(sorted({" ".join(key.split()[:2]) for key in keys})).encode(),
    }


def town_forms(town: str) -> str:
    """The words of a town as an address is searched for them: `NANTES CEDEX 3` is `nantes`."""
    return " ".join(w.form for w in _content(_CEDEX.sub(" ", town)))


def _without_parts(items: set[str]) -> set[str]:
    """The names of a form without those that it is a mere part of, where it is someone's full name.

    `Observatory - Paris-Saclay University` is no namesake of the university.
    """
    natures = {item: item.split(" ")[1].split(",") for item in items}
    if any(kind in ("label", "alias") and variant == "0" for kind, variant, *_ in natures.values()):
        return {item for item, (_, variant, *_) in natures.items() if variant != _PART}
    return items


def code_key(digits: str) -> str:
    """The key of the unit codes with a number."""
    return f"#{digits.lstrip('0')} "


def _key(words: Sequence[Word]) -> str:
    return " ".join(w.key for w in words) + " "


def _form(words: Sequence[Word]) -> str:
    return " ".join(w.form for w in words)


def _nature(organisation: Organisation, kind: str, variant: int, rarity: int, words: Sequence[Word]) -> str:
    """What is weighed of a name whatever the string; `evidence.nature_traits` says what each part is."""
    distinct = min(sum(not w.kind for w in words), 3)
    university = "univ" if any(w.key == "univ" for w in words) else ""
    letters = min(len(words[0].form), 7) if len(words) == 1 else 0
    type_ = organisation.types[0] if organisation.types else "none"
    ids = "ror" if organisation.ror else "rnsr"
    parts = (kind, variant, organisation.status, ids, rarity, distinct, university, letters, min(len(words), 5), type_)
    return ",".join(map(str, parts))


def _content(text: str) -> list[Word]:
    """The words that count; a text in capitals is read as if it were not, so that its articles are known."""
    text = text.lower() if text.isupper() and len(text) > 12 else text
    return [word for word in read_words(text, _VOCABULARY)[0] if word.key]


def _names(organisations: Sequence[Organisation]) -> list[_IndexName]:
    names: list[_IndexName] = []
    for number, organisation in enumerate(organisations):
        towns = {town_forms(town) for town in organisation.cities}
        for name in organisation.names:
            for variant, words in _variants(name, towns):
                if words and len(words) <= _LIMIT and (len(words) > 1 or _names_alone(words[0])):
                    names.append((number, name.kind, variant, words))
    return [*names, *_spaced(names)]


def _spaced(names: Sequence[_IndexName]) -> Iterator[_IndexName]:
    """Names with two words in one, or one in two, as other names write these words: `Jiaotong`, `Jiao Tong`."""
    written = {word.form: word for *_, words in names for word in words if not word.kind}
    pairs: dict[str, tuple[Word, Word]] = {}
    for *_, words in names:
        for one, other in pairwise(words):
            joined = one.form + other.form
            if min(len(one.form), len(other.form)) >= 3 and joined in written and not (one.kind and other.kind):
                pairs.setdefault(joined, (one, other))
    for number, kind, variant, words in names:
        if variant == 0 and kind in ("label", "alias") and len(words) > 1:
            for i, word in enumerate(words):
                if word.form in pairs:
                    yield number, kind, _JOINED, [*words[:i], *pairs[word.form], *words[i + 1 :]]
                if i + 1 < len(words) and word.form + words[i + 1].form in pairs:
                    yield number, kind, _JOINED, [*words[:i], written[word.form + words[i + 1].form], *words[i + 2 :]]


def _names_alone(word: Word) -> bool:
    """Whether a single word can be a name: no letter, number, or word of every address."""
    return not word.kind and len(word.form) > 1 and not word.form.isdigit()


def _variants(name: Name, towns: set[str]) -> Iterator[tuple[int, list[Word]]]:
    """The ways in which addresses write a name, as indexes into VARIANTS and words."""
    words = _content(name.text)
    yield 0, words
    if name.kind in ("acronym", "weak"):
        return
    turned = list(_turned(name.text, words))
    for other in turned:
        yield 1, other
    bare = _content(_BRACKETS.sub("", name.text))
    if len(bare) < len(words):
        yield 2, bare
        for other in _turned(_BRACKETS.sub("", name.text), bare):
            yield 2, other
    yield from _without_owner(name.text)
    yield from _schools(words)
    without = _content(_INITIALS.sub("", _BRACKETS.sub("", name.text)))
    if 2 < len(without) < len(bare):
        yield 2, without
    for cut in range(1, min(4, len(bare) - 1)):
        if " ".join(w.form for w in bare[-cut:]) in towns and any(not w.kind for w in bare[:-cut]):
            yield 3, bare[:-cut]
    parts = [_content(part) for part in _PARTS.split(name.text)]
    for part in parts if len(parts) > 1 else ():
        if len(part) > 1:
            yield from ((4, other) for other in (part, *_turned("", part)))


def _without_owner(name: str) -> Iterator[tuple[int, list[Word]]]:
    """`Naval Research Laboratory` for that of the United States; institutes without the academy that they are of."""
    for rest in (_NATION.sub("", name), _ACADEMY.sub("", name)):
        words = _content(rest)
        if rest != name and (len(words) > 2 or (len(words) == 2 and any(not w.kind for w in words))):
            yield 2, words


def _schools(words: Sequence[Word]) -> Iterator[tuple[int, list[Word]]]:
    if not words:
        return
    *own, last = words
    if last.key == "univ" and 1 <= len(own) <= 2 and not any(word.kind for word in own):
        yield from ((_SCHOOL, [*own, *_content(school)]) for school in _SCHOOLS)


_TURNING: Final = frozenset({"univ", "inst", "lab", "cent", "hosp", "coll"})


def _turned(text: str, words: list[Word]) -> Iterator[list[Word]]:
    """`Maryland Univ., College Park` and `Univ. Boston`, as abbreviating services and other languages write them."""
    if len(words) < 2:
        return
    if words[0].key in _TURNING:
        head = len(_content(_PLACED.split(text)[0]))
        yield [*words[1:], words[0]]
        if 2 <= head < len(words):
            yield [*words[1:head], words[0], *words[head:]]
    elif words[-1].key == "univ":
        yield [words[-1], *words[:-1]]


def _places(organisations: Sequence[Organisation]) -> Iterator[tuple[str, str, str]]:
    """Names of countries, and of towns that lie in one country as far as the registry knows."""
    for rule in load_table("address_countries").rules:
        kind = "code" if rule.fields.get("codes") else "country"
        yield from ((term, str(rule.fields["country"]), kind) for term in rule.terms)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    for organisation in organisations:
        for town in organisation.cities:
            if organisation.country:
                countries[_CEDEX.sub(" ", town).strip()][organisation.country] += 1
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
            )
        )


def _starts(parts: Iterable[bytes]) -> bytes:
    return np.concatenate([[0], np.cumsum([len(p) for p in parts])]).astype("<u4").tobytes()
