"""Records that nobody wrote in good faith cost no more time than their size."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from editing import Record, copy_of, with_other_source

from communique.diff.compare import compare_records
from communique.diff.stored import read_record

MANY = 3000
SECONDS = 15
"""Of processor time; what is quadratic in MANY takes minutes."""


def _grown(record: Record, facts: int, notes: int) -> Record:
    """A record with many facts about one laboratory, one sentence each, read through many notes of one label."""
    grown = copy_of(record)
    lines = [f"Sentence {number} says 1{number:04d} of it." for number in range(max(facts, notes))]
    start = len(grown["text"]) + 1
    grown["text"] += "\n" + "\n".join(lines)
    spans = []
    for line in lines:
        spans.append({"start": start, "end": start + len(line), "text": line})
        start += len(line) + 1
    kept = grown["facts"][0]
    grown["facts"] = [
        {**kept, "id": f"{number:016x}", "evidence": [{**span, "places": []}]}
        for number, span in enumerate(spans[:facts])
    ]
    grown["footnotes"] = [
        {"id": f"n{number}", "label": "1", "note": span, "callouts": []} for number, span in enumerate(spans[:notes])
    ]
    return grown


def _other_ids(record: Record) -> Record:
    new = with_other_source(record)
    for fact in new["facts"]:
        fact["id"] = fact["id"].replace("0", "f")
    return new


def _other_words(record: Record) -> Record:
    new = with_other_source(record)
    new["text"] = new["text"].replace("says", "sagt")
    for span in [*(e for f in new["facts"] for e in f["evidence"]), *(n["note"] for n in new["footnotes"])]:
        span["text"] = span["text"].replace("says", "sagt")
    return new


def _backwards(record: Record) -> Record:
    new = with_other_source(record)
    new["facts"].reverse()
    new["footnotes"].reverse()
    for number, note in enumerate(new["footnotes"]):
        note["label"] = str(number)
    return new


def _many_spans(record: Record) -> Record:
    new = with_other_source(record)
    new["facts"][0]["evidence"] = [fact["evidence"][0] for fact in record["facts"]]
    return new


EDITS = {"ids": _other_ids, "words": _other_words, "order and labels": _backwards, "evidence": _many_spans}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_much_of_one_kind_is_compared_in_time(record: Record, edit: Any) -> None:
    base = _grown(record, MANY, MANY)
    sides = [read_record(json.dumps(side), "record") for side in (base, edit(base))]
    start = time.process_time()
    compare_records(*sides)
    assert time.process_time() - start < SECONDS
