"""The network of a tagger whose training is done, laid out for reading one document after the other.

The layers of `network` are made for learning: they keep what a step back would need, and compute everything anew for
each document. Here the weights are fixed. The first layer is a sum over the embeddings of a token, so the tables are
multiplied with its weights once, and what word forms and cues contribute is kept: most of a document's were seen
before. What is kept depends on the form or the cues alone, so that it is the same in whatever order documents come.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps

from communique.language.model.tags import Scores

_MAX_KEPT = 8192
"""Rows kept of word forms, and as many of cues: 9 MB each with vectors of 96; all go when there is no more room."""

Hashes = NDArray[np.uint64]


class TagPredictor:
    """Gives the scores that a trained model would give, up to rounding.

    Args:
        model: as `build_name_tagger` makes it, with weights. Later changes of them have no effect.
        form_columns: how many of the columns that the model reads are those of word forms.
    """

    def __init__(self, model: Model[Any, Any], form_columns: int) -> None:
        embed, encode, output = model.layers
        self._read_columns = embed.layers[0]
        (self._first,) = _maxout_layers(embed)
        self._convolutions = _maxout_layers(encode)
        self._windows = [int(layer.attrs["window_size"]) for layer in _named(encode, "expand_window")]
        self._padding = int(encode.attrs["pad"])
        (linear,) = _named(output, "linear")
        weights: Any = linear.get_param("W")
        self._weights = np.ascontiguousarray(weights.T)
        self._bias: Any = linear.get_param("b")
        tables = _multiplied_tables(embed, self._first.weights)
        self._forms = _KeptRows(tables[:form_columns])
        self._cues = _KeptRows(tables[form_columns:])
        self._form_columns = form_columns

    def __call__(self, doc: Doc) -> Scores:
        """The scores of the tokens of `doc`, a row a token."""
        columns: Hashes = self._read_columns.predict([doc])[0]
        length, pad = len(columns), self._padding
        if not length:
            return np.zeros((0, len(self._bias)), dtype=np.float32)
        summed = self._forms(columns[:, : self._form_columns])
        summed += self._cues(columns[:, self._form_columns :])
        vectors = np.zeros((length + 2 * pad, self._first.width), dtype=np.float32)
        vectors[pad : pad + length] = self._first.finish(summed)
        for layer, size in zip(self._convolutions, self._windows, strict=True):
            vectors += layer.finish(_with_neighbours(vectors, size) @ layer.weights)
        scores: Scores = vectors[pad : pad + length] @ self._weights + self._bias
        return scores


class _Layer:
    """A maxout layer with layer normalisation; the pieces among which it chooses stand side by side."""

    def __init__(self, maxout: Model[Any, Any], norm: Model[Any, Any]) -> None:
        weights: Any = maxout.get_param("W")
        bias: Any = maxout.get_param("b")
        self.width, self._pieces, inputs = weights.shape
        self.weights = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, -1))
        self._bias = np.ascontiguousarray(bias.T.reshape(-1))
        self._scale: Any = norm.get_param("G")
        self._shift: Any = norm.get_param("b")

    def finish(self, products: NDArray[np.float32]) -> NDArray[np.float32]:
        """The layer's output for its inputs times `weights`, which it overwrites."""
        products += self._bias
        width = self.width
        best = products[:, :width]
        for piece in range(1, self._pieces):
            np.maximum(best, products[:, piece * width : (piece + 1) * width], out=best)
        best = best - best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / np.float32(width) + np.float32(1e-8)
        best *= (1 / np.sqrt(variance))[:, None]
        best *= self._scale
        best += self._shift
        normal: NDArray[np.float32] = best
        return normal


class _KeptRows:
    """The sum of rows that some hashes stand for, one table of rows a column, remembered by the hashes."""

    def __init__(self, tables: list[tuple[int, NDArray[np.float32]]]) -> None:
        self._tables = tables
        self._ops = NumpyOps()
        self._rows = np.empty((_MAX_KEPT, tables[0][1].shape[1]), dtype=np.float32)
        self._row_of: dict[bytes, int] = {}

    def __call__(self, hashes: Hashes) -> NDArray[np.float32]:
        """A row for each row of hashes."""
        hashes = np.ascontiguousarray(hashes)
        keys: list[bytes] = hashes.view(f"V{hashes.itemsize * hashes.shape[1]}").ravel().tolist()
        row_of = self._row_of
        new = {key: i for i, key in enumerate(keys) if key not in row_of}
        if len(row_of) + len(new) > _MAX_KEPT:
            row_of.clear()
            new = {key: i for i, key in enumerate(keys)}
            if len(new) > _MAX_KEPT:
                return self._sums(hashes)
        if new:
            start = len(row_of)
            self._rows[start : start + len(new)] = self._sums(hashes[list(new.values())])
            row_of.update(zip(new, range(start, start + len(new)), strict=True))
        return self._rows[[row_of[key] for key in keys]]

    def _sums(self, hashes: Hashes) -> NDArray[np.float32]:
        total = np.zeros((len(hashes), self._rows.shape[1]), dtype=np.float32)
        for column, (seed, table) in enumerate(self._tables):
            keys: Any = self._ops.hash(np.ascontiguousarray(hashes[:, column]), seed) % len(table)
            total += self._ops.gather_add(table, keys)
        return total


def _named(model: Model[Any, Any], name: str) -> list[Model[Any, Any]]:
    """The layers of a kind, in the order in which they come."""
    return [layer for layer in model.walk() if layer.name == name]


def _maxout_layers(model: Model[Any, Any]) -> list[_Layer]:
    return [_Layer(*layers) for layers in zip(_named(model, "maxout"), _named(model, "layernorm"), strict=True)]


def _multiplied_tables(embed: Model[Any, Any], weights: NDArray[np.float32]) -> list[tuple[int, NDArray[np.float32]]]:
    """(seed, table times its part of the first layer's weights) of each embedding, in the order of the columns."""
    tables = []
    first = 0
    for layer in _named(embed, "hashembed"):
        table: Any = layer.get_param("E")
        tables.append((int(layer.attrs["seed"]), table @ weights[first : first + table.shape[1]]))
        first += table.shape[1]
    return tables


def _with_neighbours(vectors: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Each row between its neighbours, `size` on each side; zeros stand beyond the ends."""
    length, width = vectors.shape
    wide = np.zeros((length, (2 * size + 1) * width), dtype=np.float32)
    for place in range(2 * size + 1):
        shift = place - size
        columns = slice(place * width, (place + 1) * width)
        wide[max(0, -shift) : length - max(0, shift), columns] = vectors[max(0, shift) : length - max(0, -shift)]
    return wide
