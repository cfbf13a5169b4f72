"""Names that share one plural: "the universities of Leeds and York", "les laboratoires Xlim et Ceisam".

Each member of the list is a name of its own; where the plural is a part of them, the span says how the name reads in
full ("University of Leeds").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from communique.language.names.extents import Extents, KnownOrganisations
from communique.language.names.lexicon import heads, words_of
from communique.language.names.spans import NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable, fold
from communique.rules import load_table

_MAX_MEMBERS = 12
_MAX_WORDS = 4
_MIN_LETTERS = 3
_PREPOSITIONS = frozenset({"of", "for", "de", "d'", "du"})
_ARTICLES = frozenset({"the", "la", "le", "l'"})
_AND = frozenset({"and", "et", "&", "ou", "or"})
_PLURAL_DETERMINERS = frozenset(
    {"les", "des", "aux", "ces", "deux", "trois", "quatre", "cinq", "the", "two", "three", "four", "five"}
)
_MARKS = frozenset({",", "(", ":"})
_CLOSERS = frozenset({",", ".", ";", ")", "\n", "–", "—"})
_COUNTING = _PLURAL_DETERMINERS - {"the", "les", "des", "aux", "ces"} | {
    "six",
    "seven",
    "eight",
    "sept",
    "huit",
    "both",
}
_VOWELS = frozenset("aeiouyh")


@dataclass(frozen=True, slots=True)
class PluralHead:
    """A plural before or after several names; see the table `plural_heads`."""

    rule: str
    kind: str
    text: str
    singular: str | None
    of: str | None
    determined: bool

    @property
    def is_english(self) -> bool:
        """Whether the names may stand before the plural: "the Cochin and Necker hospitals"."""
        return self.of in ("of", "for") or self.rule in ("plural.hospital-english", "plural.laboratory")


@cache
def plural_heads() -> dict[str, PluralHead]:
    """The plurals by folded word."""
    found: dict[str, PluralHead] = {}
    for rule in load_table("plural_heads").rules:
        for term in rule.terms:
            fields = rule.fields
            found[fold(term)] = PluralHead(
                rule=rule.id,
                kind=fields["kind"],
                text=term,
                singular=fields.get("singular"),
                of=fields.get("of"),
                determined=bool(fields.get("determined")),
            )
    return found


@dataclass(frozen=True, slots=True)
class _Member:
    """Tokens [start, end) of one name, and the preposition before it as printed ("d'", "of the ")."""

    start: int
    end: int
    preposition: str


class PluralNames:
    """Reads the lists after and before plurals; `heads` then holds the plurals that had one."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self.heads: set[int] = set()
        self._table = table
        self._known = known
        self._extents = Extents(table, known)
        self._plurals = plural_heads()
        self._stops = words_of("function_words")
        self._barred = (
            words_of("demonyms")
            | words_of("name_context", "context.no-organisation", "context.generic")
            | words_of("persons", "person.title", "person.role")
        )
        self._organisation_heads = heads()
        self._words = NameWords()

    def find(self) -> list[NameSpan]:
        """The members of all lists, in text order."""
        spans: list[NameSpan] = []
        for i, word in enumerate(self._table.words):
            plural = self._plurals.get(word.key)
            if plural is None or self._table.shouted[i] or not self._is_plural(i, plural):
                continue
            found = self._after(i, plural) or (self._before(i, plural) if plural.is_english else [])
            if found:
                self.heads.add(i)
                spans.extend(found)
        return spans

    def _is_plural(self, i: int, plural: PluralHead) -> bool:
        if not plural.determined:
            return True
        determiner = i > 0 and self._table.keys[i - 1] in _PLURAL_DETERMINERS
        return determiner and self._table.words[i].text == plural.text

    # -- the list after the plural ------------------------------------------------------------------------------

    def _after(self, i: int, plural: PluralHead) -> list[NameSpan]:
        if i + 3 >= len(self._table) or not (self._table.spaced[i] or self._table.words[i + 1].text in _MARKS):
            return []
        governed = self._table.keys[i + 1] in _PREPOSITIONS
        if governed != (plural.of is not None) and (governed or plural.is_english):
            return []
        mark = self._table.words[i + 1].text
        if mark in _MARKS and plural.of is None:
            return self._marked_off(i, plural, mark)
        members, closed = self._members(i + 1, governed)
        if len(members) < 2 or not (closed or (governed and all(m.preposition for m in members))):
            return []
        unknown = [m for m in members if m.start not in self._known.end_of]
        return [self._span(i, plural, m, members[0].preposition) for m in unknown]

    def _marked_off(self, i: int, plural: PluralHead, mark: str) -> list[NameSpan]:
        """Two companies, Koppert and Yara, host; none of the companies (Topsoe, Nel): what marks hold is the list."""
        members, closed = self._members(i + 2, governed=False)
        if len(members) < 2 or members[0].start in self._known.places:
            return []
        end = members[-1].end
        after = self._table.words[end].text if end < len(self._table) else "."
        if not (closed and after in _CLOSERS) if mark != "(" else after != ")":
            return []
        counted = any(self._table.keys[k] in _COUNTING for k in range(max(0, i - 3), i))
        if mark != "(" and not counted:
            return []
        words = [self._table.words[m.start] for m in members]
        if any(self._words.is_first_name(w) or self._words.is_subject(w) for w in words):
            return []
        return [self._span(i, plural, m, "") for m in members if m.start not in self._known.end_of]

    def _members(self, i: int, governed: bool) -> tuple[list[_Member], bool]:
        """The members from token i on, and whether an "and" stands before the last."""
        table = self._table
        members: list[_Member] = []
        closed = False
        while len(members) < _MAX_MEMBERS:
            start, preposition = self._preposition(i) if governed else (i, "")
            end = self._known.end_of.get(start) if not governed else None
            end = end or self._member_end(start)
            if end is None:
                return members, False
            members.append(_Member(start, end, preposition))
            if closed or end + 1 >= len(table):
                break
            if table.keys[end] in _AND:
                closed, i = True, end + 1
            elif table.words[end].text == ",":
                closed = table.keys[end + 1] in _AND
                i = end + 1 + closed
            else:
                break
        return members, closed

    def _preposition(self, i: int) -> tuple[int, str]:
        """The first token after the preposition and its article, and both as printed."""
        keys = self._table.keys
        if i + 1 >= len(keys) or keys[i] not in _PREPOSITIONS:
            return i, ""
        start = i + 1
        if keys[start] in _ARTICLES and start + 1 < len(keys):
            start += 1
        return start, self._table.text[self._table.starts[i] : self._table.starts[start]]

    def _member_end(self, start: int) -> int | None:
        """The end of capitalised words in a row, hyphens inside and a number after them included."""
        table = self._table
        if start >= len(table) or not self._may_begin(start):
            return None
        if sum(c.isalpha() for c in table.words[start].text) < _MIN_LETTERS and not self._extents.goes_on(start):
            return None  # les groupes G2 et E8
        end = max(start + 1, self._known.places.get(start, 0))
        while end < len(table) and end - start < 2 * _MAX_WORDS:
            word = table.words[end]
            if word.text in HYPHENS and not table.spaced[end] and not table.spaced[end - 1] and end + 1 < len(table):
                end += 2
            elif not table.spaced[end - 1]:
                break
            elif word.number and len(word.text) <= 2:
                return end + 1
            elif word.alphabetic and word.capital and self._goes_on(end):
                end += 1
            else:
                break
        return end

    def _may_begin(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or not (word.capital or word.mixed) or word.key in self._barred:
            return False
        known = i in self._known.end_of and i not in self._known.places
        return not known and word.key not in self._organisation_heads and (word.key not in self._stops or word.acronym)

    def _goes_on(self, i: int) -> bool:
        word = self._table.words[i]
        return word.key not in self._stops and word.key not in self._organisation_heads and i not in self._known.end_of

    def _span(self, i: int, plural: PluralHead, member: _Member, first: str) -> NameSpan:
        """The span of one member with its full name."""
        name = self._table.surface(member.start, member.end)
        full = ""
        if plural.singular is not None:
            singular = plural.singular or plural.text
            if not self._table.words[i].capital and plural.singular:
                singular = singular[0].lower() + singular[1:]
            preposition = member.preposition or (_inherited(first, name) if first else "")
            full = f"{self._before_plural(i, plural)}{singular} {preposition}{name}"
        return NameSpan(member.start, member.end, plural.kind, plural.rule, full)

    def _before_plural(self, i: int, plural: PluralHead) -> str:
        """Capitalised words before an English plural, part of every name: "Max Planck Institutes for X and Y"."""
        if not plural.is_english:
            return ""
        start = i
        while start > 0 and i - start < _MAX_WORDS:
            word = self._table.words[start - 1]
            if not word.alphabetic or not word.capital or word.key in self._stops or not self._table.spaced[start - 1]:
                break
            start -= 1
        return self._table.text[self._table.starts[start] : self._table.starts[i]]

    # -- the list before the plural -----------------------------------------------------------------------------

    def _before(self, i: int, plural: PluralHead) -> list[NameSpan]:
        """The Fizeau and Cassiopée laboratories: the names stand before the plural, after an article."""
        table = self._table
        members: list[_Member] = []
        end = i
        while end > 1 and len(members) < _MAX_MEMBERS:
            start = self._member_start(end, plural)
            if start == end:
                break
            members.insert(0, _Member(start, end, ""))
            joint = table.keys[start - 1] if start else ""
            if joint not in (_AND if len(members) == 1 else {","}):
                break
            end = start - 1
        if len(members) < 2 or not self._is_opened(members[0].start):
            return []
        spans = []
        for member in members:
            name = table.surface(member.start, member.end)
            full = f"{name} {plural.singular}" if plural.singular else ""
            spans.append(NameSpan(member.start, member.end, plural.kind, plural.rule, full))
        return spans

    def _is_opened(self, i: int) -> bool:
        """Whether no capital goes before the first member, but that of an article."""
        return i == 0 or not self._table.words[i - 1].capital or self._table.keys[i - 1] in _ARTICLES

    def _member_start(self, end: int, plural: PluralHead) -> int:
        """The start of the capitalised words before `end`, `end` itself where they cannot name a member."""
        table = self._table
        start = end
        while start > 0 and end - start < _MAX_WORDS:
            word = table.words[start - 1]
            if word.text in HYPHENS and start < end and not table.spaced[start - 1] and not table.spaced[start - 2]:
                start -= 2
                continue
            if not word.alphabetic or not (word.capital or word.mixed) or not table.spaced[start - 1]:
                break
            if word.key in self._stops or word.key in self._barred or start - 1 in self._known.start_of:
                return end
            start -= 1
        words = table.words[start:end]
        placed = plural.singular is None and start in self._known.places
        if placed or any(self._words.is_subject(w) or w.key in self._organisation_heads for w in words):
            return end
        return start


def _inherited(first: str, name: str) -> str:
    """The preposition that a member takes over from the first one."""
    if not first.startswith(("de ", "d'", "d’", "du ")):
        return first
    return "d'" if fold(name[:1]) in _VOWELS else "de "
