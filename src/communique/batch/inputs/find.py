"""Which inputs the names on a command line stand for."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from communique.batch.inputs.archives import open_archive, open_file
from communique.batch.inputs.files import uri_of
from communique.batch.inputs.folders import walk
from communique.batch.inputs.input import Input
from communique.batch.inputs.lists import is_list, read_list
from communique.batch.inputs.members import Archive, Budget, Place, is_archive
from communique.batch.inputs.patterns import expand, is_pattern
from communique.batch.inputs.remote import files_at, is_url
from communique.errors import ReadError, RunError

SUFFIXES: Final = frozenset({".htm", ".html", ".pdf", ".xhtml"})
"""What is taken from folders, patterns and archives. A file that is named itself is taken whatever it is called."""

_TOO_DEEP: Final = ("refused", "an archive in an archive in an archive is not opened; unpack one of them")
_SEPARATOR: Final = re.compile(r"[/\\]")
_USUAL_SUFFIX: Final = re.compile(r"\.[a-z0-9_+-]{1,12}")


@dataclass(frozen=True)
class Inputs:
    """The inputs of a batch in a stable order, and how many files of folders and archives were left, by suffix."""

    inputs: tuple[Input, ...]
    not_taken: dict[str, int]


def find_inputs(
    named: Sequence[str], *, lists: Sequence[str] = (), null: bool = False, leave_out: Path | None = None
) -> Inputs:
    """The inputs that names stand for: in the order given, folders sorted and recursive, archives in their own order.

    What can't be read is an input all the same: reading it says why. So is what an archive holds that is refused,
    in its place, and an archive that is damaged, after the members that stand before the damage.

    Args:
        named: files, folders, archives, patterns, lists of paths (`*.txt`, `*.lst`, `-` for standard input), and URLs
            of files, folders, archives and patterns (`s3://bucket/**/*.html`).
        lists: more lists of paths, whatever they are called. What a list names is neither a pattern nor a list.
        null: a NUL ends each path in the lists.
        leave_out: a folder that is never entered: the run that is being written.

    Raises:
        RunError: a list can't be read.
    """
    finder = _Finder(leave_out)
    for name in named:
        if is_url(name):
            finder.add_path(name)
        elif is_list(name):
            finder.add_list(name, null)
        elif is_pattern(name) and not os.path.lexists(name):
            finder.add_pattern(name)
        else:
            finder.add_path(name)
    for name in lists:
        finder.add_list(name, null)
    return Inputs(tuple(finder.inputs.values()), dict(sorted(finder.not_taken.items())))


class _Finder:
    """Collects inputs, each under a uri of its own."""

    def __init__(self, leave_out: Path | None) -> None:
        self.inputs: dict[str, Input] = {}
        self.not_taken: Counter[str] = Counter()
        self._leave_out = leave_out
        self._namesakes: Counter[str] = Counter()

    def add_list(self, name: str, null: bool) -> None:
        try:
            paths = read_list(name, null)
        except ReadError as error:
            raise RunError(f"{name}: the list of paths can't be read: {error.message}") from error
        for path in paths:
            self.add_path(path)

    def add_pattern(self, pattern: str) -> None:
        found = expand(pattern)
        if not found:
            self._add(Input(uri_of(pattern), pattern, refused=("missing", "nothing fits this pattern")))
        for path in found:
            if os.path.isdir(path) or _suffix(path) == _suffix(pattern):  # `*.txt` says what is wanted
                self.add_path(path)
            else:
                self._add_found(path)

    def add_path(self, path: str) -> None:
        """Adds a file, the releases of a folder, or those of an archive; or what a URL stands for."""
        if is_url(path):
            self._add_url(path)
        elif os.path.isdir(path):
            self._add_folder(path)
        elif is_archive(path):
            self._add_archive(path)
        else:
            self._add(Input.of_file(path))

    def _add_folder(self, folder: str) -> None:
        for entry in walk(folder, self._leave_out):
            if entry.error is not None:
                self._add(Input(uri_of(entry.path), entry.path, refused=(entry.error.reason, entry.error.message)))
            elif entry.kind == "linked folder":
                self.not_taken["(linked folder)"] += 1
            else:
                self._add_found(entry.path)

    def _add_url(self, url: str) -> None:
        try:
            for file, name in files_at(url):
                if name and not self._looks_right(name):
                    continue
                if is_archive(file):
                    self._add_archive(file)
                else:
                    self._add(Input(file, file))
        except ReadError as error:
            self._add(Input(url, url, refused=(error.reason, error.message)))

    def _add_found(self, path: str) -> None:
        """Adds a file that was come upon, if it looks like a release or an archive."""
        if self._looks_right(os.path.basename(path)):
            self.add_path(path)

    def _looks_right(self, name: str) -> bool:
        hidden = any(part.startswith(".") and part != ".." for part in _SEPARATOR.split(name))
        if not hidden and (_suffix(name) in SUFFIXES or is_archive(name)):
            return True
        self.not_taken[_suffix(name)] += 1
        return False

    def _add_archive(self, path: str) -> None:
        archive = Input(path if is_url(path) else uri_of(path), path)
        try:
            with open_file(path) as file:
                self._add_members(file, archive, Budget(file.seek(0, io.SEEK_END)))
        except ReadError as error:
            self._add(replace(archive, refused=(error.reason, error.message)))

    def _add_members(self, file: BinaryIO, inside: Input, budget: Budget) -> None:
        """Adds the releases of the archive `inside`, whose bytes `file` has.

        Raises:
            ReadError: the archive can't be read, or not to its end.
        """
        with closing(open_archive(file, inside.member[-1].name if inside.member else inside.path, budget)) as archive:
            for ordinal, member in enumerate(archive.members()):
                name = _shown(member.name)
                if self._looks_right(name):
                    way = (*inside.member, Place(ordinal, member.name))
                    found = Input(f"{inside.uri}!/{name}", inside.path, way, member.refused)
                    if is_archive(name) and member.refused is None:
                        self._add_nested(archive, found, budget)
                    else:
                        self._add(found)

    def _add_nested(self, outer: Archive, inner: Input, budget: Budget) -> None:
        """Adds the releases of the archive `inner`, the member of `outer` that was given last."""
        if len(inner.member) > 1:
            self._add(replace(inner, refused=_TOO_DEEP))
            return
        try:
            self._add_members(io.BytesIO(outer.read()), inner, budget)
        except ReadError as error:
            self._add(replace(inner, refused=(error.reason, error.message)))

    def _add(self, input_: Input) -> None:
        """Adds an input once. Another of the same name, as a tar may hold, gets a number: `a.tar!/b.html#2`."""
        uri = input_.uri
        while (known := self.inputs.get(uri)) is not None:
            if (known.path, known.member) == (input_.path, input_.member):
                return
            self._namesakes[input_.uri] += 1
            uri = f"{input_.uri}#{self._namesakes[input_.uri] + 1}"
        self.inputs[uri] = replace(input_, uri=uri)


def _suffix(name: str) -> str:
    """The suffix in small letters, with its dot; in brackets what is none, or none that anybody knows."""
    suffix = os.path.splitext(name)[1].lower()
    return suffix if _USUAL_SUFFIX.fullmatch(suffix) else "(other)" if suffix else "(no suffix)"


def _shown(name: str) -> str:
    """A member's name as text, without the parts that are only a dot."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "/".join(part for part in text.split("/") if part != ".")
