"""The matcher's part of an index: every name under the keys of its words, and what is weighed of each organisation.

* `matching-keys`: a trie of the keys of names, places and unit codes, which gives them numbers;
* `matching-walk-*`: the same keys as a walk (see `walks.py`), but those of codes and of names in any order;
* `matching-orders`, `matching-order-keys`: names in any order, by what the keys of their words add up to;
* `matching-forms`, `matching-form-starts`: for each key the names that have it, one a line;
* `matching-lines`: for each key its first line, counted over all keys; `matching-line-starts`: for each line its first
  entry; `matching-entries`: an organisation (or PLACE) and the number of what is weighed of the name, a row of
  `matching-natures` (see `natures.py`);
* `matching-line-sums`, `matching-line-order`: what the words of lines add up to (see `sums.py`), in ascending order,
  and the lines;
* the sections of `organisation_sections.py` and `typos.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import marisa_trie
import numpy as np

from communique.registry.matching.name_forms import (
    BARE,
    FAMILY,
    FULL,
    MEANT,
    ORDER,
    PART,
    IndexName,
    content,
    in_any_order,
    without_cedex,
)
from communique.registry.matching.name_sets import all_names
from communique.registry.matching.natures import nature_row
from communique.registry.matching.organisation_sections import known_by, organisation_sections
from communique.registry.matching.sums import distinct, mixed, run_sums, word_sums
from communique.registry.matching.typos import typo_sections
from communique.registry.matching.walks import Walk, starts_of, walk_sections
from communique.registry.matching.words import Word, word_groups
from communique.registry.organisations import Organisation
from communique.rules import load_table

PLACE: Final = -1
"""Stands where an organisation's number would, for a town or country."""
ORDERED: Final = "~ "
"""Stands before the keys of a name's words in the order of the alphabet."""
KEY_LETTERS_LIMIT: Final = 120
"""Letters of a key that strings are searched for: 24 words of five."""
WALK: Final = "matching-walk"
_LESSER: Final = (str(PART), str(FAMILY))
_RARITIES: Final = (5, 50, 500)
_NEW: Final = 2015
"""Year from which an organisation is new: few addresses can name it."""

Lines = dict[str, dict[str, set[str]]]
"""For each key and form what has this name: the number of the organisation, a space, what is weighed of the name."""


def matching_sections(organisations: Sequence[Organisation]) -> dict[str, bytes]:
    """The sections of organisations in the order of the index."""
    lines: Lines = defaultdict(lambda: defaultdict(set))
    _add_names(lines, organisations)
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
        _share_meanings(forms)
    trie = marisa_trie.Trie(sorted(lines))
    keys = sorted(lines, key=trie.__getitem__)
    walked = {key: i for i, key in enumerate(keys) if key[0] not in "#~" and len(key) <= KEY_LETTERS_LIMIT}
    walk = walk_sections(WALK, walked)
    more = organisation_sections(organisations)
    written = (word for key, forms in lines.items() if key in walked for form in forms for word in form.split(" "))
    return {
        **typo_sections(written, [word for word in word_groups() if word.isalpha()]),
        "matching-keys": trie.tobytes(),
        **walk,
        **_order_sections(keys, walk),
        **_line_sections([lines[key] for key in keys]),
        **_sum_sections([(key in walked, sorted(lines[key])) for key in keys]),
        **_entry_sections([lines[key] for key in keys], more),
        **more,
    }


def code_key(digits: str) -> str:
    """The key of the unit codes with a number."""
    return f"#{digits.lstrip('0')} "


def _add_names(lines: Lines, organisations: Sequence[Organisation]) -> None:
    names = all_names(organisations)
    frequency = Counter(form for words in {tuple(w.form for w in words) for *_, words in names} for form in set(words))
    known = known_by(organisations)
    for name in names:
        number, kind, variant, words = name
        rarity = sum(min(frequency[w.form] for w in words) >= limit for limit in _RARITIES)
        item = f"{number} {_nature(organisations[number], name, rarity, known[number])}"
        lines[_key(words)][_form(words)].add(item)
        plain = variant in (FULL, BARE) and kind in ("label", "alias")
        if plain and len(words) > 2 and any(w.kind == "type" for w in words):
            ordered = name._replace(variant=ORDER, words=in_any_order(words))
            item = f"{number} {_nature(organisations[number], ordered, rarity, known[number])}"
            lines[ORDERED + _key(ordered.words)][_form(ordered.words)].add(item)


def _order_sections(keys: Sequence[str], walk: Mapping[str, bytes]) -> dict[str, bytes]:
    numbers = Walk(WALK, walk).numbers
    sums = {
        i: int(mixed(numbers(word_sums(key.split()[1:]))).sum(dtype=np.uint64))
        for i, key in enumerate(keys)
        if key.startswith(ORDERED)
    }
    order = sorted(sums, key=lambda i: (sums[i], i))
    return {
        "matching-orders": np.array([sums[i] for i in order], dtype="<u8").tobytes(),
        "matching-order-keys": np.array(order, dtype="<i4").tobytes(),
    }


def _line_sections(lines: Sequence[Mapping[str, set[str]]]) -> dict[str, bytes]:
    texts = ["\n".join(sorted(forms)).encode() for forms in lines]
    return {
        "matching-forms": b"".join(texts),
        "matching-form-starts": starts_of(texts).astype("<u4").tobytes(),
        "matching-lines": starts_of(lines).astype("<u4").tobytes(),
    }


def _sum_sections(lines: Sequence[tuple[bool, Sequence[str]]]) -> dict[str, bytes]:
    """The sums of the forms that a walk may lead to: the keys of the others are no words of strings."""
    forms = [form.split(" ") if walked else [] for walked, forms in lines for form in forms]
    walked = np.flatnonzero([bool(words) for words in forms])
    starts = starts_of(forms)
    words = word_sums([word for words in forms for word in words])
    sums = run_sums(words, starts[walked], starts[walked + 1])
    order = np.argsort(sums)
    return {
        "matching-line-sums": distinct(sums).tobytes(),
        "matching-line-order": walked[order].astype("<u4").tobytes(),
    }


def _entry_sections(lines: Sequence[Mapping[str, set[str]]], more: Mapping[str, bytes]) -> dict[str, bytes]:
    """Entries line by line, those of places first: a minus sign stands before digits."""
    entries = [sorted(forms[form]) for forms in lines for form in sorted(forms)]
    natures = sorted({item.partition(" ")[2] for items in entries for item in items})
    numbers = {nature: i for i, nature in enumerate(natures)}
    countries, types = (more[f"matching-{name}"].decode().split("\n") for name in ("countries", "types"))
    pairs = [
        (int(number), numbers[nature])
        for items in entries
        for number, _, nature in (item.partition(" ") for item in items)
    ]
    rows = [nature_row(nature, countries, types) for nature in natures]
    return {
        "matching-line-starts": starts_of(entries).astype("<u4").tobytes(),
        "matching-entries": np.array(pairs, dtype="<i4").tobytes(),
        "matching-natures": np.array(rows, dtype="<i2").tobytes(),
    }


def _without_parts(items: set[str]) -> set[str]:
    """The names of a form without those that it is a mere part of, where it is someone's full name.

    `Observatory - Paris-Saclay University` is no namesake of the university.
    """
    natures = {item: item.split(" ")[1].split(",") for item in items}
    if any(kind in ("label", "alias") and variant == "0" for kind, variant, *_ in natures.values()):
        return {item for item, (_, variant, *_) in natures.items() if variant not in _LESSER}
    return items


def _share_meanings(forms: dict[str, set[str]]) -> None:
    """Gives forms that differ by words of one meaning each other's names: `Universität Freiburg` may be Fribourg."""
    alike: dict[str, list[str]] = defaultdict(list)
    for form in forms if len(forms) > 1 else ():
        alike[" ".join(word_groups().get(word, ("",))[0] or word for word in form.split(" "))].append(form)
    for group in alike.values():
        full = {form: [item for item in forms[form] if item.split(" ")[1].split(",")[1] == str(FULL)] for form in group}
        own = {form: {item.split(" ")[0] for item in forms[form]} for form in group}
        for form in group:
            for item in (item for other in group if other != form for item in full[other]):
                number, _, nature = item.partition(" ")
                if number not in own[form] and number != str(PLACE):
                    kind, _, rest = nature.split(",", 2)
                    forms[form].add(f"{number} {kind},{MEANT},{rest}")


def _key(words: Sequence[Word]) -> str:
    return " ".join(w.key for w in words) + " "


def _form(words: Sequence[Word]) -> str:
    return " ".join(w.form for w in words)


def _nature(organisation: Organisation, name: IndexName, rarity: int, known: str) -> str:
    """What is weighed of a name whatever the string; `natures.py` says what each part is."""
    _, kind, variant, words = name
    distinct = min(sum(not w.kind for w in words), 3)
    university = "univ" if any(w.key == "univ" for w in words) else ""
    letters = min(len(words[0].form), 7) if len(words) == 1 else 0
    type_ = organisation.types[0] if organisation.types else "none"
    ids = "ror" if organisation.ror else "rnsr"
    status = "new" if organisation.status == "active" and (organisation.opened or 0) >= _NEW else organisation.status
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
