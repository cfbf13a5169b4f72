"""The trained model of pairs: what it looks at, what it gives, and how it is weighed with the rules."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from marked import clause_of

from communique.document import Span
from communique.extractor import default_extractor
from communique.findings import EntityFinding, FactFinding
from communique.steps.relations.clause import Slot
from communique.steps.relations.learned.checksums import ROWS, Heads, row_of
from communique.steps.relations.learned.features import Context, Features
from communique.steps.relations.learned.model import (
    Calibration,
    PairModel,
    load_pair_model,
    pair_model_id,
    predicate_columns,
    read_pair_model,
)
from communique.steps.relations.learned.opinions import Onlooker, opinions_of
from communique.steps.relations.learned.pairs import REACH, pairs_of
from communique.steps.relations.learned.sentence import Sentence
from communique.steps.relations.learned.weigh import key_of, weigh
from communique.steps.relations.truth import Setting

CURVES = Calibration(
    both=(0.0, 0.5, 0.5),
    rule=(0.0, 1.0),
    model={"affiliated_with": (0.0, 1.0, 0.0, 0.0, 0.0), "involves": (0.0, 1.0, 0.0, 0.0, 0.0)},
    least=0.5,
    least_alone={"affiliated_with": 0.8, "involves": 0.8},
)
INSTITUTION = 5
ENTITIES = {
    key: EntityFinding(key, "institution" if key == INSTITUTION else "laboratory", f"E{key}") for key in range(10)
}


def _weighed(calibration: Calibration, facts: list[FactFinding], *opinions: FactFinding) -> list[FactFinding]:
    return weigh(calibration, facts, {key_of(f): f for f in opinions}, ENTITIES)


def _model(**weights: float) -> PairModel:
    """A model that gives each pair of a predicate the same odds."""
    columns = {c: i for i, c in enumerate(predicate_columns())}
    bias = np.array([weights.get(c, -10.0) for c in columns])
    return PairModel(columns, np.zeros((ROWS, len(columns)), dtype=np.float16), bias, CURVES)


def _looked_at(example: str) -> Features:
    sentence = Sentence.of(clause_of(example))
    features = Features()
    features.add(Context(sentence, sentence, None, False, "en", "2024-06-15", {}), list(pairs_of(sentence)))
    return features


def test_a_sentence_names_families_of_phrases_and_kinds_of_names() -> None:
    sentence = Sentence.of(clause_of("the [LN2|lab] was created in 2012 by the [CNRS|inst]"))
    assert "<L>" in sentence.symbols
    assert "<I>" in sentence.symbols
    assert "#" in sentence.symbols
    assert "{created}" in sentence.abstract.words


PAIRS = [
    ("[LN2|lab] of the [CNRS|inst]", [("organisations", "L", "I"), ("organisations", "I", "L")]),
    ("[LN2|lab] opened in [Grenoble|place]", [("place", "L", "C")]),
    ("[Ada Brun|person] of [LN2|lab]", [("post", "P", "L")]),
    ("[LN2|lab] dates from [2012|date]", [("date", "L", "D")]),
    ("[Ada Brun|person] lives in [Grenoble|place] since [2012|date]", []),
]


@pytest.mark.parametrize(("example", "expected"), PAIRS, ids=[p[0] for p in PAIRS])
def test_pairs_are_those_that_can_state_a_fact(example: str, expected: list[tuple[str, str, str]]) -> None:
    pairs = pairs_of(Sentence.of(clause_of(example)))
    assert [(p.type, p.subject.kind, p.object.kind) for p in pairs] == expected


def test_members_of_a_list_look_alike_but_for_their_place_in_it() -> None:
    first, *_, last = (
        f
        for f in _looked_at("[LN2|lab] was created by [CNRS|inst], [Inserm|inst] and [UGA|inst]").written()
        if "FoLI" in f
    )
    assert "Foc= was created by" in first & last
    assert "Fo list True" in last - first


def test_features_need_no_more_time_than_a_sentence_is_long() -> None:
    def seconds(names: int) -> float:
        clause = clause_of(" and ".join(f"[X{i}|{'lab' if i % 2 else 'inst'}] ran" for i in range(names)))
        sentence = Sentence.of(clause)
        context = Context(sentence, sentence, None, False, "en", "", {})
        started = time.process_time()
        features = Features()
        features.add(context, list(pairs_of(sentence)))
        features.rows()
        return time.process_time() - started

    seconds(2)  # the tables are read
    assert seconds(240) < 8 * max(seconds(60), 0.02)


LONG = " ".join(f"word{i}" for i in range(50))
SEEN = [
    ("words in twos", "[LN2|lab] is run by [CNRS|inst]", {"Fom1 run", "Fom2 run by", "Fom2 by", "Fom3 by"}),
    ("first and last", "[LN2|lab] is run by [CNRS|inst]", {"Fom^0 is", "Fom^2 by", "Fom$0 by", "Fom$2 is", "Fom# 1"}),
    ("as a whole", "[LN2|lab] is run by [CNRS|inst]", {"Fom= is run by", "FoLIFom= is run by", "Fokw= is run by"}),
    ("beginnings", "[LN2|lab] opened near [Lyon|place]", {"Fpm5 opene"}),
    ("before", "in May [LN2|lab] of [CNRS|inst]", {"Fo<0 may", "Fo<1 in", "Fo<< in", "Fo<2 may in", "Bo<0 may"}),
    ("behind", "[LN2|lab] of [CNRS|inst] , today", {"Fo>0 ,", "Fo>1 today", "Fo>> ,", "Fo>2 , today", "Fok>1 ,"}),
    ("families", "[LN2|lab] was created by [CNRS|inst]", {"Fomf created", "Fo families {no-gap} {created} {by}"}),
    ("nothing between", "[LN2|lab] [CNRS|inst]", {"Fom# 0", "Fom= ", "Fo", "Fo en", "FoLI", "Fo inner "}),
    ("many words", f"[LN2|lab] {LONG} [CNRS|inst]", {"Fom2 word19 word30", "Fom1 word49", "Fok2 word19 word30"}),
]  # fmt: skip


@pytest.mark.parametrize(("example", "expected"), [s[1:] for s in SEEN], ids=[s[0] for s in SEEN])
def test_a_pair_is_seen_by_the_words_around_it(example: str, expected: set[str]) -> None:
    features = _looked_at(example).written()
    assert expected <= set().union(*features)
    assert not set().union(*features) & {"Fom1 word25", "Fom5 ", "Fom2 ", "Fom1 "}


@pytest.mark.parametrize("example", [s[1] for s in SEEN], ids=[s[0] for s in SEEN])
def test_rows_are_those_of_the_features_as_written_sorted_and_each_once(example: str) -> None:
    features = _looked_at(example)
    rows, ends = features.rows()
    written = [sorted({row_of(f) for f in of_pair}) for of_pair in features.written()]
    assert [r.tolist() for r in np.split(rows, ends[:-1])] == written


def test_a_head_goes_before_a_tail_of_any_length() -> None:
    tails = ["", "a", "é" * 40, "b" * 300]
    heads = Heads(["Fo", "Bpm1 "])
    read = heads.rows(
        np.array([1] * len(tails)),
        np.array([zlib.crc32(t.encode()) for t in tails]),
        np.array([len(t.encode()) for t in tails]),
    )
    assert read.tolist() == [row_of(f"Bpm1 {t}") for t in tails]


def test_a_long_list_gives_each_name_a_bounded_number_of_pairs() -> None:
    clause = clause_of(", ".join(f"[X{i}|lab]" for i in range(100)))
    assert len(list(pairs_of(Sentence.of(clause)))) <= 100 * 2 * REACH


def _opinions(example: str, model: PairModel) -> list[Any]:
    clause = clause_of(example)
    onlooker = Onlooker.before(clause, model, {}, Setting("en", "2024-06-15"))
    look = None if onlooker is None else onlooker.look(clause, None)
    return [] if look is None else list(opinions_of([look], model))


def test_an_opinion_covers_the_words_between_the_names() -> None:
    example = "[LN2|lab] is run by [CNRS|inst]"
    (claim,) = {o.claim.predicate: o.claim for o in _opinions(example, _model(affiliated_with=3.0))}.values()
    assert claim.rule == "model.affiliated_with"
    assert any("is run by" in span.of(example) for span in claim.evidence)


TRUTHS = [
    ("[LN2|lab] is not run by [CNRS|inst]", []),
    ("[LN2|lab] will be run by [CNRS|inst]", ["planned"]),
    ("[LN2|lab] was formerly run by [CNRS|inst]", ["former"]),
]


@pytest.mark.parametrize(("example", "statuses"), TRUTHS, ids=[t[0] for t in TRUTHS])
def test_the_model_knows_denied_planned_and_former(example: str, statuses: list[str]) -> None:
    said = [o.claim for o in _opinions(example, _model(affiliated_with=3.0)) if o.claim.subject.kind == "L"]
    assert [c.status for c in said] == statuses


@pytest.mark.parametrize(
    ("example", "given"),
    [
        ("[CNRS|inst] established an office in [2022|date]", 0),
        ("it established an office to stand for the [CNRS|inst] in [2022|date]", 0),
        ("they opened an office, and [LN2|lab] was founded in [2022|date]", 1),
        ("in [2022|date], before inaugurating its tenth abroad, the [CNRS|inst] opened two", 0),
        ("le [LN2|lab] a ouvert une antenne en [2022|date]", 0),
        ("[LN2|lab] opened its doors in [2022|date]", 1),
        ("[LN2|lab] was founded a year later, in [2022|date]", 1),
    ],
)
def test_the_date_of_something_else_is_none(example: str, given: int) -> None:
    assert len(_opinions(example, _model(founded_on=3.0))) == given


def test_a_post_without_a_title_is_none() -> None:
    assert _opinions("[Ada Brun|person] met [LN2|lab]", _model(holds_position=3.0)) == []


def test_a_note_speaks_of_what_calls_it() -> None:
    clause = clause_of("[CNRS|inst]/[UGA|inst]")
    clause.implied = Slot("L", (99,), Span(0, 0))
    pairs = list(pairs_of(Sentence.of(clause), (clause.implied,)))
    assert [(p.subject.keys, p.subject_at) for p in pairs if p.subject.kind == "L"] == [((99,), -1)] * 2


def _fact(confidence: float, object_: int = 2, rule: str = "affiliation.of") -> FactFinding:
    return FactFinding(1, "affiliated_with", object_, (Span(0, 5),), rule, confidence, role="part_of")


WEIGHED = [
    ("agreement makes surer", _fact(0.8), _fact(0.99), (0.9, 1.0)),
    ("doubt makes less sure", _fact(0.95), _fact(0.2), (0.5, 0.9)),
    ("what the model could not see is the rule's", _fact(0.8), None, (0.79, 0.81)),
]


@pytest.mark.parametrize(("fact", "opinion", "within"), [w[1:] for w in WEIGHED], ids=[w[0] for w in WEIGHED])
def test_rule_and_model_together(fact: FactFinding, opinion: FactFinding | None, within: tuple[float, float]) -> None:
    (weighed,) = _weighed(CURVES, [fact], *([opinion] if opinion else []))
    assert within[0] <= weighed.confidence <= within[1]


def test_what_the_model_all_but_rules_out_is_dropped() -> None:
    unlikely = _fact(0.02)
    assert _weighed(CURVES, [_fact(0.8)], unlikely) == []


def test_only_what_the_model_is_very_sure_of_is_added() -> None:
    sure, unsure = _fact(0.95, object_=3, rule="model.affiliated_with"), _fact(0.7, object_=4)
    added = _weighed(CURVES, [], sure, unsure)
    assert [(f.object, f.rule) for f in added] == [(3, "model.affiliated_with")]


OWN_CURVES = [
    ("a predicate's own constant", {}, {"involves": (-3.0, 1.0, 0.0, 0.0, 0.0)}, ["affiliated_with"]),
    ("a predicate's own least", {"involves": 0.99}, {}, ["affiliated_with"]),
    ("names in different sentences", {}, {"affiliated_with": (0.0, 1.0, 0.0, 0.0, -3.0)}, ["involves"]),
    ("all alike", {}, {}, ["affiliated_with", "involves"]),
]


@pytest.mark.parametrize(("least", "curves", "predicates"), [c[1:] for c in OWN_CURVES], ids=[c[0] for c in OWN_CURVES])
def test_each_predicate_has_its_own_curve(
    least: dict[str, float], curves: dict[str, tuple[float, ...]], predicates: list[str]
) -> None:
    calibration = replace(CURVES, model={**CURVES.model, **curves}, least_alone={**CURVES.least_alone, **least})
    apart = replace(_fact(0.95, object_=3), evidence=(Span(0, 5), Span(90, 95)))
    opinions = (apart, replace(_fact(0.95, object_=4), predicate="involves", role=None))
    assert [f.predicate for f in _weighed(calibration, [], *opinions)] == predicates


def test_a_rule_that_names_another_object_tells_against_the_model() -> None:
    calibration = replace(CURVES, model={"affiliated_with": (0.0, 1.0, -4.0, 0.0, 0.0)})
    other = _fact(0.95, object_=3, rule="model.affiliated_with")
    assert len(_weighed(calibration, [], other)) == 1
    assert len(_weighed(calibration, [_fact(0.9)], other)) == 1
    assert len(_weighed(calibration, [replace(_fact(0.9), subject=7)], other)) == 2


DATED = [
    ("the same words", "2012", Span(0, 5), 1),
    ("the same year elsewhere", "2012", Span(50, 55), 2),
    ("another date", "2013", Span(0, 5), 2),
]


@pytest.mark.parametrize(("value", "evidence", "given"), [d[1:] for d in DATED], ids=[d[0] for d in DATED])
def test_a_date_that_a_rule_reads_of_another_tells_against_the_model(value: str, evidence: Span, given: int) -> None:
    calibration = replace(CURVES, model={"founded_on": (0.0, 1.0, -4.0, 0.0, 0.0)}, least_alone={"founded_on": 0.8})
    told = FactFinding(9, "founded_on", None, (evidence,), "creation.created-on", 0.9, value=value)
    opinion = FactFinding(1, "founded_on", None, (Span(0, 5),), "model.founded_on", 0.95, value="2012")
    assert len(_weighed(calibration, [told], opinion)) == given


def test_an_institution_is_more_seldom_founded_than_a_laboratory() -> None:
    calibration = replace(CURVES, model={"founded_on": (0.0, 1.0, 0.0, -4.0, 0.0)}, least_alone={"founded_on": 0.8})
    opinion = FactFinding(1, "founded_on", None, (Span(0, 5),), "model.founded_on", 0.95, value="2012")
    assert len(_weighed(calibration, [], opinion)) == 1
    assert _weighed(calibration, [], replace(opinion, subject=INSTITUTION)) == []


SUCCEEDED = [
    ("by another, says a rule", 2, 7, 1),
    ("another one by another", 3, 7, 2),
    ("by two, says the model", 2, None, 2),
]


@pytest.mark.parametrize(("older", "rule_s", "given"), [s[1:] for s in SUCCEEDED], ids=[s[0] for s in SUCCEEDED])
def test_two_seldom_take_the_place_of_one(older: int, rule_s: int | None, given: int) -> None:
    calibration = replace(CURVES, model={"succeeds": (0.0, 1.0, -4.0, 0.0, 0.0)}, least_alone={"succeeds": 0.8})
    opinions = [
        FactFinding(subject, "succeeds", 2, (Span(0, 5),), "model.succeeds", 0.95)
        for subject in ((1,) if rule_s else (1, 8))
    ]
    told = [FactFinding(rule_s, "succeeds", older, (Span(50, 55),), "succession.replaces", 0.95)] if rule_s else []
    assert len(_weighed(calibration, told, *opinions)) == given


def test_the_model_does_not_read_a_pair_in_a_second_way() -> None:
    given = _fact(0.9)
    other = replace(given, predicate="involves", role=None, confidence=0.99)
    assert [f.predicate for f in _weighed(CURVES, [given], other)] == ["affiliated_with"]


def test_the_shipped_model_is_whole_and_named() -> None:
    model = load_pair_model()
    assert model is not None
    assert set(predicate_columns()) <= set(model.columns)
    assert model.weights.shape == (ROWS, len(model.columns))
    assert pair_model_id().startswith("communique_pairs@")
    assert (
        pair_model_id()
        in default_extractor()(b"<html><body><p>The CNRS is in Paris.</p></body></html>", "x").extractor.model
    )


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_pair_model(tmp_path)


def test_every_fact_of_the_model_shows_both_names() -> None:
    """On the fixtures: what it adds is grounded as a rule's facts are."""
    added = 0
    for page in sorted(Path(__file__).resolve().parents[3].glob("fixtures/*/release.html")):
        record = default_extractor()(page.read_bytes(), page.name)
        entities = {e.id: e for e in record.entities}
        for fact in record.facts:
            if fact.rule.startswith("model."):
                added += 1
                mentions = [*entities[fact.subject].mentions, *(entities[fact.object].mentions if fact.object else ())]
                assert any(s.start <= m.start and m.end <= s.end for s in fact.evidence for m in mentions)
    assert added > 0


def test_a_clause_of_one_name_has_nothing_to_look_at() -> None:
    assert Onlooker.before(clause_of("[LN2|lab]"), _model(), {}, Setting("en", "")) is None
