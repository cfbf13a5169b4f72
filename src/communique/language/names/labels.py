"""Names that a label introduces: "l'équipe Talus", "UMR XLIM", "the QUANTIC project-team", "baptisé CLIMATH"."""

from __future__ import annotations

from communique.language.names.coined import is_coined
from communique.language.names.extents import Extents, KnownOrganisations
from communique.language.names.lexicon import Label, heads, labels, words_of
from communique.language.names.spans import INSTITUTION, NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

_OPEN = frozenset('«“"‘')
_CLOSE = frozenset('»”"’')
_NUMBERED = frozenset({"label.platform", "label.team", "label.network", "label.project-team"})
_MAX_QUOTED = 12
_MAX_ADJECTIVES = 2
_OWNING = frozenset({"its", "their", "our", "'s", "’s"})
_MAX_BETWEEN = 10
"""Tokens between a label and a quoted name, for owners and codes."""


class LabelledNames:
    """Finds the names on both sides of unit labels."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self._table = table
        self._known = known
        self._extents = Extents(table, known)
        self._stops = words_of("function_words")
        self._demonyms = words_of("demonyms")
        self._barred = self._demonyms | words_of("persons", "person.title") | {"r&d"}
        self._french = words_of("name_grammar", "grammar.french-label")
        self._particles = words_of("persons", "person.particle")
        self._linking = words_of("name_grammar", "grammar.label-attribute")
        self._relations = words_of("name_context", "context.public-relations", "context.press-desk")
        self._kept = words_of("name_grammar", "grammar.medical") | words_of("name_context", "context.named")
        self._words = NameWords()
        self._heads = heads()

    def find(self) -> list[NameSpan]:
        """Spans of the names alone, without their labels, in text order."""
        table, trie = self._table, labels()
        spans: list[NameSpan] = []
        covered = 0
        for i, word in enumerate(table.words):
            if not word.alphabetic or i < covered:
                continue
            longest: tuple[int, Label] | None = None
            capital: tuple[int, Label] | None = None
            for end, found in trie.matches_at(table.keys, i, len(table)):
                fitting = [label for label in found if self._is_written_as(i, end, label)]
                if fitting:
                    longest = (end, fitting[0])
                elif word.capital and not found[0].acronym:
                    capital = (end, found[0])
            if longest is not None:
                end, label = longest
                covered = end
                named = self._right(i, end, label) or self._quoted_further_on(end, label) or self._left(i, label, end)
            else:
                named = (self._quoted_further_on(*capital) or self._coined_behind(*capital)) if capital else None
            if named is not None:
                spans.append(named)
        return spans

    def _is_written_as(self, start: int, end: int, label: Label) -> bool:
        surface = self._table.surface(start, end)
        if label.acronym:
            return surface == label.text
        return surface[:1].islower() and surface == surface.lower()

    def _right(self, start: int, after: int, label: Label) -> NameSpan | None:
        """The name after the label: quoted, or capitalised words and what goes on in lower case."""
        table = self._table
        if after >= len(table):
            return None
        if table.words[after].text in _OPEN:
            return self._quoted(after, label)
        after = self._behind_adjectives(after, label)
        first = table.words[after]
        if not table.spaced[after - 1] or not first.capital:
            return None
        if after in self._known.end_of:
            known = label.acronym and label.kind != INSTITUTION and after not in self._known.institutions
            rule = label.rule.replace("label.", "label.right-")
            return NameSpan(start, self._known.end_of[after], label.kind, rule) if known else None
        if first.text.endswith(".") or first.key in self._barred:
            return None
        if first.key in self._relations and label.rule in ("label.department", "label.team"):
            return None  # service Communication
        if (first.key in self._stops or (len(first.text) < 3 and not first.mixed)) and not self._extents.goes_on(after):
            return None
        if first.key in self._heads and not first.acronym:
            return None
        style = self._style(start, after)
        end = (
            max(self._plain_run(after), self._phrase(after) if label.acronym else 0)
            if label.acronym or style == "english"
            else self._extents.right(after - 1, style, labelled=True)
        )
        if end <= after:
            return None
        if label.rule in _NUMBERED and self._is_numbered(end):
            end += 1
        begin = start if label.part_of_name or label.acronym else after
        return NameSpan(begin, end, label.kind, label.rule.replace("label.", "label.right-"))

    def _is_numbered(self, end: int) -> bool:
        """La plateforme Fibre 33: a number of one or two digits that closes its phrase."""
        table = self._table
        if end >= len(table) or not table.spaced[end - 1] or not table.words[end - 1].capital:
            return False
        closed = end + 1 >= len(table) or table.words[end + 1].text in (".", ",", ";", ")", "\n")
        return closed and table.words[end].text.isdigit() and len(table.words[end].text) <= 2

    def _coined_behind(self, after: int, label: Label) -> NameSpan | None:
        """International Research Project DELTACORE: a coined word right behind a label of several words in capitals."""
        table = self._table
        if after >= len(table) or " " not in label.text or label.kind == INSTITUTION or not table.spaced[after - 1]:
            return None
        word = table.words[after]
        if not is_coined(word) or after in self._known.end_of or table.shouted[after]:
            return None
        return NameSpan(after, self._plain_run(after), label.kind, label.rule.replace("label.", "label.right-"))

    def _behind_adjectives(self, after: int, label: Label) -> int:
        """Le groupe papetier Ahlstrom, l'entreprise portugaise Renova Solar: the label's adjectives are passed over."""
        table = self._table
        if label.acronym or label.part_of_name or label.rule == "label.hospital":
            return after
        i = after
        while i - after < _MAX_ADJECTIVES and i + 1 < len(table) and table.spaced[i - 1]:
            word = table.words[i]
            if (
                word.capital
                or word.key in self._kept
                or not (word.key in self._demonyms or self._words.is_adjective(word))
            ):
                break
            i += 1
        named = i < len(table) and i > after and table.words[i].capital and i not in self._known.places
        return i if named and i not in self._known.end_of else after

    def _style(self, start: int, after: int) -> str:
        """French labels introduce names that go on in lower case: "l'unité Immunité et cancer"."""
        keys = self._table.keys[start:after]
        return "french" if any(key in self._french for key in keys) else "english"

    def _phrase(self, after: int) -> int:
        """UR Science du sol, UMR Interactions arbres-microorganismes: a subject that goes on in lower case."""
        word = self._table.words[after]
        if word.acronym or word.mixed or not self._words.is_subject(word):
            return 0
        return self._extents.right(after - 1, "french", labelled=True)

    def _plain_run(self, i: int) -> int:
        """Capitalised words in a row, hyphens between them included."""
        table = self._table
        end = i
        while end < len(table):
            word = table.words[end]
            if word.text in HYPHENS and not table.spaced[end] and end > i and not table.spaced[end - 1]:
                end += 2  # what a hyphen joins belongs to the name, be it a number: FHU Respire-2
                continue
            if end > i and word.key in self._particles and end + 1 < len(table) and table.words[end + 1].capital:
                end += 1  # UMI Abraham de Moivre
                continue
            if not (word.capital or word.mixed) or (word.key in self._stops and not word.upper):
                break
            if end > i and (end in self._known.end_of or word.key in self._heads):
                break
            end += 1
        return end

    def _quoted(self, opening: int, label: Label) -> NameSpan | None:
        table = self._table
        for j in range(opening + 1, min(len(table), opening + _MAX_QUOTED)):
            if table.words[j].text in _CLOSE:
                if j == opening + 1 or not table.words[opening + 1].capital:
                    return None
                return NameSpan(opening + 1, j, label.kind, label.rule.replace("label.", "label.quoted-"))
            if table.words[j].text in ".!?\n":
                return None
        return None

    def _quoted_further_on(self, i: int, label: Label) -> NameSpan | None:
        """Unité mixte Inserm/Institut Pasteur 993 « X »: owners and numbers between the label and the quoted name."""
        table = self._table
        if label.kind == INSTITUTION:
            return None
        limit = min(len(table), i + _MAX_BETWEEN)
        while i < limit:
            word = table.words[i]
            if word.text in _OPEN:
                return self._quoted(i, label)
            if i in self._known.end_of:
                i = self._known.end_of[i]
            elif word.number or word.acronym or word.text in "/-()," or word.key in self._linking:
                i += 1
            else:
                return None
        return None

    def _left(self, start: int, label: Label, end: int) -> NameSpan | None:
        """The name before the label, as in English: "the LN2 IRL", "Ecce Terra observatory".

        A coined name stands without its label; one of ordinary words takes it along.
        """
        table = self._table
        if label.part_of_name or label.unit_type is None or start == 0 or table.titled[start]:
            return None
        if table.words[start - 1].text in _CLOSE:
            return self._quoted_before(start - 1, label)
        begin = self._extents.left(start, cross_known=False)
        words = [w for w in table.words[begin:start] if w.alphabetic]
        if not words or begin in self._known.end_of or start - 1 in self._known.start_of:
            return None
        if any(w.key in self._heads or w.key in self._demonyms for w in words):
            return None
        rule = label.rule.replace("label.", "label.left-")
        if len(words) == 1:
            coined = words[0].acronym or words[0].mixed or table.keys[begin - 1] in ("the", "of")
            if (
                not coined
                and begin > 0
                and (table.keys[begin - 1] in _OWNING or table.words[begin - 1].text in _OWNING)
            ):
                return NameSpan(begin, end, label.kind, rule)
            return NameSpan(begin, start, label.kind, rule) if coined and table.spaced[start - 1] else None
        return NameSpan(begin, end, label.kind, rule)

    def _quoted_before(self, closing: int, label: Label) -> NameSpan | None:
        """Its “Sugar Codes” working group."""
        table = self._table
        for j in range(closing - 1, max(-1, closing - _MAX_QUOTED), -1):
            if table.words[j].text in _OPEN or (table.words[j].text == '"' and j < closing - 1):
                named = table.words[j + 1].capital and j + 1 < closing
                rule = label.rule.replace("label.", "label.quoted-")
                return NameSpan(j + 1, closing, label.kind, rule) if named else None
            if table.words[j].text in ".!?\n":
                return None
        return None
