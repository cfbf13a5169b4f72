"""What is known of a token beyond its letters: word lists, the rules' proposals, the rest of the document.

The network reads these as categories, one column a kind of cue, so that it learns where the rules are right, where
their extents are wrong and what they miss.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc

from communique.language.components.candidates import CANDIDATE_SPANS, read_spans
from communique.language.names.lexicon import heads, labels, words_of
from communique.language.names.selection import select_spans
from communique.language.names.spans import PLACE, NameSpan
from communique.language.tokens import TokenTable, Word, tabulate

CUES = "communique_cues"
CUE_COLUMNS = "communique.cues"
"""Where the cues of a `Doc` stand: `doc.user_data[CUE_COLUMNS]`, an array of 64-bit hashes, tokens by `COLUMNS`."""
COLUMNS = ("lexicon", "rule", "gazetteer", "document", "elsewhere")
RULE_COLUMNS = (1, 4)
"""The columns that depend on how good the rules are; training hides them now and then."""
UNKNOWN = get_string_id("?")
"""What a hidden cue reads as."""

_MAX_COUNT = 3

Cues = NDArray[np.uint64]


class CueReader:
    """Sets the cues of every token; needs sentences and the rules' candidates."""

    def __call__(self, doc: Doc) -> Doc:
        table = tabulate(doc)
        spans = read_spans(doc, CANDIDATE_SPANS) if CANDIDATE_SPANS in doc.spans else []
        doc.user_data[CUE_COLUMNS] = read_cues(table, spans)
        return doc


def read_cues(table: TokenTable, candidates: list[NameSpan]) -> Cues:
    """The cues of a text as hashes, one row a token, one column for each of `COLUMNS`."""
    known = [s for s in candidates if s.family == "gazetteer"]
    proposed = select_spans([s for s in candidates if s.label != PLACE])
    columns = (
        [_lexicon_cue(word.key, word.capital) for word in table.words],
        _positions(len(table), proposed),
        _positions(len(table), select_spans(known)),
        _document_cues(table),
        _elsewhere(table, proposed),
    )
    return np.array([[_hash(cue) for cue in column] for column in columns], dtype=np.uint64).T.copy()


@lru_cache(maxsize=1 << 14)
def _hash(cue: str) -> int:
    return int(get_string_id(cue)) if cue else 0


@cache
def _word_lists() -> tuple[tuple[str, frozenset[str]], ...]:
    """Lists in which a word can be, by short names."""
    places = frozenset(key for term in words_of("places") for key in term.replace("-", " ").split())
    return (
        ("title", words_of("persons", "person.title")),
        ("particle", words_of("persons", "person.particle")),
        ("saying", words_of("persons", "person.saying")),
        ("role", words_of("persons", "person.role") | words_of("titles", "title.role")),
        ("never", words_of("persons", "person.never")),
        ("demonym", words_of("demonyms")),
        ("first", words_of("first_names")),
        ("place", places),
        ("stop", words_of("function_words")),
        ("subject", words_of("subject_words", "subject.english", "subject.french")),
        ("generic", words_of("name_context", "context.generic")),
        ("thing", words_of("name_context", "context.no-organisation")),
    )


@lru_cache(maxsize=1 << 16)
def _lexicon_cue(key: str, capital: bool) -> str:
    classes = [name for name, terms in _word_lists() if key in terms]
    head = heads().get(key)
    if head is not None:
        classes.append(f"head-{head.kind}")
    if any(end == 1 for end, _ in labels().matches_at([key], 0, 1)):
        classes.append("label")
    return f"{'C' if capital else 'c'}:{'+'.join(classes)}" if classes else ""


def _positions(length: int, spans: list[NameSpan]) -> list[str]:
    """For each token its place in a span (first, inside, last, alone), with the span's family and label."""
    cues = [""] * length
    for span in spans:
        what = f"{span.family}.{span.label}"
        for i in range(span.start, span.end):
            cues[i] = "I-" + what
        cues[span.end - 1] = "L-" + what
        cues[span.start] = ("U-" if len(span) == 1 else "B-") + what
    return cues


def _document_cues(table: TokenTable) -> list[str]:
    """How the word is written in the rest of the document, and how its line is set."""
    lower: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for i, word in enumerate(table.words):
        if not word.alphabetic:
            continue
        if not word.capital:
            lower[word.key] += 1
        elif not table.shouted[i] and i and table.sentence[i] == table.sentence[i - 1]:
            inside[word.key] += 1
    return [_document_cue(table, i, word, lower, inside) for i, word in enumerate(table.words)]


def _document_cue(table: TokenTable, i: int, word: Word, lower: Counter[str], inside: Counter[str]) -> str:
    line = "S" if table.shouted[i] else "T" if table.titled[i] else "-"
    first = "F" if i == 0 or table.sentence[i] != table.sentence[i - 1] else "-"
    if not (word.alphabetic and word.capital):
        return line + first
    return f"{line}{first}{min(lower[word.key], _MAX_COUNT)}{min(inside[word.key], _MAX_COUNT)}"


def _elsewhere(table: TokenTable, spans: list[NameSpan]) -> list[str]:
    """For capitalised words: the labels of the spans, other than the one they are in, that hold the same word."""
    labels_of: dict[str, Counter[str]] = {}
    own: dict[int, str] = {}
    for span in spans:
        for i in range(span.start, span.end):
            if table.words[i].capital:
                labels_of.setdefault(table.keys[i], Counter())[span.label] += 1
                own[i] = span.label
    cues = [""] * len(table)
    for i, word in enumerate(table.words):
        counts = labels_of.get(word.key) if word.capital else None
        if counts is not None:
            mine = own.get(i)
            others = sorted(label for label, n in counts.items() if n > (label == mine))
            cues[i] = "+".join(others)
    return cues


@Language.factory(CUES, requires=["token.is_sent_start", "doc.spans"], default_config={})
def create_cue_reader(nlp: Language, name: str) -> CueReader:  # noqa: ARG001  (the signature of factories)
    """The component for `nlp.add_pipe`."""
    return CueReader()
