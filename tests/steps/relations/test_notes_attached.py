"""What a note stands on, whose members it lists, and notes that are a gloss, a place or an owner."""

from __future__ import annotations

import pytest
from marked import read_marked

from communique.document import Span
from communique.findings import Callout, Note
from communique.steps.relations.notes import calls_of

LIST = "\n@1 The [LPS|lab] ([CNRS|inst]/[Univ A|inst]), the [LCP|lab] and [Ampère|lab]."
LISTE = "\n@1 Le [LPS|lab] ([CNRS|inst]/[Univ A|inst]), le [LCP|lab] et [Ampère|lab]."
LAUNCH = "The [Univ X|inst] launched the [Quasar|lab] yesterday. "
LANCEMENT = "L'[Univ X|inst] a lancé hier le laboratoire [Quasar|lab]. "

STATED = [
    (
        "a callout behind a bracket of tutelles",
        "Ada works at the [LPS|lab] ([CNRS|inst]/[UGA|inst])^1 in Lyon.\n@1 It was founded in 1997.",
        "LPS founded_on 1997 via 1",
    ),
    (
        "a callout behind a bracket with a code",
        "Ada vient du [LPS|lab] (UMR CNRS 6027)^1 et du [LCP|lab].\n"
        "@1 Sous la tutelle de l'[UGA|inst] et de l'[IRD|inst].",
        "LPS affiliated_with IRD supervisor via 1",
    ),
    (
        "a callout behind the place of a laboratory",
        "Ada vient du [LPS|lab] de [Lyon|place]^1.\n@1 [CNRS|inst] / [UGA|inst].",
        "LPS affiliated_with UGA supervisor via 1",
    ),
    (
        "a name spelt out before its tutelles",
        "Ada works at [Prisme|lab]^1.\n@1 Ressources, marges et usages : [CNRS|inst], [IRD|inst], [UGA|inst], à Lyon.",
        "Prisme affiliated_with UGA supervisor via 1",
    ),
    (
        "tutelles behind a semicolon",
        "Ada vient de [Prisme|lab]^1.\n@1 UMR 241 « [Prisme|lab] » ; tutelles : [UGA|inst] et [IRD|inst].",
        "Prisme affiliated_with IRD supervisor via 1",
    ),
    (
        "a support unit with a list",
        "Ada vient de [Prisme|lab]^1.\n"
        "@1 Unité d'appui et de recherche [CEA|inst]/[CNRS|inst]/[UVSQ|inst], installée à Saclay.",
        "Prisme affiliated_with UVSQ supervisor via 1",
    ),
    (
        "an Inserm unit by its number",
        "Ada vient de [Prisme|lab]^1.\n@1 Unité [Inserm|inst] 1215, dirigée par [Léo Roux|person].",
        "Prisme affiliated_with Inserm supervisor via 1",
    ),
    (
        "the owner alone",
        "Ada works at [Prisme|lab]^1.\n@1 At the [Univ Y|inst].",
        "Prisme affiliated_with Univ Y part_of via 1",
    ),
    (
        "a convention",
        "Ada vient de [Prisme|lab]^1.\n@1 Unité propre du [CNRS|inst], conventionnée avec l'[UGA|inst].",
        "Prisme affiliated_with UGA partner via 1",
    ),
    (
        "two towns",
        "Ada vient de [Prisme|lab]^1.\n@1 [Prisme|lab] est présent à Nantes et à Lyon.",
        "Prisme located_in Lyon via 1",
    ),
    (
        "researchers of counted laboratories",
        LANCEMENT + "[Quasar|lab] réunit des chercheurs de trois laboratoires^1." + LISTE,
        "Quasar involves LCP via 1",
    ),
    (
        "members that stand in the subject",
        LANCEMENT + "Ses membres fondateurs^1 sont au nombre de trois." + LISTE,
        "Quasar involves LCP via 1",
    ),
    ("a network of", LAUNCH + "[Quasar|lab] is a network of three institutes.^1" + LIST, "Quasar involves LCP via 1"),
]


@pytest.mark.parametrize(("marked", "fact"), [s[1:] for s in STATED], ids=[s[0] for s in STATED])
def test_a_note_attached_to_its_caller(marked: str, fact: str) -> None:
    assert fact in read_marked(marked).facts


NOT_STATED = [
    (
        "a callout in the bracket",
        "Ada works at the [LPS|lab] ([CNRS|inst]^1/[UGA|inst]).\n@1 It was founded in 1939.",
        "LPS founded_on",
    ),
    (
        "a bracket behind other words",
        "Ada works at the [LPS|lab] and at home (in the [Univ X|inst])^1.\n@1 It was founded in 1939.",
        "LPS founded_on",
    ),
    (
        "a place with a verb before it",
        "The [LPS|lab] met in [Lyon|place]^1.\n@1 Founded in 43 BC, burnt in 1562.",
        "LPS founded_on",
    ),
    (
        "who pays",
        "Ada works at [Prisme|lab]^1.\n@1 Financement de ces travaux : [ANR|inst], [ERC|inst].",
        "Prisme affiliated_with",
    ),
    (
        "who is thanked",
        "Ada works at [Prisme|lab]^1.\n@1 Thanks to the service of the [Univ Y|inst].",
        "Prisme affiliated_with",
    ),
    (
        "what somebody presents in a town",
        "Ada vient de [Prisme|lab]^1.\n@1 [Prisme|lab] présente à Lyon ses résultats.",
        "Prisme located_in",
    ),
    (
        "laboratories that only listened",
        LANCEMENT + "Trois laboratoires toulousains^1 ont suivi la cérémonie à distance." + LISTE,
        "Quasar involves",
    ),
    (
        "members of something else",
        LAUNCH + "The [Academy|inst] has three members^1 in France." + LIST,
        "Quasar involves",
    ),
]


@pytest.mark.parametrize(("marked", "fact"), [s[1:] for s in NOT_STATED], ids=[s[0] for s in NOT_STATED])
def test_a_note_that_says_nothing_of_the_laboratory(marked: str, fact: str) -> None:
    assert not [f for f in read_marked(marked).facts if f.startswith(fact)]


def test_the_evidence_of_counted_members_is_the_whole_chain() -> None:
    release = read_marked(LAUNCH + "[Quasar|lab] is a network of three institutes.^1" + LIST)
    fact = next(f for f in release.relations.facts if release.in_words(f) == "Quasar involves LCP via 1")
    words = [span.of(release.document.text) for span in fact.evidence]
    assert any("three institutes" in w for w in words)
    assert any("LCP" in w for w in words)


def test_a_long_note_that_is_called_again_and_again_is_read_whole_once() -> None:
    """Else the work grows with calls times length: a page that repeats itself took minutes."""
    note = Note("1", Span(50_000, 110_000), tuple(Callout(i, Span(i - 4, i)) for i in range(10, 40_010, 10)))

    read = [call.body for call in calls_of([note], [Span(0, 50_000)])]

    assert read[0] == note.body
    assert {body.start for body in read} == {50_000}
    assert sum(body.end - body.start for body in read[1:]) <= 400_000
