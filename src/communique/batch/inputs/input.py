"""One input: where its bytes are, or why it has none. It passes between processes."""

from __future__ import annotations

import os
from dataclasses import dataclass

from communique.batch.inputs.archives import read_member
from communique.batch.inputs.files import read_input, uri_of
from communique.batch.inputs.members import Place
from communique.batch.inputs.remote import is_url, read_url
from communique.errors import ReadError


@dataclass(frozen=True, slots=True)
class Input:
    """A file, a member of an archive, or something that was refused when it was found.

    Attributes:
        uri: what names it in records and failures. A file's is its path as given; a member's is the archive's, `!/`
            and the member's name: `2024.zip!/may/release.html`, `2024.zip!/may.zip!/release.html`.
        path: of the file, or of the archive; or its URL.
        member: the way into the archive, with one place more for an archive that stands in it; empty for a file.
        refused: the reason and the message of the failure, of what is known not to be read.
    """

    uri: str
    path: str
    member: tuple[Place, ...] = ()
    refused: tuple[str, str] | None = None

    @classmethod
    def of_file(cls, path: str | os.PathLike[str]) -> Input:
        """The input that a path stands for."""
        return cls(uri_of(path), os.fspath(path))

    @property
    def is_file(self) -> bool:
        """Whether whoever does the work may as well read it again: it is a file of its own on this machine."""
        return not self.member and self.refused is None and not is_url(self.path)

    def read(self) -> bytes:
        """The bytes. Members of an archive are cheap to read in the order in which they were found, and only so.

        Raises:
            ReadError: it can't be read; `reason` says why.
        """
        if self.refused is not None:
            raise ReadError(*self.refused)
        if self.member:
            return read_member(self.path, self.member)
        return read_url(self.path) if is_url(self.path) else read_input(self.path)
