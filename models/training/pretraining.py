"""Pretraining: the network learns to guess hidden words of raw text before it learns names.

The objective is the one of `spacy pretrain` called "characters" (the first and last letters of a word), asked of hidden
words only, so that what the convolutions learn are contexts. No annotation is read.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Adam, Linear, Model, chain, list2array, zero_init

from communique.language.components.sentences import SENTENCES
from communique.language.model.component import MODEL
from communique.language.model.cues import RULE_COLUMNS, UNKNOWN, read_cues
from communique.language.model.network import FORMS
from communique.language.tokens import tabulate

SPEECH = ("Rhapsodie", "ParisStories")
"""Treebanks of transcribed speech."""
SENTENCES_TOGETHER = 8
CHARACTERS = 6
"""Bytes of a word to guess: half of them from its start, half from its end."""
BYTES = 256
BATCH_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Pretraining:
    """How it is done: passes over the texts, the share of words to guess, the seed of what is hidden and of the order.

    The loss of the guesses still falls in the third pass (13.2, 12.2, 12.0 a word); a pass takes two minutes.
    """

    passes: int = 3
    hidden: float = 0.25
    seed: int = 0


def read_raw_texts(folder: Path) -> list[str]:
    """Passages of the corpora folder in which no names are marked: treebanks and a relation corpus, no dev parts."""
    texts: list[str] = []
    for language in ("en", "fr"):
        texts.extend(_read_treebanks(folder / f"ud_{language}.conllu.gz"))
    path = folder / "knowledgenet_relations_en.jsonl.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = map(json.loads, lines)
            texts.extend(row["text"] for row in rows if row.get("split") != "dev")
    return texts


def _read_treebanks(path: Path) -> Iterator[str]:
    """The running text of treebanks, at most `SENTENCES_TOGETHER` sentences of one source at a time."""
    if not path.is_file():
        return
    source = ""
    passage: list[str] = []
    for line in [*_comments(path), "# source ="]:
        kind, _, value = line.partition("=")
        if kind == "# text ":
            passage.append(value.strip())
        elif kind == "# source " and (value.strip() != source or len(passage) >= SENTENCES_TOGETHER):
            if passage and not any(name in source for name in SPEECH):
                yield " ".join(passage)
            source, passage = value.strip(), []


def _comments(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (line for line in lines if line.startswith("#"))


def pretrain(nlp: Language, texts: Iterable[str], settings: Pretraining) -> list[float]:
    """Trains the embeddings and convolutions of the tagger in `nlp` on raw texts; the loss a word of each pass.

    The name tagger must be initialised. Without texts its weights stay.
    """
    rng = random.Random(settings.seed)
    numbers = np.random.default_rng(settings.seed)
    rows = [columns for text in texts if (columns := _columns(nlp, text)) is not None]
    embed, encode, output = nlp.get_pipe(MODEL).model.layers
    model: Model[Any, Any] = chain(*embed.layers[1:], encode, list2array())  # without the reader of documents
    head: Any = Linear(BYTES * CHARACTERS, output.layers[0].get_dim("nI"), init_W=zero_init)
    head.initialize()
    optimizer = Adam(0.001, L2=0.01, grad_clip=1.0)
    losses = []
    for _ in range(settings.passes if rows else 0):
        rng.shuffle(rows)
        total, words = 0.0, 0
        for batch in _batches(rows):
            masks = [numbers.random(len(columns)) < settings.hidden for columns, _ in batch]
            inputs = [_hide(columns, mask) for (columns, _), mask in zip(batch, masks, strict=True)]
            mask = np.concatenate(masks)
            letters = np.concatenate([letters for _, letters in batch])[mask]
            vectors, finish = model.begin_update(inputs)
            guessed, finish_head = head.begin_update(vectors[mask])
            gradient, loss = _gradient(guessed, letters)
            below = np.zeros_like(vectors)
            below[mask] = finish_head(gradient)
            finish(below)
            head.finish_update(optimizer)
            model.finish_update(optimizer)
            total += loss
            words += len(letters)
        losses.append(total / max(words, 1))
    return losses


def _columns(nlp: Language, text: str) -> tuple[Any, Any] | None:
    """What the network reads of a text, the rules' proposals hidden; and the letters to guess."""
    doc = nlp.get_pipe(SENTENCES)(nlp.make_doc(text))
    if not len(doc):
        return None
    cues = read_cues(tabulate(doc), [])
    cues[:, list(RULE_COLUMNS)] = UNKNOWN
    columns = np.concatenate([doc.to_array(list(FORMS)).astype(np.uint64), cues], axis=1)
    return columns, doc.to_utf8_array(nr_char=CHARACTERS)


def _hide(columns: Any, mask: Any) -> Any:
    columns = columns.copy()
    columns[mask] = UNKNOWN
    return columns


def _batches(rows: list[tuple[Any, Any]]) -> Iterator[list[tuple[Any, Any]]]:
    batch: list[tuple[Any, Any]] = []
    words = 0
    for row in rows:
        batch.append(row)
        words += len(row[0])
        if words >= BATCH_WORDS:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def _gradient(scores: Any, letters: Any) -> tuple[Any, float]:
    """Of the cross-entropy of the letters of hidden words (a row a word, 255 for no letter), and its sum."""
    rows = scores.reshape(-1, BYTES)
    chances = np.exp(rows - rows.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    right = (np.arange(len(rows)), letters.reshape(-1))
    loss = float(-np.log(chances[right] + 1e-9).sum())
    chances[right] -= 1
    return chances.reshape(scores.shape), loss
