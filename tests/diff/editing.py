"""Edits of a record as an editor of the release would make them: the words change, and all offsets with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from communique.records import Release, fact_id

Record = dict[str, Any]
MakeRun = Callable[..., Path]
VERSIONS = {"version": "1.0", "model": "en@1", "rules": "r" * 64, "registry": "core@1"}


def copy_of(record: Record) -> Record:
    """A copy that shares nothing."""
    return json.loads(json.dumps(record))  # type: ignore[no-any-return]


def with_other_source(record: Record) -> Record:
    """A copy whose source has other bytes, known by a digest of its content."""
    edited = copy_of(record)
    digest = hashlib.sha256(json.dumps([record["id"], "edited"]).encode()).hexdigest()
    edited["source"]["sha256"], edited["id"] = digest, digest[:16]
    return edited


def with_other(record: Record, part: str) -> Record:
    """A copy that other rules, another model, registry or version made."""
    edited = copy_of(record)
    edited["extractor"][part] = "1" * 64 if part == "rules" else "another@2"
    return edited


def spans_of(record: Record) -> Iterator[Record]:
    """Everything with a start and an end."""
    for note in record["footnotes"]:
        yield from [note["note"]] if note["note"] else []
        yield from (callout["anchor"] for callout in note["callouts"])
    for entity in record["entities"]:
        yield from entity["mentions"]
    for fact in record["facts"]:
        yield from fact["evidence"]
    yield from record["blocks"]
    yield from record["quotations"]
    yield from (issue for issue in record["issues"] if issue["start"] is not None)


def replace(record: Record, start: int, end: int, words: str) -> None:
    """Puts `words` in the place of `[start, end)`; names that stood there whole are no longer mentioned."""
    delta = len(words) - (end - start)
    title = _title_block(record)
    for entity in record["entities"]:
        entity["mentions"] = [m for m in entity["mentions"] if not (start <= m["start"] and m["end"] <= end)]
    record["text"] = record["text"][:start] + words + record["text"][end:]
    for span in spans_of(record):
        first, last = span["start"], span["end"]
        span["start"] = first + delta if first >= end else min(first, start)
        span["end"] = last if last <= start else last + delta if last >= end else start + len(words)
    refresh(record)
    if title is not None:
        record["title"] = record["text"][title["start"] : title["end"]]


def _title_block(record: Record) -> Record | None:
    for block in record["blocks"]:
        if block["kind"] == "title" and record["text"][block["start"] : block["end"]] == record["title"]:
            return block  # type: ignore[no-any-return]
    return None


def refresh(record: Record) -> None:
    """Makes what follows from the text and the spans right again: quotes, offsets of callouts, orders and ids."""
    text = record["text"]
    for span in spans_of(record):
        if "text" in span:
            span["text"] = text[span["start"] : span["end"]]
    for note in record["footnotes"]:
        for callout in note["callouts"]:
            callout["offset"] = callout["anchor"]["end"]
    named = {entity["id"]: entity for entity in record["entities"]}
    for fact in record["facts"]:
        fact["evidence"].sort(key=lambda span: (span["start"], span["end"]))
        fact["id"] = id_of(fact, named)
    record["facts"].sort(key=lambda fact: (fact["evidence"][0]["start"], fact["evidence"][0]["end"], fact["id"]))


def id_of(fact: Record, named: dict[str, Record]) -> str:
    """The content id of a fact."""
    subject = SimpleNamespace(**named[fact["subject"]])
    object_ = SimpleNamespace(**named[fact["object"]]) if fact["object"] else None
    return fact_id(subject, fact["predicate"], object_, fact["value"], fact["title"])  # type: ignore[arg-type]


def insert_block(record: Record, at: int, words: str, kind: str = "paragraph") -> tuple[int, int]:
    """Puts a block of its own before block `at`, and gives its span."""
    blocks = record["blocks"]
    start = blocks[at]["start"] if at < len(blocks) else len(record["text"])
    new = words + "\n" if at < len(blocks) else "\n" + words
    replace(record, start, start, new)
    first = start if at < len(blocks) else start + 1
    blocks.insert(at, {"kind": kind, "start": first, "end": first + len(words), "places": []})
    return first, first + len(words)


def move_block(record: Record, index: int, to: int) -> None:
    """Takes block `index` out and puts it in again at place `to`, with all that stands in it."""
    blocks, text = record["blocks"], record["text"]
    order = [i for i in range(len(blocks)) if i != index]
    order.insert(to, index)
    gaps = [text[one["end"] : other["start"]] for one, other in pairwise(blocks)]
    parts, starts, at = [text[: blocks[0]["start"]]], {}, blocks[0]["start"]
    for place, i in enumerate(order):
        words = text[blocks[i]["start"] : blocks[i]["end"]]
        starts[i] = at
        gap = gaps[place] if place < len(gaps) else ""
        parts += [words, gap]
        at += len(words) + len(gap)
    parts.append(text[blocks[-1]["end"] :])
    shift = _shift_by_block(blocks, starts)
    inner = [span for span in spans_of(record) if not any(span is block for block in blocks)]
    for span in inner:
        delta = shift(span["start"])
        span["start"], span["end"] = span["start"] + delta, span["end"] + delta
    for i, block in enumerate(blocks):
        length = block["end"] - block["start"]
        block["start"], block["end"] = starts[i], starts[i] + length
    record["blocks"] = [blocks[i] for i in order]
    record["text"] = "".join(parts)
    for entity in record["entities"]:
        entity["mentions"].sort(key=lambda span: span["start"])
    refresh(record)


def _shift_by_block(blocks: list[Record], starts: dict[int, int]) -> Callable[[int], int]:
    old = [(block["start"], block["end"], starts[i] - block["start"]) for i, block in enumerate(blocks)]

    def shift(offset: int) -> int:
        return next((delta for start, end, delta in old if start <= offset < end), 0)

    return shift


def crosses_blocks(record: Record) -> bool:
    """Whether a span reaches from one block into another: then no block can be moved."""
    blocks = [(block["start"], block["end"]) for block in record["blocks"]]
    return any(
        not any(start <= span["start"] and span["end"] <= end for start, end in blocks)
        for span in spans_of(record)
        if span["end"] > span["start"] and "severity" not in span
    )


def drop_unused(record: Record) -> None:
    """Takes entities out that are neither mentioned nor needed."""
    needed = {id_ for fact in record["facts"] for id_ in (fact["subject"], fact["object"])}
    needed |= {*record["issuer"], *(quotation["speaker"] for quotation in record["quotations"])}
    record["entities"] = [e for e in record["entities"] if e["mentions"] or e["id"] in needed]


def new_entity(record: Record, kind: str, name: str, start: int) -> Record:
    """An entity that is named at `start`; added to the record."""
    mention = {"start": start, "end": start + len(name), "text": name, "source": "rule", "rule": ""}
    entity = {
        "id": f"e{len(record['entities']) + 900}",
        "kind": kind,
        "name": name,
        "aliases": [],
        "unit_type": None,
        "unit_code": None,
        "ror": None,
        "rnsr": None,
        "country": None,
        "candidates": [],
        "mentions": [mention],
    }
    record["entities"].append(entity)
    return entity


def check(record: Record) -> None:
    """Refuses an edit that gives no valid record."""
    Release.model_validate(record)
