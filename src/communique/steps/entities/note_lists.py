"""The items of lists of laboratories in notes: "four teams²", and as note 2 "Radio Algorithms (KTH) and …".

What a plural calls are laboratories, each item for itself, so that its name needs no head noun. Where a list can be
read in two ways ("Anatomy and Embryology" is one or two), the number that calls it tells, else its marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from communique.document import Span
from communique.findings import Note
from communique.language.names.lexicon import heads, words_of
from communique.language.tokens import fold
from communique.rules import load_table
from communique.steps.entities.names import Name, make_names

LISTED: Final = "context.note-list"
_CALLING: Final = 90
"""Characters before a callout in which the plural stands."""
_LONGEST: Final = 700
"""Characters of a note that are read."""
_LONGEST_NAME: Final = 150
_MAX_WORDS: Final = 12
_MIN_LETTERS: Final = 4
_NUMBERS: Final = "two three four five six seven eight nine ten eleven twelve"
_NOMBRES: Final = "deux trois quatre cinq six sept huit neuf dix onze douze"
_COUNTS: Final = {word: n for words in (_NUMBERS, _NOMBRES) for n, word in enumerate(words.split(), 2)} | {"both": 2}
_ARTICLE: Final = re.compile(r"(?:[Tt]he|[Ll]e|[Ll]a|[Ll]es|une?|its|their|du|des) |(?:de )?[lL]['’]|[dD]['’]")
_POSSESSIVE: Final = re.compile(r"['’]s? (?=[A-Z])")
_QUOTED: Final = re.compile(r"[«“] ?([A-ZÀ-ÖØ-Þ][^«»“”]{2,70}?) ?[»”]")
_PLACED: Final = re.compile(r" (?:in|at|near|à) [A-ZÀ-ÖØ-Þ][\w'’-]+")
_WORD: Final = re.compile(r" ?(?:[^\W_](?:[\w&'’+/-]|\.(?=\w))*|&)")
_ELIDED: Final = re.compile(r"[dl]['’](?=\w)")
_SMALL: Final = frozenset({"of", "for", "in", "on", "the", "and", "&", "to", "at"})
_PETITS: Final = frozenset(
    {"de", "du", "des", "d'", "la", "le", "les", "l'", "et", "en", "pour", "sur", "a", "au", "aux", "&", "par", "dans"}
)
_HEADED: Final = ("head.", "label.left-")
_GIVE_WAY: Final = frozenset({"context", "model", "repeat", "person", "label"})
"""Families of rules whose names give way to the items of a list."""


@dataclass(frozen=True, slots=True)
class _Call:
    """How many laboratories the words before a callout call, 0 where they don't say, and whether in French."""

    count: int
    french: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """What stands between two separators.

    `mark` is the separator before it; `known` the name that it begins with, if another rule has found it; `name` what
    is a name for all that its own words say. `counts`: it is one of the list.
    """

    end: int
    mark: str
    known: Name | None = None
    name: Span | None = None
    counts: bool = False


def with_listed(text: str, names: Sequence[Name], notes: Sequence[Note]) -> list[Name]:
    """The names with those of listed laboratories, in place of names that cut or joined them."""
    reader: _ListReader | None = None
    found: list[Span] = []
    for note in notes:
        if note.body is not None and (call := _called(text, note)) is not None:
            reader = reader or _ListReader(text, sorted(names, key=lambda n: (n.start, n.end)))
            found += reader.read(note.body.start, min(note.body.end, note.body.start + _LONGEST), call)
    if not found:
        return list(names)
    kept = [n for n in names if not any(n.start < s.end and s.start < n.end for s in found)]
    return [*kept, *make_names(text, [(s.start, s.end, "laboratory", LISTED, "") for s in found])]


def _called(text: str, note: Note) -> _Call | None:
    for callout in note.callouts:
        before = text[max(0, callout.offset - _CALLING) : callout.offset].rpartition("\n")[2]
        if (match := _rule("list.called").search(before)) is not None:
            count = (match["count"] or "").lower()
            return _Call(int(count) if count.isdigit() else _COUNTS.get(count, 0), match["french"] is not None)
    return None


class _ListReader:
    """Reads lists in one text, in which other rules have found `names`."""

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        self._text = text
        self._names = names
        self._starts = [n.start for n in names]

    def read(self, start: int, end: int, call: _Call) -> list[Span]:
        """The names of the items in [start, end) that no other rule has found."""
        quoted = [Span(*m.span(1)) for m in _QUOTED.finditer(self._text, start, end)]
        if len(quoted) > 1:
            return [q for q in quoted if self._at(q.start) is None]
        items = self._without_towns(self._items(start, end, call))
        parted = sum(i.counts for i in items)
        open_ends = [k for k in range(1, len(items)) if self._may_join(items[k - 1], items[k])]
        if parted < 2 or (call.count and parted - len(open_ends) > call.count):
            return []
        joins = {k for k in open_ends if self._joins(items, k, call, parted, len(open_ends))}
        found: list[Span] = []
        for k, item in enumerate(items):
            if k in joins and found:
                last = (
                    item.name.end if item.name is not None else item.known.end if item.known is not None else item.end
                )
                found[-1] = Span(found[-1].start, last)
            elif item.name is not None:
                found.append(item.name)
        return [s for s in found if (at := self._at(s.start)) is None or self._gives_way_to(at, s)]

    def _gives_way_to(self, known: Name, item: Span) -> bool:
        """Whether a name that another rule has found is no more than a part of an item, or a guess at it.

        Words that only say where it is make it no longer: "CSIRO Environment in Aspendale".
        """
        if known.end == item.end:
            return self._gives_way(known)
        return _PLACED.fullmatch(self._text, known.end, item.end) is None

    def _items(self, start: int, end: int, call: _Call) -> list[_Item]:
        items: list[_Item] = []
        depth, begin, mark = 0, start, "strong"
        for match in _rule("list.mark").finditer(self._text, start, end):
            kind = str(match.lastgroup)
            if kind in ("open", "close"):
                depth = max(0, depth + (1 if kind == "open" else -1))
            elif depth == 0 and not self._is_inside(match.start()):
                items.append(self._item(begin, match.start(), mark, call))
                begin, mark = match.end(), kind
        return [*items, self._item(begin, end, mark, call)]

    def _without_towns(self, items: list[_Item]) -> list[_Item]:
        """The items, but for what is rather a town: a plain word behind a comma, when the item before is not bare."""
        kept = items[:1]
        for item in items[1:]:
            last = kept[-1]
            bare = last.name is not None and last.name.end == last.end and last.known is None
            if item.mark == "comma" and item.name is not None and not bare and item.known is None:
                name = item.name.of(self._text)
                if " " not in name and name[1:].islower():
                    item = replace(item, name=None, counts=False)
            kept.append(item)
        return kept

    def _is_inside(self, i: int) -> bool:
        """Whether a name that stays covers the mark: "Department of Energy and Process Engineering"."""
        k = bisect_right(self._starts, i) - 1
        while k >= 0 and i - self._starts[k] < _LONGEST_NAME:
            if self._names[k].end > i and not self._gives_way(self._names[k]):
                return True
            k -= 1
        return False

    def _gives_way(self, name: Name) -> bool:
        family, _, rule = name.rule.partition(".")
        if name.row is not None or family not in _GIVE_WAY or rule.startswith("supervised"):
            return False
        return not any(word in heads() for word in name.key.split())

    def _at(self, start: int) -> Name | None:
        """The longest name that begins at `start`."""
        k = bisect_right(self._starts, start) - 1
        return self._names[k] if k >= 0 and self._starts[k] == start else None

    def _item(self, start: int, end: int, mark: str, call: _Call) -> _Item:
        text = self._text
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if (opening := _rule("list.opening").match(text[start:end])) is not None:
            start += opening.end()
        article = _ARTICLE.match(text, start, end)
        first = article.end() if article else start
        known = self._at(first)
        if known is not None and known.is_organisation and (owner := _POSSESSIVE.match(text, known.end, end)):
            name = None if self._at(owner.end()) else self._name(owner.end(), end, call)
            return _Item(end, mark, known=known, name=name, counts=True)
        if mark == "dash" or (known is not None and known.kind == "place"):
            return _Item(end, mark)
        if known is not None and not self._gives_way(known):
            return _Item(end, mark, known=known, counts=known.kind == "laboratory" or article is not None)
        if article is not None:
            return _Item(end, mark, known=known, counts=mark != "and" or known is not None)
        name = self._name(start, end, call)
        return _Item(end, mark, name=name, counts=name is not None)

    def _name(self, start: int, end: int, call: _Call) -> Span | None:
        """The words from `start` that can be a name: capitals and what joins them, in French lower case as well."""
        text = self._text
        first = _WORD.match(text, start, end)
        if first is None or not text[start].isupper() or self._begins_none(first.group()):
            return None
        stop = position = first.end()
        for _ in range(_MAX_WORDS):
            word = _WORD.match(text, position, end)
            if word is None:
                break
            if not self._continues(word.start() + 1, word.group().strip(), call):
                known = self._at(word.start() + 1)
                if known is not None and known.rule.startswith(_HEADED) and text[stop:position] in (" for", " and"):
                    stop = known.end  # Materials for Energy Conversion laboratory
                break
            position = word.end()
            key = fold(word.group().strip())
            if key not in _PETITS and (key not in _SMALL or call.french):
                stop = position
        behind = text[stop : min(end, stop + 14)]
        if _rule("list.lower").match(behind) and not _rule("list.behind").match(behind):
            return None  # Solar Simulations works on
        return Span(start, stop) if sum(c.isalpha() for c in text[start:stop]) >= _MIN_LETTERS else None

    def _continues(self, start: int, word: str, call: _Call) -> bool:
        elided = _ELIDED.match(word)
        known = self._at(start) or (self._at(start + elided.end()) if elided else None)
        if known is not None and not self._gives_way(known):
            return False
        if word[0].isupper() or word[0].isdigit():
            return True
        if not call.french:
            return word in _SMALL
        return _rule("list.behind").match(f" {word}") is None or fold(word) in _PETITS or elided is not None

    def _begins_none(self, word: str) -> bool:
        return fold(word) in words_of("function_words") or _rule("list.not-name").match(word) is not None

    def _may_join(self, before: _Item, after: _Item) -> bool:
        """Whether an "and" stands right between two names, so that they could be one."""
        if after.mark != "and" or before.name is None or before.name.end != before.end:
            return False
        if after.name is not None:
            return after.known is None
        single = " " not in before.name.of(self._text)
        return single and after.known is not None and after.known.rule.startswith("head.")

    def _joins(self, items: Sequence[_Item], k: int, call: _Call, parted: int, open_ends: int) -> bool:
        before, after = items[k - 1], items[k]
        if after.known is not None:
            return self._text[before.end : after.known.start] == " and "  # Taste and Smell Clinic
        if before.name is None or after.name is None or call.french or parted - open_ends < 2:
            return False
        if call.count in (parted, parted - open_ends):
            return call.count == parted - open_ends
        if _rule("list.each").match(self._text[after.name.end : after.name.end + 30]) is not None:
            return False
        if not any(i.mark == "strong" for i in items[1:]) and any(i.mark == "comma" and i.counts for i in items[:k]):
            return False
        return not all(" " in span.of(self._text) for span in (before.name, after.name))


@cache
def _rule(rule: str) -> re.Pattern[str]:
    return load_table("name_lists")[rule].regex
