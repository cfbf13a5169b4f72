"""Members of a structure that is not named beside them: what the trained model chooses from, and how it does."""

from __future__ import annotations

import numpy as np
import pytest
from marked import clause_of, read_marked

from communique.document import Span
from communique.findings import EntityFinding, FactFinding
from communique.steps.relations.claims import Claim
from communique.steps.relations.clause import LAB, About, Slot
from communique.steps.relations.focus import Focus
from communique.steps.relations.learned.features import Context, Features
from communique.steps.relations.learned.model import Calibration
from communique.steps.relations.learned.opinions import Opinion
from communique.steps.relations.learned.pairs import pairs_of
from communique.steps.relations.learned.sentence import Sentence
from communique.steps.relations.learned.weigh import agreed, key_of, weigh
from communique.steps.relations.surroundings import candidates

NET, OLD, HOME = 101, 102, 103
ENTITIES = {key: EntityFinding(key, "laboratory", f"Lab {key}") for key in (NET, OLD, HOME, *range(10, 40))}


def _slot(key: int) -> Slot:
    return Slot(LAB, (key,), Span(key, key + 1))


def _focus(*named: tuple[int, int], sentence: int, block: int = 0, home: int | None = None) -> Focus:
    """A focus before `sentence`; `named` holds keys and the sentences that named them last."""
    focus = Focus(ENTITIES, home=_slot(home) if home else None, sentence=sentence, block=block)
    focus.laboratories = {(key,): (at, _slot(key)) for key, at in named}
    return focus


def test_the_laboratory_named_last_comes_first() -> None:
    found = candidates(_focus((NET, 7), (OLD, 8), sentence=9), frozenset(), 5)
    assert [about.slot.keys[0] for about in found] == [OLD, NET]
    assert "named 1" in found[0].signs
    assert "named 2" in found[1].signs


def test_what_was_named_long_ago_is_none_unless_it_has_members_or_the_release_is_about_it() -> None:
    focus = _focus((NET, 1), (OLD, 2), sentence=20, block=18, home=HOME)
    assert [about.slot.keys[0] for about in candidates(focus, frozenset(), 5)] == [HOME]
    found = candidates(focus, frozenset({NET}), 5)
    assert {about.slot.keys[0] for about in found} == {NET, HOME}
    assert next("joint" in about.signs for about in found if about.slot.keys == (NET,))
    assert next("home" in about.signs for about in found if about.slot.keys == (HOME,))


def test_there_are_few_candidates_however_long_the_text_is() -> None:
    focus = _focus(*((key, key) for key in range(10, 40)), sentence=41)
    assert len(candidates(focus, frozenset(range(10, 40)), 5)) == 5


def _scene_pairs(example: str, *about: About) -> list[tuple[int, tuple[int, ...]]]:
    pairs = pairs_of(Sentence.of(clause_of(example)), (), about)
    return [(p.subject.keys[0], p.object.keys) for p in pairs if p.type == "scene"]


def test_every_laboratory_of_a_sentence_may_be_a_member_of_what_is_not_named() -> None:
    about = About(_slot(77), ("home",))
    assert [subject for subject, _ in _scene_pairs("the [LPS|lab] and [LTM|lab] of [UGA|inst]", about)] == [77, 77]


def test_what_a_sentence_names_is_no_candidate() -> None:
    here = next(iter(clause_of("the [LPS|lab] and [LTM|lab]").slots.values()))
    assert _scene_pairs("the [LPS|lab] and [LTM|lab]", About(here, ("home",))) == []


def test_what_a_note_stands_on_and_a_choice_exclude_each_other_as_structures() -> None:
    sentence = Sentence.of(clause_of("the [LPS|lab]"))
    alone = [p.predicates for p in pairs_of(sentence, (_slot(NET),)) if p.subject_at < 0]
    beside = list(pairs_of(sentence, (_slot(NET),), (About(_slot(NET), ()), About(_slot(OLD), ()))))
    assert alone == [("affiliated_with", "involves", "succeeds")]
    assert [p.predicates for p in beside if p.subject_at < 0 and p.type != "scene"] == [("affiliated_with", "succeeds")]
    assert [p.predicates for p in beside if p.type == "scene"] == [("involves",)] * 2


def test_the_calling_words_and_the_signs_are_looked_at() -> None:
    sentence = Sentence.of(clause_of("the [LPS|lab] of [UGA|inst], the [LTM|lab]"))
    about = About(_slot(NET), ("joint", "named 1"), "six teams of four laboratories", "share it")
    pairs = [p for p in pairs_of(sentence, (), (about,)) if p.type == "scene"]
    features = Features()
    features.add(Context(sentence, sentence, None, False, "en", "", ENTITIES), pairs)
    first, last = features.written()
    assert {
        "Fsjoint",
        "Fscall0 laboratories",
        "Fscall1 four",
        "Fscall teams",
        "Fsthen share",
        "Fsstructure lab",
    } <= first
    assert "Fshead True" in first & last
    rows, ends = features.rows()
    assert len(ends) == 2
    assert np.all(rows >= 0)


def _opinion(object_: int, chance: float, scene: int | None, subject: int = NET) -> Opinion:
    claim = Claim("model.involves", "involves", None, "asserted", chance, _slot(subject), _slot(object_), (), via="3")
    return Opinion(claim, np.zeros(0, dtype=np.int64), scene)


@pytest.mark.parametrize(("scene", "raised"), [(40, True), (None, False)], ids=["a list", "no list"])
def test_members_of_a_list_stand_or_fall_together(scene: int | None, raised: bool) -> None:
    opinions = [_opinion(10, 0.9, scene), _opinion(11, 0.8, scene), _opinion(12, 0.3, scene)]
    sure = {o.claim.object.keys[0]: o.claim.confidence for o in agreed(opinions)}
    assert (sure[12] > 0.5) == raised
    assert sure[10] > sure[11] > sure[12]


def test_lists_of_other_structures_do_not_count() -> None:
    opinions = [_opinion(10, 0.9, 40), _opinion(10, 0.1, 40, subject=OLD), _opinion(11, 0.1, 40, subject=OLD)]
    sure = {(o.claim.subject.keys[0], o.claim.object.keys[0]): o.claim.confidence for o in agreed(opinions)}
    assert sure[NET, 10] == pytest.approx(0.9, abs=0.01)
    assert sure[OLD, 11] < 0.2


def test_the_structure_to_which_a_rule_gives_a_note_s_list_has_no_rival() -> None:
    def member(of: int, lab: int, rule: str = "membership.listed") -> FactFinding:
        return FactFinding(of, "involves", lab, (Span(0, 5),), rule, 0.9, via_footnote="3")

    curves = Calibration((0.0, 1.0, 0.0), (0.0, 1.0), {"involves": (0.0, 1.0, 0.0, 0.0, 0.0)}, 0.5, {"involves": 0.6})
    opinions = {key_of(f): f for f in (member(NET, 11, "model.involves"), member(OLD, 12, "model.involves"))}
    assert {f.subject for f in weigh(curves, [member(NET, 10)], opinions, ENTITIES)} == {NET}
    assert {f.subject for f in weigh(curves, [], opinions, ENTITIES)} == {NET, OLD}


@pytest.mark.parametrize(
    ("note", "absent"),
    [
        ("SEQUOIA, in [Kobe|place], and the [LPS|lab].", "located_in Kobe"),
        ("Ataxies, led by [Ada Brun|person], and the [LPS|lab].", "holds_position SAP"),
        ("Twelve founders. Set up in 2012, by the [LPS|lab].", "SAP founded_on"),
    ],
)
def test_parts_of_a_counted_list_say_nothing_of_what_counts_them(note: str, absent: str) -> None:
    text = f"The network [SAP|lab] grows. Six laboratories^1 of [SAP|lab] met.\n@1 {note}"
    assert not [fact for fact in read_marked(text).facts if absent in fact]
