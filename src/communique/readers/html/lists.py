"""What stands before the items of a list: bullets and numbers, as a browser prints them."""

from __future__ import annotations

from typing import Final

from communique.readers.html.page import Element, Page

BULLET: Final = "•"
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def item_numbers(page: Page, parent: Element) -> dict[int, int]:
    """The numbers of the items of a numbered list, by the items' indexes; `start`, `value`, `reversed` included."""
    items = [n for n in page.children(parent) if isinstance(n, Element) and n.tag == "li"]
    step = -1 if "reversed" in parent.attrs else 1
    number = _integer(parent.get("start"), len(items) if step < 0 else 1)
    numbers: dict[int, int] = {}
    for item in items:
        number = _integer(item.get("value"), number)
        numbers[item.index] = number
        number += step
    return numbers


def item_label(parent: Element, number: int) -> str:
    """A number in the list's own kind of numbering: `3`, `c`, `iii`."""
    kind = parent.get("type") or _css_type(parent.get("style"))
    if kind in ("a", "A", "lower-alpha", "upper-alpha", "lower-latin", "upper-latin") and number > 0:
        label = _letters(number)
    elif kind in ("i", "I", "lower-roman", "upper-roman") and 0 < number < 4000:
        label = _roman(number)
    else:
        return str(number)
    return label.upper() if kind in ("A", "I") or kind.startswith("upper") else label


def _css_type(style: str) -> str:
    _, found, value = style.replace(" ", "").lower().partition("list-style-type:")
    return value.split(";")[0] if found else ""


def _integer(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 9 else otherwise


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    roman = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        count, number = divmod(number, value)
        roman += letters * count
    return roman
