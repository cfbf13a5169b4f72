"""The library's interpreter of page contents, with guards and a fast way through what most contents consist of.

Operations of the usual forms are taken from the stream whole (see `operations`); at any other the library's parser
reads on, up to the next operator. Both ways lead to the same calls of the device, and `by_library` takes the library's
way throughout: a test holds the two together.

pdfium, measured for the same task, takes as long as this: two milliseconds a page for its text, and three to four
calls a character over its C interface, at about 0.8 µs each, for place, size and font. It says less (no tags, no code
without a character), joins, splits and reorders characters, and is no place for hostile files in this process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from pdfminer.pdfinterp import PDFContentParser, PDFGraphicState, PDFPageInterpreter, PDFTextState
from pdfminer.pdftypes import PDFStream, list_value, stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSKeyword, keyword_name
from pdfminer.utils import MATRIX_IDENTITY, Matrix

from communique.readers.pdf.device import PageDevice
from communique.readers.pdf.operations import ELEMENTS, OPERATION, PAIRS
from communique.readers.pdf.streams import MAX_CONTENT_BYTES, MAX_FILE_CONTENT_BYTES, BoundedStream, ContentLimitError

_LONGEST_STREAK: Final = 1 << 10


class ContentInterpreter(PDFPageInterpreter):
    """Interprets pages for a `PageDevice`, and tells it of streams that are damaged."""

    device: PageDevice
    by_library = False

    def render_contents(
        self, resources: dict[object, object], streams: Sequence[object], ctm: Matrix = MATRIX_IDENTITY
    ) -> None:
        """Interprets content streams, of a page or of a form in it.

        Raises:
            ContentLimitError: the content is larger than MAX_CONTENT_BYTES.
        """
        for stream in list_value(streams):
            self._decode(stream_value(stream))
        super().render_contents(resources, streams, ctm=ctm)

    def _decode(self, stream: PDFStream) -> None:
        """Decodes a stream, and tells the device if it is damaged; other trouble shows where it is executed.

        Raises:
            ContentLimitError: it is larger than MAX_CONTENT_BYTES.
        """
        try:
            stream.get_data()
        except ContentLimitError:
            raise
        except Exception:
            return
        self.device.cut_off |= isinstance(stream, BoundedStream) and not stream.sound

    def execute(self, streams: Sequence[object]) -> None:
        """Executes the streams as one: an operation may begin in one and end in the next."""
        if self.by_library:
            super().execute(streams)
            return
        contents: list[bytes] = []
        damage: Exception | None = None
        try:
            for stream in self._without_cycles(streams):
                contents.append(stream.get_data())
                if sum(map(len, contents)) > MAX_CONTENT_BYTES:
                    raise ContentLimitError(f"a page's content has more than {MAX_CONTENT_BYTES >> 20} MB")
        except Exception as error:
            damage = error  # what precedes it is read first
        content = b"\n".join(contents)
        self.device.content_left -= len(content)
        if self.device.content_left < 0:
            raise ContentLimitError(f"the contents of all pages have more than {MAX_FILE_CONTENT_BYTES >> 20} MB")
        self._run(content)
        if damage is not None:
            raise damage

    def _without_cycles(self, streams: Sequence[object]) -> Iterator[PDFStream]:
        """The streams that are not being executed already, by this interpreter or one that called it."""
        self.stream_ids.clear()
        for stream in map(stream_value, streams):
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                self.stream_ids.add(stream.objid)
                yield stream

    def _run(self, content: bytes) -> None:
        match = OPERATION.match
        show, tag = self.device.show, self.device.begin_tag
        odd = _OddOperations(content)
        at = 0
        while at >= 0:
            found = match(content, at)
            if found is None:
                at = odd.run(self, at)
                continue
            form = found.lastindex
            if form == 4:
                show(self.textstate, PAIRS.findall(found[4]))
            elif form == 3 or form == 6:
                show(self.textstate, ((found[form], b""),))
            elif form == 5:
                show(self.textstate, ELEMENTS.findall(found[5]))
            elif form == 10:
                tag(LIT(found[10].decode()))
            elif not (self._run_named if form == 9 else self._run_numbered)(found):
                at = odd.run(self, at)
                continue
            at = found.end()

    def _run_numbered(self, found: re.Match[bytes]) -> bool:
        """Executes an operator with numbers before it; False when it is another, or they are too few or too many."""
        execute = _OPERATORS.get(found[2])
        if execute is None:
            return False
        count, method = execute
        numbers = found[1].split()
        if count != len(numbers) and count != _ANY:
            return False
        if method is not None:
            method(self, *map(float, numbers))
        return True

    def _run_named(self, found: re.Match[bytes]) -> bool:
        """Executes an operator with a name before it; False when it is another."""
        operator, number, name = found[9], found[8], found[7].decode()
        if operator == b"Tf" and number:
            state = self.textstate
            state.font = self.fontmap.get(name) or self.rsrcmgr.get_font(None, {})
            state.fontsize = float(number)
        elif number:
            return False
        elif operator == b"Do":
            self.do_Do(LIT(name))
        elif operator == b"BMC":
            self.device.begin_tag(LIT(name))
        else:
            return operator in _UNUSED
        return True

    def run_operator(self, name: str) -> None:
        """Executes an operator with the operands that were pushed, as far as there are enough."""
        method = getattr(self, f"do_{name.replace('*', '_a').replace(chr(34), '_w').replace(chr(39), '_q')}", None)
        if method is None:
            return
        count = method.__code__.co_argcount - 1
        operands = self.pop(count)
        if len(operands) == count:
            method(*operands)

    def pop(self, n: int) -> list[Any]:
        """The last `n` operands; the library copies all that stay."""
        if n == 0:
            return []
        operands = self.argstack[-n:]
        del self.argstack[-n:]
        return operands

    def get_current_state(self) -> tuple[Matrix, PDFTextState, PDFGraphicState]:
        """What `q` saves; colours and pens need no copies, since nobody asks for them."""
        return self.ctm, self.textstate.copy(), self.graphicstate

    def move_text(self, tx: float, ty: float) -> None:
        """The operator Td."""
        state = self.textstate
        a, b, c, d, e, f = state.matrix
        state.matrix = (a, b, c, d, tx * a + ty * c + e, tx * b + ty * d + f)
        state.linematrix = (0, 0)

    def place_text(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        """The operator Tm."""
        self.textstate.matrix = (a, b, c, d, e, f)
        self.textstate.linematrix = (0, 0)

    def move(self, x: float, y: float) -> None:
        """The operator m."""
        self.curpath.append(("m", x, y))

    def line(self, x: float, y: float) -> None:
        """The operator l."""
        self.curpath.append(("l", x, y))

    def curve(self, ax: float, ay: float, bx: float, by: float, x: float, y: float) -> None:
        """The operator c."""
        self.curpath.append(("c", ax, ay, bx, by, x, y))


_ANY: Final = -1
_Operator = tuple[int, Callable[..., None] | None]
_UNUSED: Final = frozenset((b"gs", b"cs", b"CS", b"scn", b"SCN", b"sh", b"ri", b"MP"))
_OPERATORS: Final[dict[bytes, _Operator]] = {
    b"Td": (2, ContentInterpreter.move_text),
    b"Tm": (6, ContentInterpreter.place_text),
    b"m": (2, ContentInterpreter.move),
    b"l": (2, ContentInterpreter.line),
    b"c": (6, ContentInterpreter.curve),
    **{
        name.encode(): (count, getattr(PDFPageInterpreter, f"do_{name.replace('*', '_a')}"))
        for count, names in {
            0: "BT ET q Q EMC T* h W W* n f f* S s B B* b b*",
            1: "Tc Tw Tz TL Tr Ts",
            2: "TD",
            4: "re v y",
            6: "cm",
        }.items()
        for name in names.split()
    },
    **dict.fromkeys((b"w", b"J", b"j", b"M", b"i", b"g", b"G"), (1, None)),
    **dict.fromkeys((b"rg", b"RG"), (3, None)),
    **dict.fromkeys((b"k", b"K"), (4, None)),
    **dict.fromkeys((b"sc", b"SC", b"scn", b"SCN"), (_ANY, None)),
    **dict.fromkeys((b"BX", b"EX"), (0, None)),
}
"""The number of operands of each operator, and what it does; None for colours and pens, which nobody asks for."""


class _OddOperations:
    """Takes operations of all forms from a content, by the library's parser."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._parser: PDFContentParser | None = None
        self._end = -1
        self._streak = 1

    def run(self, interpreter: ContentInterpreter, start: int) -> int:
        """Executes the operation at `start`; where it ends, or -1 when none follows.

        Where one odd operation follows the other, more and more of them are executed at a time.
        """
        if start >= len(self._content):
            return -1
        if self._parser is None:
            self._parser = PDFContentParser([PDFStream({}, self._content)])
        parser = self._parser
        parser.seek(start)
        self._streak = min(2 * self._streak, _LONGEST_STREAK) if start == self._end else 1
        left = self._streak
        while left:
            try:
                _, item = parser.nextobject()
            except PSEOF:
                return -1
            if isinstance(item, PSKeyword):
                interpreter.run_operator(str(keyword_name(item)))
                left -= 1
            else:
                interpreter.push(item)
        self._end = parser.bufpos + parser.charpos
        return self._end
