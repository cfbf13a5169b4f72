"""What counts as found, missed and found falsely."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from communique.evaluate import Gold, score_document
from communique.records import Release

Data = dict[str, Any]
NIL = "Northern Ice Laboratory"


def judge(gold: Data, sample: Data | None) -> list[tuple[str, str]]:
    """The judgements that are no hits, as (measure, verdict)."""
    release = None if sample is None else Release.model_validate(sample)
    judgements = score_document(Gold.model_validate(gold), release)
    return [(j.measure, j.verdict) for j in judgements if j.verdict != "hit"]


def test_a_perfect_record_has_only_hits(gold: Data, sample: Data) -> None:
    assert judge(gold, sample) == []


def test_hits_name_every_measure(gold: Data, sample: Data) -> None:
    judgements = score_document(Gold.model_validate(gold), Release.model_validate(sample))
    assert {j.measure for j in judgements} == {
        *(f"entity.{kind}" for kind in ("laboratory", "institution", "person")),
        *(f"fact.{predicate}" for predicate in ("affiliated_with", "holds_position", "founded_on")),
        *(f"meta.{name}" for name in ("title", "date", "dateline_place", "language")),
        *("kind", "ror", "strict", "via_footnote", "footnote"),
    }


def test_a_hit_names_the_rule_that_found_it(gold: Data, sample: Data) -> None:
    judgements = score_document(Gold.model_validate(gold), Release.model_validate(sample))
    assert {j.rule for j in judgements if j.measure == "fact.founded_on"} == {"founding.verb"}


def test_without_a_record_everything_is_missed(gold: Data) -> None:
    missed = judge(gold, None)
    assert {verdict for _, verdict in missed} == {"miss"}
    assert sorted({measure.split(".")[0] for measure, _ in missed}) == [
        "entity", "fact", "footnote", "meta", "no record", "strict", "via_footnote",
    ]  # fmt: skip


def _gold_fact(subject: str, predicate: str, object_: str, **fields: str) -> Data:
    return {"subject": subject, "predicate": predicate, "object": object_, **fields}


def add_gold_fact(gold: Data, sample: Data) -> None:
    gold["facts"].append(_gold_fact(NIL, "affiliated_with", "CNES", role="partner"))


def drop_gold_fact(gold: Data, sample: Data) -> None:
    gold["facts"] = [f for f in gold["facts"] if f["predicate"] != "founded_on"]


def make_fact_optional(gold: Data, sample: Data) -> None:
    drop_gold_fact(gold, sample)
    gold["optional_facts"] = [_gold_fact(NIL, "founded_on", "2012-04")]


def forbid_fact(gold: Data, sample: Data) -> None:
    make_fact_optional(gold, sample)
    gold["not_facts"] = gold["optional_facts"]


def change_role(gold: Data, sample: Data) -> None:
    sample["facts"][0]["role"] = "supervisor"


def change_status(gold: Data, sample: Data) -> None:
    gold["facts"][1]["status"] = "former"


def change_date(gold: Data, sample: Data) -> None:
    gold["facts"][2]["object"] = "2012"


def add_gold_entity(gold: Data, sample: Data) -> None:
    gold["entities"].append({"name": "CNES", "kind": "institution"})


def add_optional_gold_entity(gold: Data, sample: Data) -> None:
    add_gold_entity(gold, sample)
    gold["optional_entities"] = ["the CNES"]


def drop_gold_person(gold: Data, sample: Data) -> None:
    gold["entities"].pop()
    gold["facts"].pop(1)
    sample["facts"].pop(1)


def make_person_optional(gold: Data, sample: Data) -> None:
    drop_gold_person(gold, sample)
    gold["optional_entities"] = ["Ada Brun"]


def change_kind(gold: Data, sample: Data) -> None:
    gold["entities"][1]["kind"] = "laboratory"


def know_only_the_alias(gold: Data, sample: Data) -> None:
    gold["entities"][0].update(name="NIL", aliases=[])
    for fact in gold["facts"]:
        fact.update({key: "NIL" for key in ("subject", "object") if fact[key] == NIL})


def drop_link(gold: Data, sample: Data) -> None:
    sample["entities"][1]["ror"] = None


def change_link(gold: Data, sample: Data) -> None:
    sample["entities"][1]["ror"] = "https://ror.org/04h699437"


def change_label(gold: Data, sample: Data) -> None:
    gold["footnotes"][0]["label"] = "2"


def change_words_before(gold: Data, sample: Data) -> None:
    gold["footnotes"][0]["after"] = "of the CNRS"


def change_note(gold: Data, sample: Data) -> None:
    gold["footnotes"][0]["note"] = "Snow is"


def lose_note(gold: Data, sample: Data) -> None:
    gold["footnotes"][0]["note"] = None


def lose_callout(gold: Data, sample: Data) -> None:
    gold["footnotes"][0]["after"] = None


def add_callout(gold: Data, sample: Data) -> None:
    gold["footnotes"].append({"label": "1", "after": "Ada Brun", "note": "Ice is"})


def bracket_label(gold: Data, sample: Data) -> None:
    sample["footnotes"][0]["label"] = "[1]"
    sample["facts"][0]["via_footnote"] = "[1]"


def lose_title(gold: Data, sample: Data) -> None:
    sample["title"] = None


def invent_place(gold: Data, sample: Data) -> None:
    gold["dateline_place"] = None


def change_gold_date(gold: Data, sample: Data) -> None:
    gold["date"] = "2012-05"


def spell_title_otherwise(gold: Data, sample: Data) -> None:
    sample["title"] = "NORTHERN  ICE LABORATORY OPENS."


CHANGES: list[tuple[Callable[[Data, Data], None], list[tuple[str, str]]]] = [
    (add_gold_fact, [("fact.affiliated_with", "miss"), ("strict", "miss")]),
    (drop_gold_fact, [("fact.founded_on", "false"), ("strict", "false")]),
    (make_fact_optional, []),
    (forbid_fact, [("fact.founded_on", "false"), ("strict", "false"), ("forbidden", "false")]),
    (change_role, [("strict", "false"), ("strict", "miss")]),
    (change_status, [("strict", "false"), ("strict", "miss")]),
    (
        change_date,
        [("fact.founded_on", "false"), ("strict", "false"), ("fact.founded_on", "miss"), ("strict", "miss")],
    ),
    (add_gold_entity, [("entity.institution", "miss")]),
    (add_optional_gold_entity, []),
    (drop_gold_person, [("entity.person", "false")]),
    (make_person_optional, []),
    (change_kind, [("kind", "false")]),
    (know_only_the_alias, []),
    (drop_link, [("ror", "miss")]),
    (change_link, [("ror", "miss"), ("ror", "false")]),
    (change_label, [("footnote", "miss"), ("footnote", "false")]),
    (change_words_before, [("footnote", "miss"), ("footnote", "false")]),
    (change_note, [("footnote", "miss"), ("footnote", "false")]),
    (lose_note, [("footnote", "miss"), ("footnote", "false")]),
    (lose_callout, [("footnote", "miss"), ("footnote", "false")]),
    (add_callout, [("footnote", "miss")]),
    (bracket_label, []),
    (lose_title, [("meta.title", "miss")]),
    (invent_place, [("meta.dateline_place", "false")]),
    (change_gold_date, [("meta.date", "miss"), ("meta.date", "false")]),
    (spell_title_otherwise, []),
]


@pytest.mark.parametrize(("change", "mistakes"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_a_difference_is_judged(
    gold: Data, sample: Data, change: Callable[[Data, Data], None], mistakes: list[tuple[str, str]]
) -> None:
    change(gold, sample)
    assert judge(gold, sample) == mistakes


def test_membership_said_the_other_way_round_is_neither_right_nor_wrong(gold: Data, sample: Data) -> None:
    gold["entities"].append({"name": "Polar Network", "kind": "laboratory"})
    gold["facts"].append(_gold_fact("Polar Network", "involves", NIL))
    words = {"start": 0, "end": 8, "text": "Northern"}
    sample["entities"].append({"id": "e4", "kind": "laboratory", "name": "Polar Network", "mentions": [words]})
    sample["facts"].append({**sample["facts"][0], "id": "0" * 16, "object": "e4"})
    assert judge(gold, sample) == [("fact.involves", "miss"), ("strict", "miss")]


def test_between_laboratories_any_role_is_right(gold: Data, sample: Data) -> None:
    gold["entities"][1]["kind"] = sample["entities"][1]["kind"] = "laboratory"
    change_role(gold, sample)
    assert judge(gold, sample) == []


def test_a_place_is_compared_by_its_name(gold: Data, sample: Data) -> None:
    gold["entities"].append({"name": "Paris", "kind": "place"})
    gold["facts"].append(_gold_fact(NIL, "located_in", "Paris"))
    place = {**sample["facts"][2], "id": "0" * 16, "predicate": "located_in", "value": "PARIS"}
    sample["facts"].append(place)
    assert judge(gold, sample) == []
