"""What a test sees of an HTML document: one string a block, callouts as ⟦label⟧ and notes as ⟦label: body⟧."""

from __future__ import annotations

from communique.document import Document
from communique.readers.html import read_html


def read(body: str, *, head: str = "") -> Document:
    """The document of a page with this body."""
    head = f'<meta charset="utf-8"><title>A release</title>{head}'
    return read_html(f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>'.encode())


def text_of(body: str, *, head: str = "") -> list[str]:
    """The blocks of a page that are no notes, with callouts as ⟦label⟧."""
    return marked(read(body, head=head))[0]


def notes_of(body: str) -> list[str]:
    """The notes of a page as `label: body`, with "/" between the blocks of a note."""
    return marked(read(body))[1]


def marked(document: Document) -> tuple[list[str], list[str]]:
    """The blocks without notes and the notes; a callout whose target is no note's shows an exclamation mark."""
    targets = {n.target for n in document.note_hints}
    notes = [
        f"{n.label}: {document.text[n.body : n.end]}".replace("\n", " / ").replace("\t", " | ")
        for n in document.note_hints
    ]
    blocks: list[str] = []
    for block in document.blocks:
        if any(n.start <= block.start and block.end <= n.end for n in document.note_hints):
            continue
        text, position = "", block.start
        for callout in document.callout_hints:
            if block.start <= callout.start < block.end:
                known = "" if callout.target in targets else "!"
                text += document.text[position : callout.start] + f"⟦{callout.label}{known}⟧"
                position = callout.end
        blocks.append(text + document.text[position : block.end])
    return blocks, notes
