"""The reading text of the gold releases is what their authors wrote: words in order, notes and furniture apart.

The floors are over all training releases together; a single release may lie a little lower, and none far.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_text import Agreement, compare_words

from communique.readers import read

HTML_FLOOR = 0.985
HTML_WORST = 0.95


def _agreements(shared: Path, name: str) -> dict[str, Agreement]:
    folders = sorted(p.parent for p in (shared / "gold" / "train").glob(f"*/{name}"))
    return {
        f.name: compare_words(read((f / name).read_bytes()), (f / "release.md").read_text("utf-8")) for f in folders
    }


def _total(agreements: dict[str, Agreement]) -> Agreement:
    counts = zip(*((a.common, a.document, a.markdown) for a in agreements.values()), strict=True)
    return Agreement(*(sum(c) for c in counts))


@pytest.mark.shared
def test_html_reads_as_it_was_written(shared: Path) -> None:
    agreements = _agreements(shared, "release.html")
    low = {name: round(a.share, 4) for name, a in agreements.items() if a.share < HTML_WORST}
    total = _total(agreements)
    assert (total.ratio >= HTML_FLOOR, total.share >= HTML_FLOOR, low) == (True, True, {}), total
