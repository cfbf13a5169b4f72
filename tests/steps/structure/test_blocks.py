"""What each block is, where issuers are named, and that no character is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from releases import WrittenRelease, read_release

RELEASE = """
<Polar Institute> | Press release
Paris, 3 May 2021
Embargo: 3 May 2021, 10:00
# Ice that remembers
*What cores can tell*
- Cores from three sites
- A laboratory in the ice
**The Polar Institute opens a laboratory in which ice of the last nine thousand years is kept and read by anyone.**
The laboratory stands on the plateau. It holds two kilometres of ice.
## What is next
Three more cores will be drilled:
- in Greenland;
- in the Alps.
| Core | Depth
| A | 300 m
Figure 1. A core. (Image: A. Bell)
## About the Polar Institute
Founded in 1950, the institute studies the poles.
**About Northern Lab** – A laboratory of the institute.
Forward-looking statements: some of this may not come true.
## Notes
@ A unit of the institute.
## Press contact
Anna Bell, press officer, +33 1 44 23 60 97
SOURCE Polar Institute
###
"""


@pytest.fixture(scope="module")
def release() -> WrittenRelease:
    return read_release(RELEASE)


def test_every_kind_of_block_is_told(release: WrittenRelease) -> None:
    assert [kind for kind, _ in release.blocks] == [
        "other", "dateline", "other", "title", "subtitle", "summary", "summary", "lead", "paragraph", "heading",
        "paragraph", "list_item", "list_item", "table", "table", "other", "heading", "boilerplate", "boilerplate",
        "boilerplate", "heading", "note", "heading", "contact", "other", "boilerplate",
    ]  # fmt: skip


def test_every_visible_character_belongs_to_one_block(release: WrittenRelease) -> None:
    blocks = release.structure.blocks
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    covered = "".join(text for _, text in release.blocks)
    assert "".join(covered.split()) == "".join(release.document.text.split())


def test_issuers_are_named_in_masthead_source_and_self_description(release: WrittenRelease) -> None:
    named = [release.words(span) for span in release.structure.issuer_spans]
    assert named[:4] == ["Polar Institute", "Polar Institute", "Polar Institute", "Northern Lab"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Contact: Anna Bell, +33 1 44 23 60 97", "contact"),
        ("CONTACT PRESSE : Anna Bell", "contact"),
        ("Presse – Polar Institute : 01 44 23 60 97", "contact"),
        ("For interviews contact the News Office: +44 20 7594 0000", "contact"),
        ("Photo: A. Bell. Further information: Anna Bell, tel. +45 45 25 00 00", "contact"),
        ("About Polar Institute: it studies the poles.", "boilerplate"),
        ("À propos – L'institut étudie les pôles.", "boilerplate"),
        ("Disclaimer: the European Union is not responsible.", "boilerplate"),
        (
            "*The Polar Institute is an institute that has studied the poles for a hundred years and goes on with it.*",
            "boilerplate",
        ),
        ("© Polar Institute/A. Bell", "other"),
        ("Crédit photo : A. Bell", "other"),
        ("SOURCE Polar Institute", "other"),
        ("About half of the ice has melted since then, and the rest is going.", "paragraph"),
        ("Contact between ice and rock is what they study.", "paragraph"),
        ("Press conferences were held, and media reports followed.", "paragraph"),
        ("Photographs show what was lost: a valley of ice.", "paragraph"),
        ("Notes on the ice were taken by hand.", "paragraph"),
    ],
)
def test_a_line_after_the_text_is_known_by_its_words(line: str, kind: str) -> None:
    text = "The laboratory stands on the plateau. It holds two kilometres of ice and will take in more."
    assert read_release(f"# Ice that remembers\n{text}\n{text}\n{line}").blocks[-1] == (kind, line.strip("*"))


def test_a_dateline_is_split_off_its_paragraph() -> None:
    release = read_release(
        "# Ice remembers\nParis, 9 February 2011 – The laboratory opens its doors to everyone today."
    )
    assert release.blocks[1:] == [
        ("dateline", "Paris, 9 February 2011 –"),
        ("paragraph", "The laboratory opens its doors to everyone today."),
    ]


def test_a_heading_that_runs_into_its_text_is_split_off() -> None:
    release = read_release("# Ice remembers\nThe lab opens.\n**About the Polar Institute** It was founded in 1950.")
    assert release.blocks[-2:] == [("heading", "About the Polar Institute"), ("boilerplate", "It was founded in 1950.")]


def test_lines_under_a_contact_heading_are_contacts_until_the_text_goes_on() -> None:
    release = read_release(
        "# Ice remembers\nThe lab opens its doors.\n**Contacts**\nAnna Bell\nPolar Institute\n+33 1 44 23 60 97\n"
        "The laboratory will be open on every Monday of the year, and on the first Sunday of every month but August."
    )
    assert [kind for kind, _ in release.blocks[2:]] == ["heading", "contact", "contact", "contact", "paragraph"]


def test_several_notes_in_one_block_are_several_blocks() -> None:
    release = read_release("# Ice remembers\nThe lab opens.\nNotes\n@ A unit of the institute.\n@ Another unit.")
    assert [kind for kind, _ in release.blocks[-3:]] == ["heading", "note", "note"]


def test_an_empty_document_gives_no_block() -> None:
    release = read_release("")
    assert release.blocks == []
    assert release.structure.title is None
