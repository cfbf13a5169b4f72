"""Writes `release.html` of the releases beside this file from their `release.md`: `python models/releases/render.py`.

The footnote markup changes from one to the next, in the families of `fixtures/rendering`; the name of the folder
decides, so that a new release leaves the others as they are.
"""

from __future__ import annotations

import sys
import zlib
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "fixtures"))

from rendering import families  # noqa: E402
from rendering.release import read_release  # noqa: E402

FAMILIES = (families.HandmadeLinked, families.Dpub, families.Spip, families.WordPressBlock, families.Drupal)


def main() -> None:
    """Renders all of them."""
    for source in sorted(HERE.glob("*/*/release.md")):
        release = read_release(source)
        family = FAMILIES[zlib.crc32(source.parent.name.encode()) % len(FAMILIES)](release)
        page = (
            f'<!DOCTYPE html>\n<html lang="{release.language}"><head><meta charset="utf-8">'
            f"<title>{escape(release.title, quote=False)}</title></head>\n<body><main>\n"
            f"{family.body()}\n{family.end_notes()}\n</main></body></html>\n"
        )
        (source.parent / "release.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
