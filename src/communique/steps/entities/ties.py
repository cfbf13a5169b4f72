"""Forms of one organisation: what brackets, commas and later, shorter mentions say."""

from __future__ import annotations

import re
from functools import cache

from communique.language.names.acronyms import abbreviates, composes
from communique.language.names.lexicon import heads
from communique.records import normal_name
from communique.rules import load_table
from communique.steps.entities.forms import Forms
from communique.steps.entities.names import Name
from communique.steps.entities.note_lists import LISTED

_BRACKET = re.compile(r"^(?: ?[»”\"])? ?\((?:l['’]|le |la |les |the )?$")
_PLACE_BRACKET = re.compile(r"^ (?:in|at|à|en|near) [A-ZÀ-Ý][\w'’ -]{1,30} \((?:l['’]|le |la |the )?$")
_COMMA = re.compile(r"^,? ?(?:,|–|—|:) (?:l['’]|le |la |the )?$")
_SAME = re.compile(
    r"""^,?\ \(?(?:or|ou|in\ full|en\ toutes\ lettres|(?:also\ )?known\ as|aussi\ appelée?|dite?|i\.e\.|alias|short\ for
        |abrégée?\ en)[ ,]+(?:l['’]|le\ |la\ |the\ )?$""",
    re.VERBOSE,
)
_HEAD_EQUALS = {"lab": "laboratory", "center": "centre"}
_MIN_CAPITALS = 3
_INITIAL = re.compile(r"^(?:[a-z]\.-?)+$")


def tie_neighbours(forms: Forms, text: str) -> None:
    """Unites names that stand beside each other as forms of one: "Long Form (LF)", "LF, the Long Form"."""
    names = forms.names
    for i in range(len(names) - 1):
        left, right = names[i], names[i + 1]
        if not (left.is_organisation and right.is_organisation):
            continue
        gap = text[left.end : right.start]
        if len(gap) > 48 or "\n" in gap:
            continue
        if _bracketed(left, right, gap, text) or _apposed(left, right, gap):
            forms.unite(i, i + 1)


def _bracketed(left: Name, right: Name, gap: str, text: str) -> bool:
    """Whether the second name, right after an opening bracket, is another form of the first."""
    place = _PLACE_BRACKET.match(gap)
    if not (_BRACKET.match(gap) or place):
        return False
    closes = text[right.end : right.end + 2].strip()[:1] in (")", ",", ":", ";", "–", "-", "/")
    if not closes:
        return False
    if text[right.end : right.end + 2].strip()[:1] == "/":
        return False
    if abbreviates(right.bare, left.bare) or abbreviates(left.bare, right.bare):
        return True
    if left.is_short != right.is_short and composes(*sorted((left.bare, right.bare), key=len)):
        return True
    if left.sure_row is not None and right.sure_row is not None:
        return False
    if right.is_short:
        return not left.is_short and _is_defined(left, right)
    return not place and text[right.end : right.end + 1] == ")" and _shares_proper_word(left, right)


def _is_defined(left: Name, right: Name) -> bool:
    """Whether a short name in brackets, of other letters, can only be that of the long name before it.

    Two laboratories beside each other in this way are one; an institution in brackets may be the laboratory's owner,
    and an unknown word behind a known institution a part of it. In a list, brackets hold owners.
    """
    if left.rule == LISTED:
        return False
    if right.sure_row is not None:
        return left.kind == right.kind == "laboratory" and left.row is None
    if left.sure_row is not None and left.kind != right.kind:
        return False
    return right.rule.startswith(("definition.", "context.coined", "repeat.", "label.", "gazetteer.weak"))


def _shares_proper_word(left: Name, right: Name) -> bool:
    """Humboldt Institute (Instituto Alexander von Humboldt): translations keep the proper name."""
    proper = re.compile(r"[A-ZÀ-Ý]\w{3,}")
    return left.kind == right.kind and bool(set(proper.findall(left.text)) & set(proper.findall(right.text)))


def _apposed(left: Name, right: Name, gap: str) -> bool:
    """Whether a comma or "in full" puts a form of the same name beside it."""
    if _SAME.match(gap):
        return left.is_short != right.is_short
    if not _COMMA.match(gap) or left.is_short == right.is_short:
        return False
    short, long = (left, right) if left.is_short else (right, left)
    return abbreviates(short.bare, long.bare)


def tie_acronyms(forms: Forms) -> None:
    """Unites a lone acronym with the only long name in the release whose initials it has."""
    names = forms.names
    tied = {forms.find(i) for i in forms.members if names[i].is_organisation and not names[i].is_short}
    longs = [i for i in forms.members if names[i].is_organisation and not names[i].is_short]
    has_short = {forms.find(i) for i in forms.members if names[i].is_organisation and names[i].is_short}
    shorts: dict[int, int] = {}
    for i in forms.members:
        name = names[i]
        root = forms.find(i)
        lone = name.is_organisation and name.is_short and root not in tied and name.row is None
        if lone and sum(c.isupper() for c in name.bare) >= _MIN_CAPITALS:
            shorts.setdefault(root, i)
    by_initial: dict[str, list[int]] = {}
    for i in longs:
        by_initial.setdefault(normal_name(names[i].bare)[:1], []).append(i)
    for root, i in shorts.items():
        candidates = by_initial.get(normal_name(names[i].bare)[:1], ())
        fitting = {forms.find(j) for j in candidates if abbreviates(names[i].bare, names[j].bare, strict=True)}
        free = {f for f in fitting if f not in has_short}
        if len(fitting) == 1 and free:
            forms.unite(root, free.pop())


def tie_shortened(forms: Forms) -> None:
    """Unites a shortened form with the only longer one that it shortens.

    "MacDiarmid Institute" shortens "MacDiarmid Institute for Advanced Materials"; "Hartree Centre" shortens "STFC
    Hartree Centre"; "Laboratoire Lagrange" shortens "Laboratoire J.-L. Lagrange"; "Lab" stands for "Laboratory".
    """
    names = forms.names
    longer: dict[tuple[str, ...], list[int]] = {}
    seen: set[str] = set()
    for i in forms.members:
        if not names[i].is_organisation or names[i].key in seen or names[i].is_short:
            continue
        seen.add(names[i].key)
        for short in _shortenings(names[i]):
            longer.setdefault(short, []).append(i)
    for i in forms.members:
        name = names[i]
        if not name.is_organisation or name.row is not None:
            continue
        found = {forms.find(j) for j in longer.get(_words(name), ()) if j != i} - {forms.find(i)}
        if len(found) == 1:
            forms.unite(found.pop(), i)


def tie_owned(forms: Forms) -> None:
    """Unites "Fraunhofer IAP" with the "Fraunhofer Institute for Applied Polymer Research (IAP)"."""
    names = forms.names
    owners: dict[tuple[str, str], set[int]] = {}
    shorts: dict[int, set[str]] = {}
    for i in forms.members:
        if names[i].is_organisation and names[i].is_short and names[i].bare.isupper():
            shorts.setdefault(forms.find(i), set()).add(names[i].key)
    for i in forms.members:
        if names[i].is_organisation and not names[i].is_short:
            for short in shorts.get(forms.find(i), ()):
                owners.setdefault((names[i].key.split()[0], short), set()).add(forms.find(i))
    for i in forms.members:
        words = names[i].key.split()
        if len(words) == 2 and names[i].is_organisation and names[i].row is None:
            found = owners.get((words[0], words[1]), set()) - {forms.find(i)}
            if len(found) == 1:
                forms.unite(found.pop(), i)


def _words(name: Name) -> tuple[str, ...]:
    return tuple(_HEAD_EQUALS.get(w, w) for w in name.key.split())


def _shortenings(name: Name) -> set[tuple[str, ...]]:
    """The forms to which a name may be shortened: before "for" or a quote, without its first words or initials."""
    words = _words(name)
    shorter: set[tuple[str, ...]] = {words}
    for k in range(2, len(words)):
        if words[k] in _OPENS_COMPLEMENT or words[k][:1] in '«“"':
            shorter.add(words[:k])
    if name.row is None:
        shorter.update(words[k:] for k in (1, 2) if len(words) - k >= 2 and _is_owner(name, k))
    shorter.add(tuple(w for w in words if not _INITIAL.match(w)))
    if len(words) > 3 and name.text.split()[-1].isupper():
        shorter.add((words[0], words[-1]))  # Fraunhofer Institute for Chemical Technology ICT: Fraunhofer ICT
        shorter.add(words[-1:])
    if len(words) > 3 and words[0] in heads() and words[1] in _OPENS_SUBJECT:
        shorter.add(words[2:])  # Reactive Interfaces, of Department of Reactive Interfaces
    shorter = {s for s in shorter if len(s) >= 2 or s == words[-1:]}
    shorter.update(words[k:] for k in (2, 3) if len(words) > k and " ".join(words[:k]) in _long_labels())
    if len(words) == 2 and (words[0] in heads()) != (words[1] in heads()):
        shorter.add(words[1:] if words[0] in heads() else words[:1])  # Damsté, of Damsté Laboratory
    return shorter


_OPENS_SUBJECT = frozenset({"for", "of", "de", "des", "pour"})
_OPENS_COMPLEMENT = frozenset({"for", "pour", "of"})


@cache
def _long_labels() -> frozenset[str]:
    """Unit labels of several words, as compared: Institut hospitalo-universitaire Cesti is the IHU Cesti."""
    terms = (term for rule in load_table("unit_labels").rules for term in rule.terms)
    return frozenset(normal_name(term) for term in terms if " " in term)


def _is_owner(name: Name, count: int) -> bool:
    """Whether the first words can be an owner's name that is left out later ("STFC", "BioTrellis")."""
    first = name.text.split()[:count]
    return all(sum(c.isupper() for c in w) >= 2 for w in first)
