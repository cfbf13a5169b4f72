"""Posts said with a pronoun for the organisation: "at its helm", "en prend la direction", "who directs it since".

Each is written out, so that the forms for "at the helm of X" and "directs X" read it as well: one form for each way
to hold a post, not one more for each way to leave its organisation out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from communique.steps.relations.clause import INSTITUTION, LAB, PERSON, POST, TITLE, Clause, Replacement, Slot
from communique.steps.relations.focus import Focus
from communique.steps.relations.groups import join_lists
from communique.steps.relations.notation import grammar, rewrite
from communique.steps.relations.persons import person_before
from communique.steps.relations.topics import owner_of_body, owner_of_own


def write_out_posts(clause: Clause, focus: Focus) -> None:
    """Puts organisations in the place of pronouns beside words for a post; leaves out where its holders are from."""
    passes: list[tuple[str, str | Replacement]] = [
        ("post.person-of", ""),
        ("post.person-tenure", ""),
        ("post.successor-of", lambda m: f"{m['later']}, who succeeds {m['first'] or m['second']}"),
        ("post.in-group", lambda m: m["title"]),
        ("post.thereof", lambda m: f"{m['verb'].rstrip()} {'sa' if m['title'] is m['board'] else 'son'} "),
        ("post.of-it", partial(_headship, clause, focus)),
        ("post.of-topic", partial(_of_topic, clause, focus)),
        ("post.its-head", partial(_of_it, clause, focus)),
        ("post.its-board", partial(_board_of_it, clause, focus)),
        ("post.directs-it", partial(_directed, clause, focus)),
        ("post.takes-over", partial(_taken_over, clause, focus)),
    ]
    if rewrite(clause, [("post.person-bracket", ""), *passes]):
        join_lists(clause)


def _of_it(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "at its helm" as "at the helm of X"."""
    char = _owner(clause, focus, match.start(), match.span())
    article = "the" if match["whose"] == "its" else "la"
    return f"{match['before']}{article} {match['headship']} of {char}" if char else None


def _headship(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "the direction thereof goes to P" as "the direction of X goes to P"."""
    char = _owner(clause, focus, match.start(), match.span())
    return f"{match['headship']} of {char} " if char else None


def _of_topic(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "The board is chaired by P" as "the board of X is chaired by P", where X is what the paragraph is about."""
    owner = owner_of_body(clause, match.start(), focus)
    if owner is None:
        return None
    char = clause.add(replace(owner, span=clause.source(*match.span()), said=owner.said or (owner.span,)))
    return f"{match['what']} of {char}" if char else None


def _board_of_it(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "its board" as "the board of X"."""
    char = _owner(clause, focus, match.start(), match.span())
    return f"the {match['board']} of {char}" if char else None


def _directed(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "qui le dirige" as "qui dirige X", where the laboratory named last is also the one that is spoken of."""
    named = [slot for slot in clause.in_text(clause.text[: match.start()]) if slot.kind == LAB and slot.keys]
    owner = owner_of_own(clause, match.start(), focus)
    if named and (owner is None or owner.keys != named[-1].keys):
        return None
    char = _owner(clause, focus, match.start(), match.span("it"), LAB)
    return f"{match['who']}{match['verb']} {char}" if char else None


def _owner(clause: Clause, focus: Focus, at: int, words: tuple[int, int], kinds: str = LAB + INSTITUTION) -> str:
    owner = owner_of_own(clause, at, focus)
    if owner is None or owner.kind not in kinds:
        return ""
    return clause.add(replace(owner, span=clause.source(*words), said=owner.said or (owner.span,)))


def _taken_over(clause: Clause, focus: Focus, match: re.Match[str]) -> str | None:
    """ "P then took over" as "P took over from Q", who is the last one of whom a post has been read."""
    held = focus.posts[-1] if focus.posts else None
    if any(slot.kind in (POST, TITLE, LAB, INSTITUTION) for slot in clause.in_text(clause.text)):
        return None  # of another post than the last one that was spoken of
    if held is None or held.sentence < focus.sentence - 1 or not grammar("post.heads-something").search(held.title):
        return None
    later = person_before(clause, match.start(), focus)
    if later is None or later.keys == (held.person,):
        return None
    here = clause.source(*match.span())
    char = clause.add(Slot(PERSON, (held.person,), here, said=(here,)))
    return f"takes over from {char}" if char else None
