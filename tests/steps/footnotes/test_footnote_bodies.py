"""How notes are printed, where they stand, and what only looks like one."""

from __future__ import annotations

import pytest
from marked_documents import find_notes, told

THREE = "The school^1^ and the port^2^ meet the board^3^ in town."
LABELS = [
    ("raised", "^{}^", ["1", "2", "3"], "^{}^ "),
    ("raised, dot after", "^{}^", ["1", "2", "3"], "^{}^. "),
    ("raised, glued to the note", "^{}^", ["1", "2", "3"], "^{}^"),
    ("square brackets", " [{}]", ["1", "2", "3"], "[{}] "),
    ("round brackets", " ({})", ["1", "2", "3"], "({}) "),
    ("closing bracket", "^{})^", ["1", "2", "3"], "{}) "),
    ("dot", "^{}^", ["1", "2", "3"], "{}. "),
    ("dash", "^{}^", ["1", "2", "3"], "{} – "),
    ("nothing but a space", "^{}^", ["1", "2", "3"], "{} "),
    ("nothing", "^{}^", ["1", "2", "3"], "{}"),
    ("list numbers", "^{}^", ["1", "2", "3"], "{}.> "),
    ("stars", "{}", ["*", "**", "***"], "{} "),
    ("stars glued to the note", "{}", ["*", "**", "***"], "{}"),
    ("stars in brackets", " ({})", ["*", "**", "***"], "({}) "),
    ("daggers", "{}", ["*", "†", "‡"], "{} "),
    ("daggers raised", "^{}^", ["†", "‡", "§"], "^{}^ "),
    ("letters raised", "^{}^", ["a", "b", "c"], "^{}^ "),
    ("letters in brackets", " ({})", ["a", "b", "c"], "({}) "),
    ("Roman numbers raised", "^{}^", ["i", "ii", "iii"], "^{}^ "),
    ("Roman numbers in brackets", "[{}]", ["viii", "ix", "x"], "[{}] "),
    ("the word footnote", "[footnote {}]", ["1", "2", "3"], "[footnote {}] "),
    ("raised glyphs", "{}", ["¹", "²", "³"], "{} "),
    ("two digits", "^{}^", ["9", "10", "11"], "^{}^ "),
]


@pytest.mark.parametrize(("callout", "labels", "label"), [r[1:] for r in LABELS], ids=[r[0] for r in LABELS])
def test_a_form_of_labels(callout: str, labels: list[str], label: str) -> None:
    text = "The school{} and the port{} meet the board{} in town.".format(*(callout.format(x) for x in labels))
    notes = "\n".join(label.format(x) + f"Body {x} of it" for x in labels)
    found = find_notes(f"{text}\n# Notes\n{notes}")
    printed = [x.translate(str.maketrans("¹²³", "123")) for x in labels]
    places = ["The school", "the port", "the board"]
    wanted = [f"{p}: {at} -> Body {x} of it" for p, at, x in zip(printed, places, labels, strict=True)]
    assert told(found) == wanted
    assert found.reading.text.split("\n")[0] == "The school and the port meet the board in town."


HEADINGS = ["Notes", "NOTES", "Note", "Notes :", "Footnotes", "Endnotes", "Références", "References",
            "Notes to editors", "Notes and references", "Notes aux rédactions"]  # fmt: skip


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("set_as", ["# ", ""], ids=["heading", "paragraph"])
def test_a_heading_over_plainly_numbered_notes(heading: str, set_as: str) -> None:
    found = find_notes(f"{THREE}\n{set_as}{heading}\n1. Body one\n2. Body two\n3. Body three")
    assert [len(n.callouts) for n in found.notes] == [1, 1, 1]
    assert heading in found.reading.text.split("\n")


@pytest.mark.parametrize(
    "notes",
    ["^1^ Body one\n^2^ Body two\n^3^ Body three", "* * *\n^1^ Body one\n^2^ Body two\n^3^ Body three\nThe end."],
    ids=["at the end", "after a line of stars, with text after them"],
)
def test_notes_without_a_heading(notes: str) -> None:
    assert told(find_notes(f"{THREE}\nMore text.\n{notes}")) == [
        "1: The school -> Body one",
        "2: the port -> Body two",
        "3: the board -> Body three",
    ]


def test_plainly_numbered_notes_without_a_heading() -> None:
    found = find_notes(f"{THREE}\nMore text.\n1. Body one\n2. Body two\n3. Body three\nContact: press office")
    assert [n.label for n in found.notes] == ["1", "2", "3"]


def test_notes_at_a_page_foot() -> None:
    found = find_notes(
        "=== 1\nThe school^1^ says.\n=== 2\nThe port^2^ too.\n=== 1\n~ 1 Body one\n=== 2\n~ 2 Body two", pdf=True
    )
    assert told(found) == ["1: The school -> Body one", "2: The port -> Body two"]


def test_a_note_right_after_its_paragraph() -> None:
    found = find_notes("The school^1^ says.\n^1^Body one\nThe port^2^ too.\n^2^Body two\nMore text.")
    assert told(found) == ["1: The school -> Body one", "2: The port -> Body two"]
    assert found.reading.text == "The school says.\nBody one\nThe port too.\nBody two\nMore text."


def test_a_note_under_a_table() -> None:
    found = find_notes("| Staff^1^ | 12\n| Guests* | 3\n^1^ Body one\n* Body star\nThe end.")
    assert told(found) == ["1: Staff -> Body one", "*: Guests -> Body star"]
    assert found.reading.text.startswith("Staff\t12\nGuests\t3\n")


def test_callouts_in_headings_and_list_items() -> None:
    found = find_notes("# A school^1^ opens\n- a port^2^ ;\n- a road\n# Notes\n^1^ Body one\n^2^ Body two")
    assert told(found) == ["1: A school -> Body one", "2: a port -> Body two"]
    assert found.reading.text.split("\n")[:3] == ["A school opens", "a port ;", "a road"]


def test_callouts_in_the_contact_block_after_the_notes() -> None:
    found = find_notes("The school [1] says.\n# Notes\n[1] Body one\n[2] Body two\n# Contact\nAnn Lee, 099 200 300 [2]")
    assert told(found) == ["1: The school -> Body one", "2: 200 300 -> Body two"]


@pytest.mark.parametrize("form", ["^{}^ ", "[{}] ", "({}) ", "{}. ", "{}"])
def test_several_notes_in_one_block(form: str) -> None:
    notes = " ".join(form.format(i) + f"Body {w}." for i, w in enumerate(("one", "two", "three"), start=1))
    found = find_notes(f"{THREE}\n# Notes\n{notes}" if "(" not in form else f"A (1) b (2) c (3).\n# Notes\n{notes}")
    assert [n.body.of(found.reading.text) for n in found.notes if n.body] == ["Body one.", "Body two.", "Body three."]


@pytest.mark.parametrize("label", ["2", "[2]", "^2^", "2."])
def test_a_label_in_a_block_of_its_own(label: str) -> None:
    found = find_notes(f"{THREE}\n# Notes\n^1^ Body one\n{label}\nBody two\n^3^ Body three")
    assert told(found)[1] == "2: the port -> Body two"
    assert found.reading.text.endswith("Notes\nBody one\nBody two\nBody three")


def test_a_heading_run_into_the_first_note() -> None:
    found = find_notes(f"{THREE}\nNotes : 1. Body one. 2. Body two. 3. Body three.")
    assert [len(n.callouts) for n in found.notes] == [1, 1, 1]
    assert found.reading.text.endswith("Notes : Body one. Body two. Body three.")


def test_a_note_of_several_paragraphs() -> None:
    found = find_notes(
        f"{THREE}\n# Notes\n1. Body one\nIt goes on.\nAnd on.\n2. Body two\n3. Body three\n# Contact\nAnn"
    )
    bodies = [n.body.of(found.reading.text) for n in found.notes if n.body]
    assert bodies == ["Body one\nIt goes on.\nAnd on.", "Body two", "Body three"]


def test_a_note_with_a_list() -> None:
    found = find_notes("The school^1^ says.\n# Notes\n^1^ Two houses:\n- one in Pau\n- one in Lens\nThe end.")
    assert found.notes[0].body is not None
    assert found.notes[0].body.of(found.reading.text) == "Two houses:\none in Pau\none in Lens"


def test_a_note_that_goes_on_at_the_next_page_foot() -> None:
    marked = "=== 1\nThe school^1^ says^2^ so.\n~ 1 Body one\n~ 2 Body two, which\n=== 2\n~ goes on here."
    found = find_notes(marked, pdf=True)
    assert [n.body.of(found.reading.text) for n in found.notes if n.body] == [
        "Body one",
        "Body two, which\ngoes on here.",
    ]


@pytest.mark.parametrize("after", ["# Contact", "Contact presse : Ann Lee", "About the CNRS", "À propos du CNRS"])
def test_text_after_the_notes_is_not_part_of_the_last_one(after: str) -> None:
    found = find_notes(f"{THREE}\n# Notes\n1. Body one\n2. Body two\n3. Body three\n{after}\nMore text.")
    assert [n.body.of(found.reading.text) for n in found.notes if n.body][-1] == "Body three"


def test_numbering_that_begins_anew_in_each_brief() -> None:
    brief = "The {0}^1^ and the {1}^2^ say.\n^1^ Body of {0}\n^2^ Body of {1}\n"
    found = find_notes(brief.format("school", "port") + brief.format("board", "mayor"))
    assert told(found) == [
        "1: The school -> Body of school",
        "2: the port -> Body of port",
        "1: The board -> Body of board",
        "2: the mayor -> Body of mayor",
    ]


def test_numbering_that_begins_anew_with_all_notes_at_the_end() -> None:
    text = "The school^1^ and the port^2^ say.\nThe board^1^ and the mayor^2^ say.\n# Notes\n"
    found = find_notes(text + "^1^ Body school\n^2^ Body port\n^1^ Body board\n^2^ Body mayor")
    assert told(found) == [
        "1: The school -> Body school",
        "2: the port -> Body port",
        "1: The board -> Body board",
        "2: the mayor -> Body mayor",
    ]


def test_symbols_that_begin_anew_on_each_page() -> None:
    text = "=== 1\nThe school* and the port† say.\n=== 2\nThe board* says.\n"
    feet = "=== 1\n~ * Body school\n~ † Body port\n=== 2\n~ * Body board"
    assert told(find_notes(text + feet, pdf=True)) == [
        "*: The school -> Body school",
        "†: the port -> Body port",
        "*: The board -> Body board",
    ]


def test_a_digest_whose_notes_were_cut_off() -> None:
    found = find_notes("The school^1^ says.\nThe port^1^ and the board^2^ say.\nThe mayor^12^ says 10^5^ things.")
    assert told(found) == [
        "1: The school -> -",
        "1: The port -> -",
        "2: the board -> -",
        "1: The mayor -> -",
        "2: The mayor -> -",
    ]


def test_a_digest_in_round_brackets_whose_notes_were_cut_off() -> None:
    found = find_notes("At the school (1), which opened in 2011. (2) Its port (1) is old.\nThe mayor (2)'s house.")
    assert [n.label for n in found.notes] == ["1", "2", "1", "2"]
    assert found.reading.text == "At the school, which opened in 2011. Its port is old.\nThe mayor's house."


def test_linked_callouts_to_one_note() -> None:
    found = find_notes("The school<[1]=a> and its garden<[1]=a> say.\n@a @Body one")
    assert told(found) == ["1: The school -> Body one", "1: its garden -> Body one"]


def test_a_linked_callout_without_a_note() -> None:
    found = find_notes("The school<1=a> and the port<2=b> say.\n@a 1. @Body one")
    assert told(found) == ["1: The school -> Body one", "2: the port -> -"]


def test_a_callout_by_role_finds_its_note_by_its_label() -> None:
    found = find_notes("The school<1> and the port<2> say.\n# Notes\n1. Body one\n2. Body two")
    assert told(found) == ["1: The school -> Body one", "2: the port -> Body two"]


def test_a_linked_note_between_others_that_lost_their_links() -> None:
    found = find_notes("The school<1=a> and the port say.\n# Notes\n@a [1] @Body one\n[2] Body two")
    assert told(found) == ["1: The school -> Body one", "2: - -> Body two"]


def test_orphans_are_issues_with_their_places() -> None:
    found = find_notes("The school^1^ and the port^2^ say.\n# Notes\n^1^ Body one\n^3^ Body three")
    text = found.reading.text
    issues = [(i.code, i.span.of(text)) for i in found.issues if i.span]
    assert issues == [
        ("footnote.callout-without-note", "port"),
        ("footnote.note-without-callout", "Body three"),
    ]


def test_no_issue_when_every_callout_has_its_note() -> None:
    assert find_notes(f"{THREE}\n# Notes\n^1^ Body one\n^2^ Body two\n^3^ Body three").issues == ()


NO_NOTES = [
    ("numbered paragraphs", "1. The council says.\n2. The idea is new.\n3. It ends here."),
    ("numbered list", "Four steps:\n1.> heat\n2.> rain\n3.> wind"),
    ("numbered headings", "# 1. The school\nText.\n# 2. The port\nText."),
    ("heading over prose", "# Notes\nThe school has 12 rooms.\nThe port has 3 halls."),
    ("notes to editors that nothing calls", "# Notes to editors\n1. The school has a hall.\n2. The port has a pier."),
    ("reference list that nothing calls", "# Références\n[1] Benali A., Nature, 2020\n[2] Joly P., Science, 2021"),
    ("bullets", "* a school\n* a port\n* a road"),
    ("line beginning with a number", "9 research projects\n1 Bd de la Croisette\n2 200 agents"),
    ("section numbers in brackets", "[1] Genomics: the school\nText.\n[2] Data: the port\nText."),
    ("unit first", "3 km^2^ of roof\n2D materials and 3D print"),
    ("isotope first", "^13^C is rare.\n^1^H is not."),
]


@pytest.mark.parametrize("marked", [n[1] for n in NO_NOTES], ids=[n[0] for n in NO_NOTES])
def test_what_is_no_note(marked: str) -> None:
    found = find_notes(f"The school opens on 600 m^2^ of it.\n{marked}\nThe end.")
    assert found.notes == ()


@pytest.mark.parametrize("marked", [n[1] for n in NO_NOTES], ids=[n[0] for n in NO_NOTES])
def test_what_is_no_note_beside_true_ones(marked: str) -> None:
    found = find_notes(f"{THREE}\n{marked}\nThe end.\n# Footnotes\n^1^ Body one\n^2^ Body two\n^3^ Body three")
    assert told(found) == ["1: The school -> Body one", "2: the port -> Body two", "3: the board -> Body three"]


def test_a_link_back_is_never_in_the_text_of_a_note() -> None:
    found = find_notes("The school<1=a> says.\n@a 1. @Body one. ↩︎")
    assert [n.body.of(found.reading.text) for n in found.notes if n.body] == ["Body one."]


def test_a_linked_note_that_nothing_calls_is_named_by_its_link() -> None:
    found = find_notes(
        "The school<1=fn-1> and the port<2=fn-2> say.\n@fn-1 @Body one\n@fn-2 @Body two\n@fn-4 3.@Body four"
    )
    assert [(n.label, len(n.callouts)) for n in found.notes] == [("1", 1), ("2", 1), ("4", 0)]


def test_a_link_that_leads_nowhere_does_not_take_the_note_of_another() -> None:
    found = find_notes("The school<1=fn-1> and the port<3=fn-3> say.\n@fn-1 1. @Body one\n@fn-4 3. @Body four")
    assert told(found) == ["1: The school -> Body one", "3: the port -> -", "3: - -> Body four"]


def test_a_letter_that_is_printed_before_a_linked_note() -> None:
    found = find_notes("The school<a=n1> and the port<*=n2> say.\n@n1 @a The body\n@n2 @* Body star")
    assert told(found) == ["a: The school -> The body", "*: the port -> Body star"]


def test_a_callout_after_a_square_metre() -> None:
    found = find_notes(
        "The school has 900 m^2^ and the port 300 m^21^.\nIn 80 km²^2^ too.\n# Notes\n^1^ Body one\n^2^ Body two"
    )
    assert told(found) == ["1: 300 m2 -> Body one", "2: 80 km² -> Body two"]


def test_callouts_at_the_end_of_a_block_and_labels_at_the_start_of_the_next() -> None:
    found = find_notes("The school, tel. 051 20 30^1^\n^1^Body one\nThe port^2^\n^2^Body two")
    assert told(found) == ["1: 20 30 -> Body one", "2: The port -> Body two"]


def test_a_list_of_one_item_after_the_paragraph_that_calls_it() -> None:
    found = find_notes("The school^1^ says.\n1.> Body one\nThe port^2^ too.\n2.> Body two\nMore text.")
    assert told(found) == ["1: The school -> Body one", "2: The port -> Body two"]


def test_a_list_of_one_item_elsewhere_is_no_note() -> None:
    found = find_notes("The school^1^ says.\nMore text.\n1.> a hall\nThe end.")
    assert [n.body for n in found.notes] == [None]


def test_a_side_note_that_the_foot_of_the_page_repeats() -> None:
    found = find_notes("The school<1=side-1> says.\n@side-1 @Body one\nThe port says.\n~ 1 Body one")
    assert told(found) == ["1: The school -> Body one"]
    assert found.reading.text == "The school says.\nThe port says.\nBody one"
    assert [i.code for i in found.issues] == ["footnote.duplicate-note"]


def test_the_same_note_under_two_briefs_is_no_copy() -> None:
    found = find_notes("The school^1^ says.\n^1^ Body one\nThe port^1^ says.\n^1^ Body one")
    assert told(found) == ["1: The school -> Body one", "1: The port -> Body one"]
    assert found.issues == ()


def test_plain_digits_before_linked_notes_are_labels_when_all_have_them() -> None:
    found = find_notes("The school<1=a> and the port<2=b> say.\n@a @1 Body one\n@b @2 Body two")
    assert told(found) == ["1: The school -> Body one", "2: the port -> Body two"]


def test_a_digit_with_which_a_linked_note_begins_stays() -> None:
    found = find_notes("The school<1=a> and the port<2=b> say.\n@a @1 Gt is much\n@b @Body two")
    assert told(found) == ["1: The school -> 1 Gt is much", "2: the port -> Body two"]


def test_a_note_that_begins_with_a_digit_after_a_glued_label() -> None:
    found = find_notes("The school1 and the port2 say.\n# Notes\n12 MV of power\n2Body two")
    assert told(found) == ["1: The school -> 2 MV of power", "2: the port -> Body two"]


def test_a_linked_note_with_the_same_name_in_two_briefs() -> None:
    brief = "The {0}<1=fn1> says.\n@fn1 1. @Body of {0}\n"
    found = find_notes(brief.format("school") + brief.format("port"))
    assert told(found) == ["1: The school -> Body of school", "1: The port -> Body of port"]
