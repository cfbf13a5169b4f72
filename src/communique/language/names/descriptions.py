"""Unit labels near a name that say what it is: "Letis, laboratoire de", "un centre commun, X,", "baptisé X"."""

from __future__ import annotations

from collections.abc import Mapping

from communique.language.names.lexicon import Label, labels, words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION
from communique.language.names.words import NameWords
from communique.language.tokens import TokenTable

_QUOTES = frozenset('«“"‘')
_DESCRIBES = frozenset({"de", "du", "d'", "des", "of", "between", "with", "commune", "commun", ",", "."})
"""What follows a label in capitals that describes the name before it rather than opens another one."""
_REACH = 25
_REACH_BEFORE = 12
"""Words looked back at from a comma for a label: "une unité entièrement vouée aux nuits du nouveau-né, X,"."""
_POSSESSIVES = frozenset({"its", "their", "our", "his", "her", "son", "sa", "leur", "notre", "'s", "’s"})
_MAX_DESCRIBING = 5
"""Words looked at for a label that describes a name."""
_MAX_OWNED = 3
"""Words looked at behind the owner's name: "a CNRS laboratory", "une unité CNRS"."""


class Descriptions:
    """Looks for labels around a name; all answers are labels or None.

    Args:
        table: the text.
        organisations: the ends of names of organisations, by their starts: a label may stand behind its owner.
    """

    def __init__(self, table: TokenTable, organisations: Mapping[int, int]) -> None:
        self._table = table
        self._organisations = organisations
        self._articles = words_of("name_grammar", "grammar.describing")
        self._qualifying = self._articles | words_of("demonyms") | words_of("name_context", "context.generic")
        self._copulas = words_of("name_grammar", "grammar.copula")
        self._introducing = words_of("name_grammar", "grammar.introducing")
        self._words = NameWords()
        self._naming = words_of("name_context", "context.named")
        self._renaming = words_of("name_context", "context.renamed")

    def label_at(self, i: int) -> Label | None:
        """The longest lower-case label that starts at token i."""
        found: Label | None = None
        word = self._table.words[i]
        if word.alphabetic and not word.capital:
            for _, candidates in labels().matches_at(self._table.keys, i, len(self._table)):
                found = next((c for c in candidates if not c.acronym), found)
        elif word.capital:
            for _, candidates in labels().matches_at(self._table.keys, i, i + 1):
                describes = i + 1 < len(self._table) and self._table.keys[i + 1] in _DESCRIBES
                found = next((c for c in candidates if c.acronym and c.text == word.text and describes), found)
        return found

    def after(self, end: int) -> Label | None:
        """X, laboratoire de …; X, the national consortium …; X, a CNRS laboratory: after a comma or a bracket."""
        table = self._table
        if end + 1 >= len(table) or table.words[end].text not in (",", "("):
            return None
        return self._described_from(end + 1)

    def defined(self, end: int) -> Label | None:
        """X is a laboratory of …; X est une unité …: behind a copula and an article."""
        keys = self._table.keys
        if end + 1 >= len(keys) or keys[end] not in self._copulas or keys[end + 1] not in self._articles:
            return None
        return self._described_from(end + 1)

    def _described_from(self, start: int) -> Label | None:
        """The label within a few words, before which stand only articles, adjectives and the owner's name."""
        table = self._table
        i, stop = start, min(len(table), start + _MAX_DESCRIBING)
        while i < stop:
            label = self.label_at(i)
            if label is not None and not label.part_of_name:
                return label
            if i in self._organisations:
                i = self._organisations[i]
                stop = min(len(table), i + _MAX_OWNED)
                continue
            ordinal = table.words[i].text[0].isdigit() and table.words[i].alphabetic
            if table.keys[i] not in self._qualifying and not ordinal and not self._words.is_adjective(table.words[i]):
                return None
            i += 1
        return None

    def before(self, start: int, end: int) -> Label | None:
        """un centre commun, X,; a company: X: a label that an indefinite article opens, shortly before."""
        table = self._table
        comma = start - 1
        if comma >= 0 and table.words[comma].text in _QUOTES:
            comma -= 1
        if comma >= 0 and table.keys[comma] in ("le", "la", "l'", "the"):
            comma -= 1
        if comma < 2 or table.words[comma].text not in (",", ":") or table.titled[start]:
            return None
        closes = end >= len(table) or table.words[end].text in (",", ".", ";", ")", "(", "\n", "»", "”")
        if table.words[comma].text == "," and not closes:
            return None
        reach = _REACH_BEFORE if table.words[comma].text == "," else _REACH_BEFORE // 2
        for i in range(comma - 1, max(0, comma - reach - 1), -1):
            if table.words[i].text in ".;:(\n" or (table.words[i].text == "," and comma - i > _REACH_BEFORE // 2):
                return None
            label = self.label_at(i)
            if label is not None:
                opened = any(table.keys[k] in self._introducing for k in range(max(0, i - 3), i))
                opened = opened or (table.keys[i - 1] in _POSSESSIVES and self._labels_until(i, comma))
                return label if opened and not label.part_of_name else None
        return self._capitalised_before(comma)

    def _labels_until(self, i: int, comma: int) -> bool:
        """Leur groupe, X,: the label is all that stands before the comma."""
        return any(end == comma for end, _ in labels().matches_at(self._table.keys, i, comma))

    def _capitalised_before(self, comma: int) -> Label | None:
        """an International Research Project, X,: the label written in capitals."""
        for i in range(comma - 1, max(0, comma - 5), -1):
            for end, candidates in labels().matches_at(self._table.keys, i, comma):
                if end == comma and self._table.keys[i - 1] in ("a", "an", "un", "une"):
                    return candidates[0]
        return None

    def naming(self, start: int) -> str | None:
        """The kind of what "baptisé", "named" or "called" introduces: that of the first label in the sentence."""
        table = self._table
        i = start - 1
        if i >= 0 and table.words[i].text in _QUOTES:
            i -= 1
        if i > 0 and table.keys[i - 1] in ("nom", "name") and table.keys[i] in ("de", "of"):
            return self._kind_before(i - 1)  # under the name of X, portait le nom de X
        if i > 1 and table.keys[i - 2 : i + 1] == ["under", "the", "name"]:
            return self._kind_before(i) or LABORATORY
        if i < 0 or table.keys[i] not in self._naming:
            return None
        return self._kind_before(i)

    def described_kind(self, start: int) -> str:
        """The kind of what the sentence has described before a name; an institution where it says nothing."""
        return self._kind_before(start) or INSTITUTION

    def _kind_before(self, i: int) -> str | None:
        table = self._table
        found: str | None = None
        for j in range(i - 1, max(-1, i - _REACH), -1):
            if table.sentence[j] != table.sentence[i]:
                break
            label = self.label_at(j)
            if label is not None and not label.part_of_name and (label.kind != INSTITUTION or found is None):
                found = LABORATORY if label.kind == ORGANISATION else label.kind
        return found

    def renaming(self, start: int) -> bool:
        """Whether "formerly", "anciennement", "known as" or "s'appelle désormais" stands right before."""
        keys = self._table.keys
        i = start - 1
        if i >= 0 and keys[i] in ("the", "l'", "le", "la"):
            i -= 1
        if i < 0:
            return False
        if keys[i] in self._renaming or (keys[i] == "-" and i > 0 and keys[i - 1] == "ex"):
            return True
        return keys[i] == "as" and i > 0 and keys[i - 1] in ("known", "founded", "created", "renamed", "established")
