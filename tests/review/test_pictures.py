"""Pictures of pages: of the whole sheet, in the coordinates of the record, and none at any price."""

from __future__ import annotations

from io import BytesIO

import pytest
from known import FIXTURES, known_record
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from communique.records import PagePlace
from communique.review import pictures
from communique.review.pictures import MAX_PIXELS, Picture, PictureMaker, picture_pages


def opened(picture: Picture) -> Image.Image:
    return Image.open(BytesIO(picture.data)).convert("L")


def test_ink_stands_where_the_boxes_are() -> None:
    release, pdf = known_record("bergen-fjord-laboratory/release.pdf")
    picture = picture_pages(pdf, [1])[1]
    image = opened(picture)
    x0, top, x1, bottom = picture.frame
    scale = (image.width / (x1 - x0), image.height / (bottom - top))
    boxes = [p.bbox for f in release.facts for s in f.evidence for p in s.places if isinstance(p, PagePlace)]
    assert boxes
    for left, up, right, down in boxes:
        piece = image.crop(
            (
                int((left - x0) * scale[0]),
                int((up - top) * scale[1]),
                int((right - x0) * scale[0]) + 1,
                int((down - top) * scale[1]) + 1,
            )
        )
        dark, light = piece.getextrema()
        assert dark < 128 < light, "words are dark on light"


def test_a_page_of_any_size_is_small_enough() -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(9_000, 12_000))
    canvas.drawString(100, 100, "a poster")
    canvas.save()
    image = opened(picture_pages(file.getvalue(), [1])[1])
    assert image.width * image.height < 1.05 * MAX_PIXELS


def test_only_pages_that_are_there_and_no_more_than_wanted() -> None:
    pdf = (FIXTURES / "ambassade-tunis-nappes" / "release.pdf").read_bytes()
    assert list(picture_pages(pdf, [2, 7, 1])) == [1, 2]
    assert list(picture_pages(pdf, [2, 1], limit=1)) == [1]
    assert picture_pages(pdf, []) == {}


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n%%EOF"], ids=["empty", "text", "only a head"])
def test_what_is_no_pdf_has_no_pictures(data: bytes) -> None:
    assert picture_pages(data, [1]) == {}


def test_what_takes_the_process_down_costs_its_own_pictures_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    _, pdf = known_record("bergen-fjord-laboratory/release.pdf")
    with PictureMaker() as maker:
        assert list(maker(pdf, [1])) == [1]
        assert maker._worker is not None
        maker._worker[0].kill()
        maker._worker[0].join()
        assert maker(pdf, [1]) == {}
        assert list(maker(pdf, [1])) == [1]


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _, pdf = known_record("bergen-fjord-laboratory/release.pdf")
    monkeypatch.setattr(pictures, "_TIME_LIMIT_S", 0.0)
    with PictureMaker() as maker:
        assert maker(pdf, [1]) == {}
        monkeypatch.undo()
        assert list(maker(pdf, [1])) == [1]
