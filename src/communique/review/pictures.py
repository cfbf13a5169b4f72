"""Pictures of PDF pages, for boxes to be drawn on: few, small, and made in a process of their own.

The files come from anywhere. A page that takes too long, or takes the library down, costs its picture and no more.
"""

from __future__ import annotations

import base64
import multiprocessing
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

MAX_PAGES: Final = 24
"""Of one file. A release has two pages, a press kit some twenty that matter."""

MAX_PIXELS: Final = 1_200_000
"""An A4 page at 110 pixels an inch has 1.17 million: small print can be read, and the picture has some 60 kB."""

_PIXELS_A_POINT: Final = 110 / 72
_QUALITY: Final = 62
_TIME_LIMIT_S: Final = 20.0
"""For one file, the start of the process included (0.4 s); a page of a release takes 0.1 s."""

_MEMORY_LIMIT_BYTES: Final = 4 << 30


@dataclass(frozen=True)
class Picture:
    """A page as WebP.

    Attributes:
        page: counted from 1.
        frame: `[x0, top, x1, bottom]` of what it shows, in the coordinates of the record's boxes.
        data: the bytes of the picture.
    """

    page: int
    frame: tuple[float, float, float, float]
    data: bytes

    @property
    def uri(self) -> str:
        return f"data:image/webp;base64,{base64.b64encode(self.data).decode()}"


def picture_pages(pdf: bytes, pages: Iterable[int], *, limit: int = MAX_PAGES) -> dict[int, Picture]:
    """The pictures of one file, as `PictureMaker` gives them."""
    with PictureMaker() as maker:
        return maker(pdf, pages, limit=limit)


class PictureMaker:
    """Draws pages in another process, which is started when it is first needed and again when it is lost.

    A context manager; one thread at a time may use it.
    """

    def __init__(self) -> None:
        self._worker: tuple[SpawnProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the other process."""
        if self._worker is not None:
            process, connection = self._worker
            process.kill()
            process.join()
            connection.close()
            self._worker = None

    def __call__(self, pdf: bytes, pages: Iterable[int], *, limit: int = MAX_PAGES) -> dict[int, Picture]:
        """Pictures of `pages` by page number; those that can't be drawn, or are one too many, are left out.

        Args:
            pdf: the bytes of the file.
            pages: counted from 1.
            limit: the number of pictures that are wanted at most.
        """
        pictures: dict[int, Picture] = {}
        if wanted := sorted(set(pages))[:limit]:
            try:
                for picture in self._ask(pdf, wanted):
                    pictures[picture.page] = picture
            except (EOFError, OSError):  # the other process died, or takes too long: what it had sent is kept
                self.close()
        return pictures

    def _ask(self, pdf: bytes, pages: list[int]) -> Iterator[Picture]:
        until = time.monotonic() + _TIME_LIMIT_S
        if self._worker is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._worker = process, ours
        connection = self._worker[1]
        connection.send((pdf, pages))
        while connection.poll(max(0.0, until - time.monotonic())):
            picture = connection.recv()
            if picture is None:
                return
            yield picture
        raise TimeoutError


def _work(connection: Connection) -> None:
    import pypdfium2

    _limit_memory()
    while True:
        pdf, pages = connection.recv()
        with suppress(pypdfium2.PdfiumError):
            document = pypdfium2.PdfDocument(pdf)
            for number in pages:
                with suppress(pypdfium2.PdfiumError, ValueError, MemoryError):
                    if number <= len(document):
                        connection.send(_draw(document[number - 1], number))
            document.close()
        connection.send(None)


def _limit_memory() -> None:
    """Bounds what a page may ask for; a picture of a page takes some 100 MB with its libraries."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits, and a lower one may be set
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT_BYTES, _MEMORY_LIMIT_BYTES))


def _draw(page: Any, number: int) -> Picture:
    left, bottom, right, top = page.get_mediabox()
    page.set_cropbox(left, bottom, right, top)  # boxes are counted on the whole sheet
    width, height = page.get_size()
    scale = min(_PIXELS_A_POINT, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
    image = page.render(scale=scale).to_pil()
    file = BytesIO()
    image.save(file, "WEBP", quality=_QUALITY, method=4)
    x0, y0, x1, y1 = (bottom, left, top, right) if page.get_rotation() in (90, 270) else (left, bottom, right, top)
    return Picture(number, (x0, (y1 - y0) - y1, x1, (y1 - y0) - y0), file.getvalue())
