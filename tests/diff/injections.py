"""Edits with the changes that a diff must find in them: each once, of the right kind and cause, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from editing import (
    Record,
    copy_of,
    crosses_blocks,
    drop_unused,
    insert_block,
    move_block,
    new_entity,
    refresh,
    replace,
    with_other,
    with_other_source,
)

Found = tuple[str, tuple[str, ...], str]
"""Kind, which fields, and what it is about: the fact's id (before, or after where it is new), a name or a label."""


@dataclass(frozen=True)
class Injection:
    """One edit: the record after it, and what a diff must say."""

    name: str
    new: Record
    expected: frozenset[Found]
    cause: str
    rules: frozenset[str] = frozenset()


def longest(fact: Record) -> Record:
    """The span that tells the fact."""
    return max(fact["evidence"], key=lambda span: span["end"] - span["start"])  # type: ignore[no-any-return]


def within(inner: Record, outer: Record) -> bool:
    """Whether a span lies in another."""
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def covers(fact: Record, start: int, end: int) -> bool:
    """Whether a fact's evidence shares a character with `[start, end)`."""
    return any(span["start"] < end and start < span["end"] for span in fact["evidence"])


def _named(record: Record, id_: str) -> Record:
    return next(e for e in record["entities"] if e["id"] == id_)  # type: ignore[no-any-return]


def _object_changed(record: Record) -> Iterator[Injection]:
    """A name in a sentence is another organisation's now: of which the sentence says what it said of the old one."""
    for fact in record["facts"]:
        if fact["object"] is None or fact["predicate"] == "located_in":
            continue
        old = _named(record, fact["object"])
        clause = longest(fact)
        inside = [m for m in old["mentions"] if within(m, clause)]
        if len(inside) != 1:
            continue
        start, end = inside[0]["start"], inside[0]["end"]
        if any(within(m, inside[0]) for e in record["entities"] if e is not old for m in e["mentions"]):
            continue
        told = [f for f in record["facts"] if covers(f, start, end) and old["id"] in (f["subject"], f["object"])]
        if any(f["subject"] == old["id"] for f in told) or any(_again(record, f, old, start, end) for f in told):
            continue
        new = with_other_source(record)
        name = "Kervadec Foundation of Tides"
        replace(new, start, end, name)
        entity = new_entity(new, old["kind"], name, start)
        ids = {f["id"] for f in told}
        for one, before in zip(_same_order(new, record), record["facts"], strict=True):
            if before["id"] in ids:
                one["object"] = entity["id"]
        refresh(new)
        drop_unused(new)
        if not _still_named(new, old["id"]):
            continue
        expected = frozenset(("changed", ("object",), f["id"]) for f in told)
        yield Injection(f"object of {fact['id']}", new, expected, "source")


def _still_named(record: Record, id_: str) -> bool:
    """An entity that is issuer or speaker stays in the record without a mention, which no extraction gives."""
    entity = next((e for e in record["entities"] if e["id"] == id_), None)
    return entity is None or (bool(entity["mentions"]) and _has_its_forms(entity))


def _has_its_forms(entity: Record) -> bool:
    forms = {m["text"] for m in entity["mentions"]}
    return all(form in forms for form in (entity["name"], *entity["aliases"]))


def _again(record: Record, fact: Record, old: Record, start: int, end: int) -> bool:
    """Whether another span of the evidence names the old object too: the edit would leave the fact as it was."""
    others = [m for m in old["mentions"] if (m["start"], m["end"]) != (start, end)]
    return any(within(m, span) for m in others for span in fact["evidence"])


def _same_order(new: Record, base: Record) -> list[Record]:
    """The new record's facts in the base's order; before ids change, they tell which is which."""
    by_id = {fact["id"]: fact for fact in new["facts"]}
    return [by_id[fact["id"]] for fact in base["facts"]]


def _date_changed(record: Record) -> Iterator[Injection]:
    for fact in record["facts"]:
        year = (fact["value"] or "")[:4]
        at = longest(fact)["text"].find(year) if fact["predicate"] == "founded_on" else -1
        if at < 0:
            continue
        new = with_other_source(record)
        start = longest(fact)["start"] + at
        told = [f for f in record["facts"] if f["value"] == fact["value"] and covers(f, start, start + 4)]
        if any(f["predicate"] != "founded_on" for f in told):
            continue
        for one, before in zip(_same_order(new, record), record["facts"], strict=True):
            if before in told:
                one["value"] = "1897" + before["value"][4:]
        replace(new, start, start + 4, "1897")
        expected = frozenset(("changed", ("value",), f["id"]) for f in told)
        yield Injection(f"date of {fact['id']}", new, expected, "source")


def _title_changed(record: Record) -> Iterator[Injection]:
    for fact in record["facts"]:
        span = longest(fact)
        at = span["text"].find(fact["title"]) if fact["title"] else -1
        if at < 0:
            continue
        start, end = span["start"] + at, span["start"] + at + len(fact["title"])
        told = [f for f in record["facts"] if f["title"] == fact["title"] and covers(f, start, end)]
        if any(m["start"] < end and start < m["end"] for e in record["entities"] for m in e["mentions"]):
            continue
        new = with_other_source(record)
        for one, before in zip(_same_order(new, record), record["facts"], strict=True):
            if before in told:
                one["title"] = "keeper of tides"
        replace(new, start, end, "keeper of tides")
        expected = frozenset(("changed", ("title",), f["id"]) for f in told)
        yield Injection(f"title of {fact['id']}", new, expected, "source")


def _role_changed(record: Record) -> Iterator[Injection]:
    for fact in record["facts"]:
        if fact["role"] is not None:
            new = with_other(record, "rules")
            _fact(new, fact["id"])["role"] = "partner" if fact["role"] != "partner" else "supervisor"
            expected = frozenset({("changed", ("role",), fact["id"])})
            yield Injection(f"role of {fact['id']}", new, expected, "rules", frozenset({fact["rule"]}))


def _status_changed(record: Record) -> Iterator[Injection]:
    for fact in record["facts"]:
        new = with_other(record, "rules")
        _fact(new, fact["id"])["status"] = "planned" if fact["status"] != "planned" else "former"
        expected = frozenset({("changed", ("status",), fact["id"])})
        yield Injection(f"status of {fact['id']}", new, expected, "rules", frozenset({fact["rule"]}))


def _fact(record: Record, id_: str) -> Record:
    return next(f for f in record["facts"] if f["id"] == id_)  # type: ignore[no-any-return]


def _confidence_changed(record: Record) -> Iterator[Injection]:
    for fact in record["facts"]:
        new = with_other(record, "model")
        _fact(new, fact["id"])["confidence"] = round(fact["confidence"] - 0.11, 2)
        yield Injection(f"confidence of {fact['id']}", new, frozenset({("confidence", (), fact["id"])}), "model")


def _rule_renamed(record: Record) -> Iterator[Injection]:
    for rule in sorted({fact["rule"] for fact in record["facts"]}):
        new = with_other(record, "rules")
        for fact in new["facts"]:
            fact["rule"] = "new." + rule if fact["rule"] == rule else fact["rule"]
        expected = frozenset(("rule", (), fact["id"]) for fact in record["facts"] if fact["rule"] == rule)
        yield Injection(f"{rule} renamed", new, expected, "rules", frozenset({rule, "new." + rule}))


def _rule_switched_off(record: Record) -> Iterator[Injection]:
    for rule in sorted({fact["rule"] for fact in record["facts"]}):
        new = with_other(record, "rules")
        new["facts"] = [fact for fact in new["facts"] if fact["rule"] != rule]
        expected = frozenset(("removed", (), fact["id"]) for fact in record["facts"] if fact["rule"] == rule)
        yield Injection(f"{rule} off", new, expected, "rules", frozenset({rule}))


def _registry_changed(record: Record) -> Iterator[Injection]:
    for entity in record["entities"]:
        if entity["kind"] in ("laboratory", "institution"):
            new = with_other(record, "registry")
            _named(new, entity["id"]).update(ror="https://ror.org/0abcdef12", candidates=[])
            expected = frozenset(
                {("link", ("ror", "candidates") if entity["candidates"] else ("ror",), entity["name"])}
            )
            yield Injection(f"link of {entity['name']}", new, expected, "registry")


def _link_opened(record: Record) -> Iterator[Injection]:
    for entity in record["entities"]:
        if entity["ror"]:
            new = with_other(record, "registry")
            candidates = [{"ror": entity["ror"], "rnsr": None, "score": 0.5}]
            _named(new, entity["id"]).update(ror=None, rnsr=None, candidates=candidates)
            fields = ("ror", "rnsr", "candidates") if entity["rnsr"] else ("ror", "candidates")
            yield Injection(f"open {entity['name']}", new, frozenset({("link", fields, entity["name"])}), "registry")


def _paragraph_inserted(record: Record) -> Iterator[Injection]:
    for at in (0, len(record["blocks"]) // 2, len(record["blocks"])):
        new = with_other_source(record)
        insert_block(new, at, "The harbour was calm that night. Nobody spoke of it.")
        yield Injection(f"paragraph before block {at}", new, frozenset(), "source")


def _sentence_repeated(record: Record) -> Iterator[Injection]:
    """The words that a fact is read from stand in the release once more: it is still read from where it was."""
    for fact in record["facts"]:
        for at in (len(record["blocks"]), 0):
            new = with_other_source(record)
            insert_block(new, at, longest(fact)["text"])
            yield Injection(f"{fact['id']} repeated at {at}", new, frozenset(), "source")


def _read_elsewhere(record: Record) -> Iterator[Injection]:
    """A sentence stands twice; the rules take the fact from the other one now."""
    for fact in record["facts"]:
        if fact["via_footnote"]:
            continue
        base = copy_of(record)
        span = longest(fact)
        start, _ = insert_block(base, len(record["blocks"]), span["text"])
        new = with_other(base, "rules")
        moved = longest(_fact(new, fact["id"]))
        moved["start"], moved["end"] = start, start + len(span["text"])
        refresh(new)
        expected = frozenset({("moved", ("place",), fact["id"])})
        new["_base"] = base
        yield Injection(f"{fact['id']} read elsewhere", new, expected, "rules", frozenset({fact["rule"]}))


def _paragraph_moved(record: Record) -> Iterator[Injection]:
    if crosses_blocks(record):
        return
    blocks = record["blocks"]
    for index, block in enumerate(blocks):
        told = [f for f in record["facts"] if any(within(span, block) for span in f["evidence"])]
        size = block["end"] - block["start"]
        words = record["text"][block["start"] : block["end"]]
        if block["kind"] != "paragraph" or not told or record["text"].count(words) > 1:
            continue
        for to in (0, len(blocks) - 1):
            passed = blocks[to:index] if to < index else blocks[index + 1 : to + 1]
            if sum(other["end"] - other["start"] for other in passed) > size + 40 and to != index:
                new = with_other_source(record)
                move_block(new, index, to)
                expected = frozenset(("moved", ("place",), f["id"]) for f in told)
                yield Injection(f"block {index} moved to {to}", new, expected, "source")


def _note_renumbered(record: Record) -> Iterator[Injection]:
    labels = [note["label"] for note in record["footnotes"]]
    for note in record["footnotes"]:
        if labels.count(note["label"]) == 1:
            new = with_other_source(record)
            next(n for n in new["footnotes"] if n["id"] == note["id"])["label"] = "99"
            for fact in new["facts"]:
                fact["via_footnote"] = "99" if fact["via_footnote"] == note["label"] else fact["via_footnote"]
            expected = frozenset({("footnote-changed", ("label",), note["label"])})
            yield Injection(f"note {note['label']} renumbered", new, expected, "source")


def _note_put_in(record: Record) -> Iterator[Injection]:
    labels = [note["label"] for note in record["footnotes"]]
    if not labels or labels != [str(n) for n in range(1, len(labels) + 1)]:
        return
    for at in range(1, len(labels) + 2):
        new = with_other_source(record)
        for fact in new["facts"]:
            if fact["via_footnote"] and int(fact["via_footnote"]) >= at:
                fact["via_footnote"] = str(int(fact["via_footnote"]) + 1)
        for note in new["footnotes"]:
            note["label"] = str(int(note["label"]) + (int(note["label"]) >= at))
        words = "Tide tables are published twice a year."
        start, end = insert_block(new, len(new["blocks"]), words, "note")
        note = {"id": "n900", "label": str(at), "note": {"start": start, "end": end, "text": words}, "callouts": []}
        new["footnotes"].append(note)
        yield Injection(f"note {at} put in", new, frozenset({("footnote-added", (), str(at))}), "source")


def _note_reworded(record: Record) -> Iterator[Injection]:
    for note in record["footnotes"]:
        if note["note"] and sum(n["note"] == note["note"] for n in record["footnotes"]) == 1:
            new = with_other_source(record)
            replace(new, note["note"]["end"], note["note"]["end"], "")
            inside = next(n for n in new["footnotes"] if n["id"] == note["id"])
            end = inside["note"]["end"]
            replace(new, end, end, " Tides vary.")
            for span in [inside["note"], *(b for b in new["blocks"] if b["end"] == end)]:
                span["end"] = end + len(" Tides vary.")
            refresh(new)
            expected = frozenset({("footnote-changed", ("note",), note["label"])})
            yield Injection(f"note {note['label']} reworded", new, expected, "source")


def _entity_renamed(record: Record) -> Iterator[Injection]:
    """A name is written otherwise wherever it stands."""
    for entity in record["entities"]:
        name = entity["name"]
        mentions = [m for m in entity["mentions"] if m["text"] == name]
        others = [m for e in record["entities"] if e is not entity for m in e["mentions"]]
        overlap = any(m["start"] < o["end"] and o["start"] < m["end"] for m in mentions for o in others)
        if len(name.split()) < 2 or not mentions or overlap or entity["kind"] == "place":
            continue
        new = with_other_source(record)
        longer = name + " Maritime"
        for mention in sorted(mentions, key=lambda m: -m["start"]):
            replace(new, mention["start"], mention["end"], longer)
        renamed = _named(new, entity["id"])
        renamed["name"] = longer
        renamed["mentions"] += _mentions_of(new["text"], longer)
        renamed["mentions"].sort(key=lambda m: m["start"])
        refresh(new)
        expected = frozenset({("entity-changed", ("name",), name)})
        yield Injection(f"{name} renamed", new, expected, "source")


def _mentions_of(text: str, name: str) -> list[Record]:
    found, at = [], text.find(name)
    while at >= 0:
        found.append({"start": at, "end": at + len(name), "text": name, "source": "rule", "rule": ""})
        at = text.find(name, at + 1)
    return found


def _fact_added(record: Record) -> Iterator[Injection]:
    dated = {fact["subject"] for fact in record["facts"] if fact["predicate"] == "founded_on"}
    for entity in record["entities"]:
        if entity["kind"] in ("laboratory", "institution") and entity["id"] not in dated:
            new = with_other_source(record)
            words = f"{entity['name']} was founded in 1888."
            start, _ = insert_block(new, len(new["blocks"]), words)
            fact = {
                "role": None,
                "title": None,
                "object": None,
                "via_footnote": None,
                "status": "asserted",
                "subject": entity["id"],
                "predicate": "founded_on",
                "value": "1888",
                "rule": "creation.created-on",
                "confidence": 0.9,
                "evidence": [{"start": start, "end": start + len(words) - 1, "places": []}],
            }
            fact["evidence"][0]["text"] = words[:-1]  # type: ignore[index]
            new["facts"].append(fact)
            refresh(new)
            yield Injection(f"{entity['name']} founded", new, frozenset({("added", (), fact["id"])}), "source")  # type: ignore[arg-type]


def _sentence_cut(record: Record) -> Iterator[Injection]:
    """A clause is cut out, and the facts that only it tells are gone."""
    for fact in record["facts"]:
        span = longest(fact)
        start, end = span["start"], span["end"]
        told = [f for f in record["facts"] if within(longest(f), span)]
        touched = [f for f in record["facts"] if covers(f, start, end) and f not in told]
        inside = [s for note in record["footnotes"] for s in [note["note"] or {"start": 0, "end": 0}]]
        inside += [callout["anchor"] for note in record["footnotes"] for callout in note["callouts"]]
        if touched or any(s["start"] < end and start < s["end"] for s in inside):
            continue
        new = with_other_source(record)
        ids = {f["id"] for f in told}
        new["facts"] = [f for f in new["facts"] if f["id"] not in ids]
        replace(new, start, end, "Nothing more is known of it")
        drop_unused(new)
        kept = {e["id"] for e in new["entities"]}
        if any(not _still_named(new, e["id"]) for e in record["entities"] if e["id"] in kept and _has_its_forms(e)):
            continue
        if any(b["kind"] == "title" and within(span, b) for b in record["blocks"]):
            continue
        yield Injection(f"clause of {fact['id']} cut", new, frozenset(("removed", (), f["id"]) for f in told), "source")


def _words_changed(record: Record) -> Iterator[Injection]:
    """A word in a clause is another, and says the same: each fact that is read from it is read from other words."""
    for fact in record["facts"]:
        span = longest(fact)
        notes = [n["note"] for n in record["footnotes"] if n["note"]]
        title = [b for b in record["blocks"] if b["kind"] == "title"]
        named = [m for e in record["entities"] for m in e["mentions"]]
        named += [c["anchor"] for n in record["footnotes"] for c in n["callouts"]]
        at = next(
            (
                start
                for start in range(span["start"] + 1, span["end"])
                if record["text"][start] == " " and not any(m["start"] <= start <= m["end"] for m in named)
            ),
            None,
        )
        if at is None or any(s["start"] <= at < s["end"] for s in [*notes, *title]):
            continue
        new = with_other_source(record)
        replace(new, at, at, " indeed")
        told = [f for f in record["facts"] if any(s["start"] < at < s["end"] for s in f["evidence"])]
        expected = frozenset(("moved", ("words",), f["id"]) for f in told)
        yield Injection(f"words of {fact['id']}", new, expected, "source")


def _release_redated(record: Record) -> Iterator[Injection]:
    new = with_other_source(record)
    new["date"] = "1999-01-01"
    yield Injection("date of the release", new, frozenset({("release-changed", ("date",), record["title"])}), "source")


def _unit_code_changed(record: Record) -> Iterator[Injection]:
    for entity in record["entities"]:
        if entity["kind"] == "laboratory":
            new = with_other(record, "rules")
            _named(new, entity["id"])["unit_code"] = "UMR 9998"
            expected = frozenset({("entity-changed", ("unit_code",), entity["name"])})
            yield Injection(f"code of {entity['name']}", new, expected, "rules")


KINDS: dict[str, Callable[[Record], Iterator[Injection]]] = {
    "object changed": _object_changed,
    "date changed": _date_changed,
    "title changed": _title_changed,
    "role changed": _role_changed,
    "status changed": _status_changed,
    "confidence changed": _confidence_changed,
    "rule renamed": _rule_renamed,
    "rule switched off": _rule_switched_off,
    "registry changed": _registry_changed,
    "link opened": _link_opened,
    "paragraph inserted": _paragraph_inserted,
    "sentence repeated": _sentence_repeated,
    "read elsewhere": _read_elsewhere,
    "paragraph moved": _paragraph_moved,
    "note renumbered": _note_renumbered,
    "note put in": _note_put_in,
    "note reworded": _note_reworded,
    "entity renamed": _entity_renamed,
    "fact added": _fact_added,
    "clause cut": _sentence_cut,
    "words changed": _words_changed,
    "release redated": _release_redated,
    "unit code changed": _unit_code_changed,
}


def inject(kind: str, record: Record, most: int | None = None) -> Iterator[tuple[Record, Injection]]:
    """The first edits of one kind that a record allows, at most `most`, each with its base."""
    for injection in islice(KINDS[kind](record), most):
        base = injection.new.pop("_base", record)
        yield base, injection
