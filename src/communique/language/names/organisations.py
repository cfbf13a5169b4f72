"""Organisations by their head word: "Laboratoire de physique des solides", "Joint Quantum Institute"."""

from __future__ import annotations

from communique.language.names.extents import Extents, KnownOrganisations
from communique.language.names.lexicon import Head, heads, labels, words_of
from communique.language.names.spans import LABORATORY, NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

_DEFINITE = frozenset({"le", "la", "l'", "du", "au", "les", "the", "cette", "ce"})
_INTRODUCE = frozenset({"the", "of", "at", "with", "by", "from", "in"})
_OFFICES = frozenset({"head.direction", "head.service", "head.office", "head.team", "head.lower-inside"})
_SUBJECT_HEADS = frozenset({"head.unite", "head.plateforme"})
_STATUSES = frozenset({"head.centre", "head.center", "head.laboratoire", "head.network"})
_SEPARATORS = frozenset({"\n", "|", "·", "•", "/", "–", "—", "-", ","})
_LINKS = frozenset({"de", "du", "d'", "des", "la", "le", "les", "l'"})
_LED = frozenset({"leads", "heads", "directs", "led", "headed", "at", "of", "by", "from", "with", "and", ",", ";", ":"})
_CHAIR = Head(
    rule="head.chair",
    kind=LABORATORY,
    left=False,
    right=True,
    style="english",
    lower=False,
    lower_before=frozenset(),
    inside=False,
    only_lower=False,
    unit_type="chair",
)
"""The working groups of German and Swiss universities, where they are led or owned; elsewhere a chair is a post."""
_WITHIN = frozenset({"de", "du", "d'", "des", "of", "at"})


class HeadedNames:
    """Finds the names around every head word."""

    def __init__(self, table: TokenTable, known: KnownOrganisations) -> None:
        self._table = table
        self._known = known
        self._extents = Extents(table, known)
        self._stops = words_of("function_words")
        self._generic = words_of("name_context", "context.generic")
        self._desks = words_of("name_context", "context.press-desk")
        self._relations = words_of("name_context", "context.public-relations")
        self._programmes = words_of("name_context", "context.programme", "context.prize")
        self._demonyms = words_of("demonyms")
        self._heads = heads()
        self._prenominal = words_of("name_grammar", "grammar.prenominal")
        self._openers = words_of("name_grammar", "grammar.before-lower-head")
        self._words = NameWords()

    def find(self) -> list[NameSpan]:
        """The spans in text order; those that only say what kind of organisation it is are left out."""
        spans: list[NameSpan] = []
        for i, word in enumerate(self._table.words):
            head = self._heads.get(word.key) or (_CHAIR if word.key == "chair" and self._works(i) else None)
            if head is None or self._table.shouted[i] or (self._is_known(i) and not self._is_half(i, head)):
                continue
            span = self._capital(i, head) if word.capital else self._lower(i, head)
            if span is not None and not self._is_generic(span):
                spans.append(span)
        return spans

    def _is_known(self, i: int) -> bool:
        """Whether the head is the first word of a known institution that goes on past it."""
        end = self._known.end_of.get(i)
        return end is not None and end > i + 1 and not (i in self._known.institutions and self._has_site(end))

    def _works(self, chair: int) -> bool:
        """ETH Zurich's Chair of Glaciology, leads the Chair of Building Physics; not: Dr Stone, Chair of Neurology."""
        table = self._table
        if chair < 2 or chair + 2 >= len(table) or table.keys[chair + 1] != "of" or not table.words[chair].capital:
            return False
        if table.words[chair - 1].text in ("'s", "’s"):
            return True
        return table.keys[chair - 1] == "the" and table.keys[chair - 2] in _LED

    def _is_half(self, i: int, head: Head) -> bool:
        """Department of Energy and Process Engineering: a known name that only begins another one."""
        end = self._known.end_of[i]
        if head.rule != "head.department" or end + 2 >= len(self._table) or self._table.keys[end] not in ("and", "&"):
            return False
        after = self._table.words[end + 1 : end + 3]
        return all(w.capital for w in after) and self._words.is_subject(after[1])

    def _has_site(self, end: int) -> bool:
        """Institut Pasteur de Dakar: a known name with a town or a subject makes another institution."""
        table = self._table
        if end < len(table) and table.spaced[end - 1] and table.words[end].capital and end not in self._known.end_of:
            return table.words[end].key not in self._stops
        if end + 1 >= len(table) or table.keys[end] not in ("de", "du", "d'", "des", "for", "of"):
            return False
        after = table.words[end + 1]
        return end + 1 in self._known.places or (not after.capital and self._words.is_subject(after))

    def _capital(self, i: int, head: Head) -> NameSpan | None:
        table = self._table
        if i + 1 < len(table) and table.words[i + 1].text == "-" and not table.spaced[i]:
            return None
        start = self._extents.left(i, cross_known=head.style != "french") if head.left else self._enlarged(i)
        of = i + 1 < len(table) and table.keys[i + 1] == "of"
        if self._known.end_of.get(start) == i and head.rule == "head.department" and of:
            start = i  # the Radboudumc Department of Human Genetics
        style = head.style if start == i or head.style == "french" else "english"
        end = self._extents.right(i, style, start=start) if head.right else i + 1
        while start < i and self._only_opens(start):
            start += 1
        if head.rule == "head.company" and (start == i or table.words[start].key in self._generic):
            return None
        if start == i and end > i + 1 and table.keys[i + 1] in ("and", "et", "&"):
            return None  # Universities and Science Minister
        if head.style == "english" and self._is_cut(end):
            return None
        if end - start < 2 or head.only_lower or (table.titled[i] and not self._fills_line(start, end)):
            return None
        return NameSpan(start, end, head.kind, head.rule)

    def _is_cut(self, end: int) -> bool:
        """MacVicar Faculty Fellowship: a prize or a programme goes on after the head."""
        table = self._table
        following = table.words[end] if end < len(table) and table.spaced[end - 1] else None
        return following is not None and following.capital and following.key in self._programmes

    def _only_opens(self, i: int) -> bool:
        """Whether the capital is only that of a sentence's first word: "All Departments", but "Tel Aviv Hospital"."""
        word = self._table.words[i]
        joined = self._table.words[i + 1].text in HYPHENS and not self._table.spaced[i]
        return word.key in self._stops and not word.acronym and not joined and i not in self._known.places

    def _enlarged(self, i: int) -> int:
        """Haute Autorité de santé: a capitalised adjective before a French head."""
        before = self._table.words[i - 1] if i else None
        return i - 1 if before is not None and before.capital and before.key in self._prenominal else i

    def _fills_line(self, start: int, end: int) -> bool:
        """In a title-case line, only a name that a preposition or separators mark off on the left."""
        words = self._table.words
        if start and (words[start - 1].text in ("'s", "’s") or words[start - 1].key in _INTRODUCE):
            return True
        opened = start == 0 or words[start - 1].text in _SEPARATORS
        return opened and (end >= len(words) or words[end].text in _SEPARATORS)

    def _lower(self, i: int, head: Head) -> NameSpan | None:
        """A head in lower case: before a proper name, or for a part of an organisation that is named right after."""
        table = self._table
        if i == 0 or i + 1 >= len(table):
            return None
        if head.lower or table.keys[i + 1] in head.lower_before:
            end = self._extents.right(i, "french")
            if self._is_opened(i) and self._has_proper(i, end, head):
                return NameSpan(i, end, head.kind, head.rule)
        if not head.inside:
            return None
        owner = i + 3 if table.keys[i + 1 : i + 3] == ["de", "recherche"] else i + 1
        if owner in self._known.end_of and table.keys[i] == "centre":
            end = self._extents.right(owner - 1, "french", start=i)
            return NameSpan(i, end, head.kind, head.rule) if end > self._known.end_of[owner] else None
        if table.keys[i - 1] not in _DEFINITE or table.keys[i + 1] not in _WITHIN:
            return None
        end = self._extents.right(i, "french")
        if end < i + 3 or end + 1 >= len(table) or table.keys[end] not in _WITHIN:
            return None
        if head.rule == "head.direction" and not self._directs_work(i, end):
            return None
        if head.rule in _SUBJECT_HEADS and not self._studies(i + 1, end):
            return None
        owner = end + 1 + (table.keys[end + 1] in ("l'", "la", "the"))
        if owner < len(table) and self._extents.begins_organisation(owner):
            return NameSpan(i, end, LABORATORY, "head.lower-inside")
        return None

    def _studies(self, i: int, end: int) -> bool:
        """L'unité de sommeil et de chronobiologie des HCL; not: l'unité de recherche, l'unité de production."""
        words = self._table.words[i:end]
        return any(self._words.is_surely_subject(w) and w.key not in self._generic for w in words)

    def _directs_work(self, i: int, end: int) -> bool:
        """La direction de la recherche technologique du CEA; not: sous la direction de, la direction de l'institut."""
        words = self._table.words[i + 1 : end]
        led = i > 1 and self._table.keys[i - 2] in ("sous", "a", "prend", "pris")
        subjects = [w for w in words if self._words.is_subject(w) and w.key not in self._relations]
        return not led and bool(subjects) and not any(w.capital for w in words) and len(words) > 2 + len(subjects) - 1

    def _is_opened(self, i: int) -> bool:
        return self._table.keys[i - 1] in self._openers or not self._table.words[i - 1].alphabetic

    def _has_proper(self, i: int, end: int, head: Head) -> bool:
        """Whether a capital makes a lower-case phrase a name: at once, or anywhere after a telling second word.

        A ministry needs none: "le ministère de la culture", but "le ministère de tutelle".
        """
        words, keys = self._table.words, self._table.keys
        if head.rule == "head.ministere":
            first = i + 1
            while first < end and (keys[first] == "charge" or self._words.is_adjective(words[first])):
                first += 1
            return keys[first] in ("du", "des") or keys[first : first + 2] in (["de", "la"], ["de", "l'"])
        if keys[i + 1] in head.lower_before:
            return any(w.capital for w in words[i + 1 : end])
        first = i + 1
        while first < end and (keys[first] in _LINKS or self._words.is_adjective(words[first])):
            first += 1
        return first < end and words[first].capital

    def _is_designation(self, span: NameSpan) -> bool:
        """Designated an IAEA Collaborating Centre, a New Zealand Centre of Research Excellence, a National Lab."""
        keys = self._table.keys[span.start : span.end]
        article = span.start > 0 and self._table.keys[span.start - 1] in ("a", "an", "un", "une")
        if any(key in ("collaborating", "collaborateur") for key in keys):
            return article or keys[-1] in ("centre", "center", "collaborateur")
        head = self._heads.get(keys[-1])
        if not article or head is None or head.style == "french":
            return False
        owned = span.start in self._known.end_of or span.start in self._known.places
        return owned or keys[0] == "national" or keys[0] in self._demonyms

    def _is_generic(self, span: NameSpan) -> bool:
        """Whether the words say only what kind of thing it is, or name a press desk."""
        keys = self._table.keys[span.start : span.end]
        words = self._table.words[span.start : span.end]
        if any(key in self._desks for key in keys) or (
            span.rule in _OFFICES and any(k in self._relations for k in keys)
        ):
            return True
        if all(key in self._generic or (key in self._heads and k == len(keys) - 1) for k, key in enumerate(keys)):
            return True
        if self._is_designation(span):
            return True
        if keys[-1] == "excellence" and keys[-2] in ("of", "research", "d'") and span.rule in _STATUSES:
            return True  # a Norwegian Centre of Excellence: what it was declared, not its name
        described = all(w.key in self._generic or self._words.is_participle(w) for w in words[1:])
        if keys[0] in self._heads and described:
            return True
        return any(end == len(keys) for end, _ in labels().matches_at(keys, 0, len(keys)))
