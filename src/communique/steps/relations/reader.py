"""Reads one clause: noun phrases from the inside out, then what the verbs say, then who holds which post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from communique.steps.relations.claims import Claim
from communique.steps.relations.clause import Clause, Slot
from communique.steps.relations.focus import Focus
from communique.steps.relations.groups import take_asides
from communique.steps.relations.learned.opinions import Look, Onlooker
from communique.steps.relations.notation import grammar
from communique.steps.relations.persons import resolve_persons
from communique.steps.relations.phrases import read_holders, read_phrases
from communique.steps.relations.posts import attach_topics, mark_posts, read_deputies, read_successions, remember_posts
from communique.steps.relations.predicates import read_predicates
from communique.steps.relations.reduce import reduce_names
from communique.steps.relations.reference import resolve_references
from communique.steps.relations.scenes import Scenes
from communique.steps.relations.subjects import main_subject
from communique.steps.relations.truth import Setting


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a clause, the slot that it is about, and its pairs for the trained model."""

    claims: tuple[Claim, ...] = ()
    subject: Slot | None = None
    look: Look | None = None


def prepare(clause: Clause, focus: Focus, scenes: Scenes | None = None) -> None:
    """Reduces names and resolves references, before anything is read; `scenes` for a sentence of the running text."""
    reduce_names(clause)
    if scenes is not None:
        scenes.set(clause, focus)
    resolve_references(clause, focus)
    resolve_persons(clause, focus)


def read_clause(
    clause: Clause,
    focus: Focus,
    setting: Setting,
    *,
    finish: Callable[[Clause], None] | None = None,
    watch: Callable[[Clause], Onlooker | None] | None = None,
) -> Reading:
    """All claims of one clause; the clause is reduced to its skeleton on the way.

    Args:
        clause: prepared.
        focus: what the sentences before were about.
        setting: of the release.
        finish: changes the clause once its noun phrases have been read: puts a list's items behind it.
        watch: gives what the trained model sees of the clause before it is read.
    """
    if grammar("sentence.credits").search(clause.text):
        return Reading()
    onlooker = watch(clause) if watch else None
    claims = read_phrases(clause)
    if finish is not None:
        finish(clause)
        onlooker = watch(clause) if watch else None
    parts = (clause, *take_asides(clause))
    subject = main_subject(clause)
    for part in parts:
        claims += read_predicates(part, "clause", setting)
    for part in parts:
        mark_posts(part, focus, setting.release_date)
        held = [*read_holders(part), *read_predicates(part, "person", setting)]
        remember_posts(held, focus, part.reading)
        attach_topics(part, focus, {claim.title for claim in held if claim.title and claim.object.keys})
        theirs = [claim for claim in read_predicates(part, "topic", setting) if claim.object.keys]
        remember_posts(theirs, focus, part.reading)
        claims += (*held, *theirs, *read_successions(part, focus, setting), *read_deputies(part, focus, setting))
    focus.spoken = (focus.sentence, subject)
    return Reading(tuple(claims), subject, onlooker.look(clause, subject) if onlooker else None)
