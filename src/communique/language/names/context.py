"""Organisations without a head word, known by how the text uses them.

Releases of research institutions are full of short names: an acronym or a coined word that stands for nothing
else ("NASA", "GeoRessources", "LAMBE") is an organisation unless it is on the list of those that are not. An
ordinary capitalised word needs more: a place in a list of organisations, an apposition ("Letis, laboratoire de"),
or words that name what was described before ("baptisé Argile 2050").
"""

from __future__ import annotations

from communique.language.names.extents import KnownOrganisations
from communique.language.names.lexicon import Label, heads, labels, words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, PERSON, PLACE, NameSpan
from communique.language.tokens import HYPHENS, SLASHES, TokenTable, Word

_MAX_WORDS = 4
_INDEFINITE = frozenset({"a", "an", "un", "une", "the", "le", "la", "l'", "son", "sa", "its", "our", "autre", "another"})
_AND = frozenset({"and", "et", "&", "ou", "or", "&"})


class ContextNames:
    """Reads the words that no other rule has taken.

    Args:
        table: the text.
        known: gazetteer organisations.
        taken: the spans of all other organisation rules and of persons.
    """

    def __init__(self, table: TokenTable, known: KnownOrganisations, taken: list[NameSpan]) -> None:
        self._table = table
        self._known = known
        self._organisation_end = {s.end: s for s in taken if s.label not in (PERSON, PLACE)}
        self._organisation_start = {s.start: s for s in taken if s.label not in (PERSON, PLACE)}
        self._taken = bytearray(len(table))
        for span in taken:
            for i in range(span.start, span.end):
                self._taken[i] = 1
        for start, end in known.places.items():
            for i in range(start, end):
                self._taken[i] = 1
        self._stops = words_of("function_words")
        self._heads = heads()
        self._never = words_of("name_context", "context.no-organisation")
        self._named_after = words_of("name_context", "context.named-after")
        self._journals = words_of("name_context", "context.journal")
        self._desks = words_of("name_context", "context.press-desk")
        self._naming = words_of("name_context", "context.named")
        self._not_names = words_of("persons", "person.never", "person.title") | words_of("demonyms")
        self._first_names = words_of("first_names")

    def find(self) -> list[NameSpan]:
        """The spans in text order."""
        spans: list[NameSpan] = []
        i = 0
        while i < len(self._table):
            end = self._run_end(i)
            if end is None:
                i += 1
                continue
            span = self._judge(i, end)
            if span is not None:
                spans.append(span)
                self._organisation_end[span.end] = span
                self._organisation_start[span.start] = span
            i = end
        return spans

    # -- runs ---------------------------------------------------------------------------------------------------

    def _run_end(self, start: int) -> int | None:
        """The end of the capitalised words in a row that start here, hyphens between them included."""
        table = self._table
        if not self._may_start(start):
            return None
        end = start + 1
        while end < len(table) and end - start < 2 * _MAX_WORDS:
            word = table.words[end]
            if word.text in HYPHENS and not table.spaced[end] and not table.spaced[end - 1] and end + 1 < len(table):
                if table.words[end + 1].text.islower() and not self._taken[end + 1]:
                    break
                if self._taken[end + 1]:
                    break
                end += 2
                continue
            if not table.spaced[end - 1] or not self._continues(end):
                break
            end += 1
        return end

    def _may_start(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or self._taken[i] or not (word.capital or word.mixed) or word.key in self._not_names:
            return False
        glued_before = i > 0 and self._table.words[i - 1].text in HYPHENS and not self._table.spaced[i - 1]
        return not glued_before and (word.key not in self._stops or word.acronym)

    def _continues(self, i: int) -> bool:
        word = self._table.words[i]
        if self._taken[i] or not word.alphabetic or not (word.capital or word.mixed):
            return word.number and len(word.text) in (1, 4) and self._table.words[i - 1].capital
        return word.key not in self._stops and word.key not in self._not_names and word.key not in self._heads

    # -- judgement ----------------------------------------------------------------------------------------------

    def _judge(self, start: int, end: int) -> NameSpan | None:
        table = self._table
        words = [w for w in table.words[start:end] if w.alphabetic]
        if table.shouted[start] or self._named_for_something(start, end) or any(w.key in self._desks for w in words):
            return None
        if any(w.key in self._journals for w in words):
            return None
        if (label := self._named_by(start)) is not None:
            return NameSpan(start, end, label, "context.named")
        if (found := self._apposed(end)) is not None and not table.titled[start]:
            return NameSpan(start, end, found.kind, "context.apposition")
        if (found := self._apposed_before(start, end)) is not None:
            return NameSpan(start, end, found.kind, "context.described")
        end = self._trim(start, end)
        words = [w for w in table.words[start:end] if w.alphabetic]
        if self._listed(start, end):
            return NameSpan(start, end, INSTITUTION, "context.listed")
        if len(words) <= 2 and self._is_coined(words, start, end):
            return NameSpan(start, end, ORGANISATION, "context.coined")
        return None

    def _trim(self, start: int, end: int) -> int:
        """A trailing number is part of a name only where words say so ("baptisé Argile 2050")."""
        while end > start + 1 and self._table.words[end - 1].number:
            end -= 1
        return end

    def _named_for_something(self, start: int, end: int) -> bool:
        keys = self._table.keys
        before = keys[start - 1] if start else ""
        if before in ("«", "“", '"') and start > 1:
            before = keys[start - 2]
        if before in ("d'", "du", "de", "le", "la", "the") and start > 1 and keys[start - 2] in self._named_after:
            before = keys[start - 2]
        after = keys[end] if end < len(keys) else ""
        return before in self._named_after or (after in self._named_after and before in _INDEFINITE)

    def _is_coined(self, words: list[Word], start: int, end: int) -> bool:
        """An acronym of three letters and more, or a word with capitals inside, that names nothing else."""
        table = self._table
        telling = [w for w in words if (w.acronym or w.mixed) and w.key not in self._never]
        if not telling or words[0] not in telling:
            return False
        first = telling[0]
        if any(w.key in self._never for w in words):
            return False
        letters = sum(c.isalpha() for c in first.text)
        if letters < 3 or any(c in "+²³" for c in first.text):
            return False
        numbered = end < len(table) and (table.words[end].number or table.words[end].text in HYPHENS)
        if numbered and not table.spaced[end - 1]:
            return False  # COVID-19, GLP-1
        return not self._is_ticker(start, end) and not _is_formula(first)

    def _is_ticker(self, start: int, end: int) -> bool:
        """NYSE: STM, or (Euronext Paris : TTE): a stock code after a colon in brackets."""
        words = self._table.words
        if start < 2 or words[start - 1].text != ":":
            return False
        closer = words[end].text if end < len(words) else ""
        return closer in (")", ";", ",") and any(w.text == "(" for w in words[max(0, start - 6) : start])

    def _listed(self, start: int, end: int) -> bool:
        """A member of a list of organisations: between slashes, or between commas and an "and"."""
        table = self._table
        before = table.words[start - 1].text if start else ""
        after = table.words[end].text if end < len(table) else ""
        left = self._organisation_end.get(start - 1)
        right = self._organisation_start.get(end + 1)
        if before in SLASHES and left is not None and after in (")", "/", ".", ",", "\n", ";", "|", "·"):
            return left.label == INSTITUTION or left.family == "context"
        if after in SLASHES and right is not None and before in ("(", "/", ":", "\n", "|", "·"):
            return right.label == INSTITUTION
        if table.titled[start] or self._looks_personal(start, end):
            return False
        joins_left = left is not None and (before == "," or table.keys[start - 1] in _AND)
        joins_right = right is not None and (after == "," or (end < len(table) and table.keys[end] in _AND))
        if joins_left and left is not None and left.label == INSTITUTION:
            return joins_right or table.keys[start - 1] in _AND
        return joins_right and right is not None and right.label == INSTITUTION and before in ("(", ",", ":")

    def _looks_personal(self, start: int, end: int) -> bool:
        return self._table.keys[start] in self._first_names or end - start > 3

    def _named_by(self, start: int) -> str | None:
        """The kind of what "baptisé", "named" or "called" introduces: that of the nearest label before, in the line."""
        table = self._table
        i = start - 1
        if i >= 0 and table.words[i].text in ("«", "“", '"', "‘"):
            i -= 1
        if i < 0 or table.keys[i] not in self._naming:
            return None
        for j in range(i - 1, max(-1, i - 25), -1):
            if table.words[j].text in "\n.":
                break
            label = self._label_at(j)
            if label is not None:
                return LABORATORY if label.kind == ORGANISATION else label.kind
        return None

    def _label_at(self, i: int) -> Label | None:
        """The longest lower-case label that starts at i."""
        found: Label | None = None
        if self._table.words[i].alphabetic and not self._table.words[i].capital:
            for end, candidates in labels().matches_at(self._table.keys, i, len(self._table)):
                found = next((c for c in candidates if not c.acronym), found) if end else found
        return found

    def _apposed(self, end: int) -> Label | None:
        """X, laboratoire de …; X, the national consortium …: a label within the three words after a comma."""
        table = self._table
        if end + 1 >= len(table) or table.words[end].text not in (",", "("):
            return None
        for i in range(end + 1, min(len(table), end + 5)):
            label = self._label_at(i)
            if label is not None and not label.part_of_name:
                return label
            word = table.words[i]
            if not word.alphabetic or word.capital:
                return None
        return None

    def _apposed_before(self, start: int, end: int) -> Label | None:
        """un centre commun, X,; a company: X: the label opens with an indefinite article shortly before."""
        table = self._table
        comma = start - 1
        if comma >= 0 and table.keys[comma] in ("le", "la", "l'", "the"):
            comma -= 1
        if comma < 2 or table.words[comma].text not in (",", ":") or table.titled[start]:
            return None
        closes = end >= len(table) or table.words[end].text in (",", ".", ";", ")", "(", "\n", "»")
        if table.words[comma].text == "," and not closes:
            return None
        for i in range(comma - 1, max(0, comma - 7), -1):
            if table.words[i].text in ".;:(\n":
                return None
            label = self._label_at(i)
            if label is not None:
                opened = table.keys[i - 1] in ("un", "une", "a", "an", "premier", "premiere", "new", "nouveau", "nouvelle", "joint")
                return label if opened else None
        capital = [table.words[k] for k in range(max(0, comma - 4), comma)]
        return None if not capital else self._capital_label(comma)

    def _capital_label(self, comma: int) -> Label | None:
        """an International Research Project, X,: the label written in capitals."""
        for i in range(comma - 1, max(0, comma - 5), -1):
            for end, candidates in labels().matches_at(self._table.keys, i, comma):
                if end == comma and self._table.keys[i - 1] in ("a", "an", "un", "une"):
                    return candidates[0]
        return None


def _is_formula(word: Word) -> bool:
    """BaTiO3, CaCO3, MgSiO3: capitals each with at most one small letter, and a digit at the end."""
    text = word.text
    return text[-1].isdigit() and any(c.islower() for c in text) and all(
        not (a.islower() and b.islower()) for a, b in zip(text, text[1:], strict=False)
    )
