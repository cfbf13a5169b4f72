"""Pages in all encodings that they come in, declared rightly, wrongly or not at all."""

# ruff: noqa: E501 - a case stands in one line with its markup

from __future__ import annotations

import codecs

import pytest

from communique.readers.html import read_html

FRENCH = "L’été dernier, le « laboratoire » de l'université a été créé à Orléans – coût : 3 €"
GUESSED, REPLACED = "reader.encoding-guessed", "reader.characters-replaced"

# declaration, encoding of the bytes, issues
PAGES: dict[str, tuple[str, str, list[str]]] = {
    "declared": ('<meta charset="utf-8">', "utf-8", []),
    "declared-by-http-equiv": ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252", []),
    "declared-by-xml": ('<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252", []),
    "latin-1-means-windows": ('<meta charset="iso-8859-1">', "cp1252", []),
    "utf-8-called-latin-1": ('<meta charset="iso-8859-1">', "utf-8", [GUESSED]),
    "windows-called-utf-8": ('<meta charset="utf-8">', "cp1252", [GUESSED]),
    "utf-8-called-utf-16": ('<meta charset="utf-16">', "utf-8", []),
    "unknown-name": ('<meta charset="klingon">', "cp1252", [GUESSED]),
    "undeclared-utf-8": ("", "utf-8", [GUESSED]),
    "undeclared-windows": ("", "cp1252", [GUESSED]),
    "undeclared-mac": ("", "mac_roman", [GUESSED]),
    "utf-8-with-mark": ("", "utf-8-sig", []),
    "utf-16-with-mark": ("", "utf-16", []),
    "utf-16-big-endian-without-mark": ("", "utf-16-be", [GUESSED]),
    "utf-16-little-endian-without-mark": ('<meta charset="utf-16">', "utf-16-le", [GUESSED]),
    "utf-32": ("", "utf-32", []),
    "late-declaration": (f'<!--{"x" * 3000}--><meta charset="windows-1252">', "cp1252", []),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_letters_are_right(case: str) -> None:
    declaration, encoding, issues = PAGES[case]
    document = read_html(f"<html><head>{declaration}</head><body><p>{FRENCH}</p></body></html>".encode(encoding))
    assert (document.text, [i.code for i in document.issues]) == (FRENCH, issues)


def test_plain_ascii_needs_no_declaration() -> None:
    assert read_html(b"<p>A laboratory opens").issues == ()


def test_text_in_other_alphabets_is_recognised() -> None:
    russian = "Новая лаборатория открывается в Гренобле, её директор говорит о первых опытах. "
    document = read_html(f"<p>{russian * 4}</p>".encode("cp1251"))
    assert document.text == (russian * 4).strip()


def test_bytes_pasted_from_windows_are_mended() -> None:
    document = read_html(f'<meta charset="utf-8"><p>{FRENCH}</p>'.encode() + b"<p>\x93yes\x94 \xe9t\xe9</p>")
    assert document.text == f"{FRENCH}\n“yes” été"
    assert [i.code for i in document.issues] == [REPLACED]


def test_a_cut_character_does_not_turn_the_page_to_another_encoding() -> None:
    document = read_html(f'<meta charset="utf-8"><p>{FRENCH}</p>'.encode()[:-7] + b"\xe2\x82")
    assert document.text.startswith(FRENCH[:-2])


def test_nul_bytes_go_and_are_told() -> None:
    document = read_html(b"<p>uni\0versity</p>" + b"<p>of Lyon</p>" * 9)
    assert document.text.startswith("university\nof Lyon")
    assert [i.code for i in document.issues] == [REPLACED]


def test_letters_that_were_lost_before_are_told() -> None:
    document = read_html('<meta charset="utf-8"><p>L\ufffd\ufffdcole</p>'.encode())
    assert (document.text, [i.code for i in document.issues]) == ("L\ufffd\ufffdcole", [REPLACED])


@pytest.mark.parametrize("bom", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
def test_a_mark_beats_the_declaration(bom: bytes) -> None:
    encoding = "utf-8" if bom == codecs.BOM_UTF8 else "utf-16-le"
    data = bom + f'<meta charset="iso-8859-1"><p>{FRENCH}</p>'.encode(encoding)
    assert read_html(data).text == FRENCH
