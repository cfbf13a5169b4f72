"""The NER corpora: `ner_en.jsonl.gz` and `ner_fr.jsonl.gz` of the corpora folder (format: its MANIFEST.md)."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from communique.language.model.tags import OTHER
from communique.language.names.spans import ORGANISATION, PERSON, PLACE
from training.texts import AnnotatedText, drop_overlaps

LABELS = {"ORG": ORGANISATION, "PER": PERSON, "LOC": PLACE, "MISC": OTHER}
WEIGHTS = {"europeana-bnf": 0.25, "crossner/politics": 0.5, "uner-ewt": 0.6}
"""Sources that are far from press releases count less: old newspapers, party politics, e-mails."""
LEFT_OUT = ("sequoia/emea",)
"""Drug leaflets: no organisations, and names of diseases marked as persons."""


def read_corpora(folder: Path, language: str, split: str) -> list[AnnotatedText]:
    """The passages of one language and split ("train", "dev") in file order."""
    texts = []
    with gzip.open(folder / f"ner_{language}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] == split and row["source"] not in LEFT_OUT:
                texts.append(_read_row(row, language))
    return texts


def _read_row(row: dict[str, object], language: str) -> AnnotatedText:
    spans = row["spans"]
    exhaustive = row["exhaustive"]
    assert isinstance(spans, list)
    assert isinstance(exhaustive, list)
    source = str(row["source"])
    return AnnotatedText(
        text=str(row["text"]),
        marks=drop_overlaps((s, e, LABELS[label]) for s, e, label in spans if label in LABELS),
        language=language,
        source=source,
        group=str(row["doc"]),
        unannotated=tuple(ours for theirs, ours in LABELS.items() if theirs not in exhaustive),
        weight=WEIGHTS.get(source, 1.0),
    )
