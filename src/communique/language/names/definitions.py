"""Short forms and long forms that the text ties: "Long Form (LF)", "LF (Long Form)", and what brackets give away.

The spans found here end or begin at a bracket; that two of them name one thing is decided when spans are merged.
"""

from __future__ import annotations

from communique.language.names.acronyms import abbreviates, find_long_form, is_short_form, short_form_after
from communique.language.names.coined import is_field, is_plural
from communique.language.names.extents import Extents, KnownOrganisations
from communique.language.names.extents.reader import CLOSE_QUOTES
from communique.language.names.lexicon import heads, labels, words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, UNIT_CODE, NameSpan
from communique.language.tokens import HYPHENS, SLASHES, TokenTable

_MAX_NAME = 6
_MAX_DIGITS = 3
_OWNING = frozenset({"de", "du", "d'", "of", "at"})
_MIN_PHRASE, _MAX_PHRASE = 3, 14
_PHRASE_WORDS = frozenset(
    {"de", "d'", "du", "des", "et", "a", "en", "pour", "sur", "la", "le", "les", "l'", "aux", "au"}
)


class BracketedNames:
    """Reads every opening bracket: what stands before it, and what it begins with."""

    def __init__(
        self, table: TokenTable, known: KnownOrganisations, headed: list[NameSpan], codes: list[NameSpan]
    ) -> None:
        self._table = table
        self._known = known
        named = [NameSpan(a, b, _kind_at(known, a), "gazetteer.name") for a, b in known.end_of.items()]
        self._by_end = {span.end: span for span in [*headed, *named]}
        self._by_end.update({s.end: s for s in headed if len(s) > len(self._by_end[s.end])})
        self._by_start = {span.start: span for span in [*headed, *named]}
        self._by_start.update({s.start: s for s in headed if len(s) > len(self._by_start[s.start])})
        self._extents = Extents(table, known)
        self._things = words_of("name_context", "context.thing", "context.named-after") | words_of(
            "persons", "person.thing"
        )
        self._programmes = words_of("name_context", "context.programme")
        self._never = words_of("name_context", "context.no-organisation")
        self._code_starts = {span.start: span.end for span in codes if span.label == UNIT_CODE}
        self._stops = words_of("function_words")
        self._generic = words_of("name_context", "context.generic")
        self._heads = heads()

    def find(self) -> list[NameSpan]:
        """Long forms, short forms, and units that a bracket with supervising institutions gives away."""
        spans: list[NameSpan] = []
        line_start = 0
        for i, word in enumerate(self._table.words):
            if word.text == "\n":
                line_start = i + 1
            elif word.text == "(" and i > line_start and i + 2 < len(self._table):
                spans.extend(self._read(line_start, i))
        return spans

    def _read(self, line_start: int, bracket: int) -> list[NameSpan]:
        table = self._table
        inner = bracket + 1
        if table.words[inner].text.endswith(("'", "’")) or table.keys[inner] in ("the", "le", "la"):
            inner += 1
        end = short_form_after(table, inner, len(table))
        closed = (
            end is not None
            and end < len(table)
            and (table.words[end].text in "),;:" or (table.words[end].text in HYPHENS and table.spaced[end - 1]))
        )
        found: list[NameSpan] = []
        if end is not None and closed and table.words[inner].capital | table.words[inner].mixed:
            found = self._short_form(line_start, bracket, inner, end)
        if not found and self._lists_supervisors(bracket + 1):
            found = self._unit_before(line_start, bracket)
        if not found and bracket > line_start and is_short_form(table.words[bracket - 1]):
            found = self._long_form_inside(bracket)
        return found

    def _short_form(self, line_start: int, bracket: int, inner: int, end: int) -> list[NameSpan]:
        """Long Form (LF): by the letters, or because an organisation's name ends at the bracket."""
        table = self._table
        short = table.surface(inner, end)
        bracket -= table.words[bracket - 1].text in CLOSE_QUOTES  # “Long Form” (LF)
        start = find_long_form(table, short, line_start, bracket)
        before = self._by_end.get(bracket)
        if end == inner + 1 and (table.keys[inner] in self._never or is_plural(short)):
            return []
        if start is not None and (is_field(table, start) or not self._is_proved(start, bracket, before, end)):
            start = None
        if start is not None:
            kind = self._kind_of(start, bracket, before)
            return [
                NameSpan(start, bracket, kind, "definition.long-form"),
                NameSpan(inner, end, kind, "definition.short-form"),
            ]
        if before is not None and before.start == self._known.start_of.get(inner, -1):
            return []
        owned = self._owned_before(before, short)
        if owned is not None:
            return [owned, NameSpan(inner, end, owned.label, "definition.short-form")]
        if before is not None and inner not in self._known.end_of and _looks_short(table, inner, end):
            return [before, NameSpan(inner, end, before.label, "definition.bracket")]
        return []

    def _owned_before(self, owner: NameSpan | None, short: str) -> NameSpan | None:
        """Laboratoire de mécanique des solides de l'École polytechnique (LMS): the letters are those of the first."""
        if owner is None:
            return None
        for gap in (1, 2):
            part = self._by_end.get(owner.start - gap)
            if part is not None and self._table.keys[part.end] in _OWNING:
                surface = self._table.surface(part.start, part.end)
                return part if abbreviates(short, surface) else None
        return None

    def _is_proved(self, start: int, bracket: int, before: NameSpan | None, end: int) -> bool:
        """Whether the long form is an organisation: by its head, a label before it, or what follows in the bracket."""
        table = self._table
        if before is not None and before.start <= start + 1:
            return True
        for i in range(start, bracket):
            head = self._heads.get(table.keys[i])
            if head is not None and head.rule not in ("head.company", "head.service"):
                generic = all(k in self._generic or k in self._heads for k in table.keys[start:bracket])
                return not generic
        if start > 0 and any(e == start for k in (1, 2, 3) if start >= k for e in self._label_ends(start - k)):
            return True
        if self._is_proper_phrase(start, bracket, end):
            return True
        after = end
        while after < len(table) and table.words[after].text in ",:;–-—":
            after += 1
        return after > end and (after in self._code_starts or after in self._known.institutions)

    def _is_proper_phrase(self, start: int, bracket: int, end: int) -> bool:
        """Australian Astronomical Optics (AAO): capitals throughout, each with its letter, and no thing at the end."""
        table = self._table
        content = [w for w in table.words[start:bracket] if w.alphabetic and w.key not in self._stops]
        if not 2 <= len(content) <= 8 or not all(w.capital for w in content) or content[-1].key in self._things:
            return False
        if any(w.key in self._programmes for w in content):
            return False
        short = table.surface(end - 1, end) if end else ""
        strict = abbreviates(short, table.surface(start, bracket), strict=True)
        return strict and sum(c.isupper() for c in short) >= 3

    def _label_ends(self, i: int) -> list[int]:
        return [end for end, _ in labels().matches_at(self._table.keys, i, len(self._table))]

    def _kind_of(self, start: int, end: int, headed: NameSpan | None) -> str:
        if headed is not None and headed.start >= start:
            return headed.label
        for i in range(start, end):
            head = self._heads.get(self._table.keys[i])
            if head is not None and head.rule != "head.company":
                return head.kind
        return ORGANISATION

    def _lists_supervisors(self, inner: int) -> bool:
        """Whether the bracket begins with a unit code, or with an institution that others follow."""
        table = self._table
        if inner in self._code_starts:
            return True
        end = self._known.end_of.get(inner)
        if end is None:
            span = self._by_start.get(inner)
            if span is None or span.label != INSTITUTION:
                return False
            end = span.end
        if inner not in self._known.institutions and inner not in self._by_start:
            return False
        return end < len(table) and (table.words[end].text in SLASHES or table.words[end].text in ",-–")

    def _unit_before(self, line_start: int, bracket: int) -> list[NameSpan]:
        """The capitalised words right before a bracket with supervising institutions: they name a unit."""
        table = self._table
        if bracket in self._by_end or bracket - 1 in self._known.start_of:
            return []
        first = table.words[line_start]
        if first.capital and first.alphabetic and first.key not in self._stops and first.key not in self._heads:
            whole = self._extents.right(line_start, "french", labelled=True) == bracket
            if whole or self._is_phrase(line_start, bracket):
                return [NameSpan(line_start, bracket, LABORATORY, "context.supervised-line")]
        start = bracket
        while start > line_start and bracket - start < _MAX_NAME:
            word = table.words[start - 1]
            if word.text in HYPHENS and not table.spaced[start - 1]:
                start -= 1
                continue
            if not word.alphabetic or not (word.capital or word.mixed) or (word.key in self._stops and not word.upper):
                break
            if start - 1 in self._known.start_of or start in self._by_end:
                break
            start -= 1
        if start == bracket:
            return []
        words = [w for w in table.words[start:bracket] if w.alphabetic]
        if len(words) > 1 and not any(w.acronym or w.mixed for w in words):
            return []  # rather a person and the employer
        return [NameSpan(start, bracket, LABORATORY, "context.supervised")]

    def _is_phrase(self, start: int, end: int) -> bool:
        """A line that is one French noun phrase up to the bracket: "Gestion de l'eau, acteurs, usages (Cirad/…"."""
        if not _MIN_PHRASE <= end - start <= _MAX_PHRASE:
            return False
        words = self._table.words[start:end]
        if sum(w.capital for w in words) > 1:
            return False
        return all(
            (w.alphabetic and (w.key not in self._stops or w.key in _PHRASE_WORDS)) or w.text in (",", "-", ":")
            for w in words[1:]
        ) and any(w.key in _PHRASE_WORDS for w in words)

    def _long_form_inside(self, bracket: int) -> list[NameSpan]:
        """LF (Long Form): the bracket holds words that the short form before it abbreviates."""
        table = self._table
        close = bracket + 1
        while close < len(table) and table.words[close].text not in (")", "(", "\n") and close - bracket < 26:
            close += 1
        if close >= len(table) or table.words[close].text != ")":
            return []
        stop = next((k for k in range(bracket + 1, close) if table.words[k].text in ",;:"), close)
        for end in (close, stop):
            start = find_long_form(table, table.words[bracket - 1].text, bracket + 1, end)
            if start == bracket + 1 and not is_field(table, bracket - 1):
                kind = self._kind_of(start, end, self._by_start.get(start))
                return [
                    NameSpan(bracket - 1, bracket, kind, "definition.short-form"),
                    NameSpan(start, end, kind, "definition.long-form"),
                ]
        return []


def _kind_at(known: KnownOrganisations, start: int) -> str:
    return INSTITUTION if start in known.institutions else LABORATORY


def _looks_short(table: TokenTable, start: int, end: int) -> bool:
    if sum(c.isdigit() for w in table.words[start:end] for c in w.text) > _MAX_DIGITS:
        return False  # the number of a grant
    words = [w for w in table.words[start:end] if w.alphabetic]
    return len(words) <= 2 and (
        any(w.acronym or w.mixed for w in words) or (len(words) == 1 and len(words[0].text) <= 8)
    )
