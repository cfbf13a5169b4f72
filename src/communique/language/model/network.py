"""The network: hashed embeddings of word forms and cues, a few convolutions, and scores for each tag."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from spacy.ml.models.tok2vec import MaxoutWindowEncoder
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import (
    HashEmbed,
    Linear,
    Maxout,
    Model,
    chain,
    concatenate,
    list2ragged,
    ragged2list,
    with_array,
    zero_init,
)

from communique.language.model.cues import COLUMNS, CUE_COLUMNS, RULE_COLUMNS, UNKNOWN
from communique.language.model.tags import TAG_COUNT

ARCHITECTURE = "communique.NameTagger.v1"
FORMS = ("NORM", "PREFIX", "SUFFIX", "SHAPE")

Docs = list[Doc]


@registry.architectures(ARCHITECTURE)  # type: ignore[untyped-decorator]
def build_name_tagger(
    width: int,
    depth: int,
    window_size: int,
    rows: list[int],
    cue_width: int,
    cue_rows: int,
    hide_rules: float,
    hide_words: float,
) -> Model[Docs, list[Any]]:
    """Docs to tag scores, one array (tokens by tags) a document.

    Args:
        width: of the vectors; a multiple of 4 is fast.
        depth: the number of convolutions.
        window_size: the neighbours on each side that one convolution sees.
        rows: of the embedding tables of NORM, PREFIX, SUFFIX and SHAPE.
        cue_width: of the embeddings of cues.
        cue_rows: of each table of cues.
        hide_rules: in training, the share of documents in which the rules' proposals are hidden, so that the network
            can do without: rules are better on the texts they were written on than on others. With 1 they are hidden
            in use too: a tagger without rules.
        hide_words: in training, the share of tokens whose form is hidden and shape stays, so that it learns contexts.
    """
    forms: list[Any] = [HashEmbed(width, rows[i], column=i, seed=i + 8, dropout=0.0) for i in range(len(FORMS))]
    cues: list[Any] = [
        HashEmbed(cue_width, cue_rows, column=len(FORMS) + i, seed=i + 31, dropout=0.0) for i in range(len(COLUMNS))
    ]
    joined = width * len(forms) + cue_width * len(cues)
    embed: Any = chain(
        read_columns(hide_rules, hide_words),
        cast(Any, list2ragged()),
        with_array(concatenate(*forms, *cues)),
        with_array(Maxout(width, joined, nP=3, dropout=0.0, normalize=True)),
        ragged2list(),
    )
    encode = MaxoutWindowEncoder(width, window_size, 3, depth)
    output: Any = with_array(Linear(TAG_COUNT, width, init_W=zero_init))
    tagger: Model[Docs, list[Any]] = chain(embed, cast(Any, encode), output)
    return tagger


def read_columns(hide_rules: float, hide_words: float) -> Model[Docs, list[Any]]:
    """Docs to columns of hashes: the word forms, then the cues."""
    return Model("read_columns", _forward_columns, attrs={"hide_rules": hide_rules, "hide_words": hide_words})


def _forward_columns(model: Model[Docs, list[Any]], docs: Docs, is_train: bool) -> tuple[list[Any], Any]:
    columns = []
    for doc in docs:
        cues = doc.user_data.get(CUE_COLUMNS)
        if cues is None:
            raise ValueError("the name tagger needs the cues of the document: put communique_cues before it")
        array = np.concatenate([doc.to_array(list(FORMS)).astype(np.uint64), cues], axis=1)
        hide_rules = model.attrs["hide_rules"]
        if hide_rules >= 1 or (is_train and np.random.random() < hide_rules):
            array[:, [len(FORMS) + column for column in RULE_COLUMNS]] = UNKNOWN
        if is_train:
            _hide_words(array, model.attrs["hide_words"])
        columns.append(array)
    return columns, lambda _: []


def _hide_words(array: Any, hide_words: float) -> None:
    hidden = np.random.random(len(array)) < hide_words
    array[hidden, 0] = UNKNOWN
    array[hidden, 2] = UNKNOWN
