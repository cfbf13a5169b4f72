"""Everything that communique raises, and every issue code that a record can carry.

Exceptions
    CommuniqueError          the base of all below
    ├── ReadError            a file gave no document; `reason` is one of READ_REASONS
    ├── ExtractionError      the extractor itself failed on a file; `reason` is one of EXTRACTION_REASONS
    ├── RuleError            a rule table is malformed or an example of it fails
    ├── PipelineError        steps stand in an order in which a need is not given
    ├── GoldError            a gold folder is missing or malformed
    ├── RunError             a run folder can't be written, or is none
    ├── DiffError            a side of a diff can't be opened or read
    ├── ReviewError          decisions on changes can't be read or kept
    └── RegistryError        an index, a dump or a download of organisations can't be used

Trouble that leaves a usable document is no exception but an issue in the record, with a code of ISSUE_CODES.
"""

from __future__ import annotations

from typing import Final, Literal

Severity = Literal["info", "warning", "error"]

READ_REASONS: Final[dict[str, str]] = {
    "missing": "there is no such file",
    "not-a-file": "the path is a folder, an archive, a socket or another thing that is no file of one release",
    "no-permission": "the file exists but may not be read",
    "empty": "the file has no bytes, or none but white space",
    "unknown-format": "the content is neither PDF nor HTML, whatever the file is called",
    "encrypted": "the PDF, or the archive that the file stands in, asks for a password",
    "no-text": "the file opens but holds no text: scanned images, or an empty page",
    "unreadable": "the file is damaged beyond what the reader can mend",
    "too-large": "the file is larger than the reader's limit",
    "refused": "an archive holds it in a way that is not to be trusted: a name that leads out of the archive, a link "
    "or a device, content that unpacks as only bombs do, an archive that stands too deep",
}

EXTRACTION_REASONS: Final[dict[str, str]] = {
    "internal-error": "a bug in communique: the message names it",
    "crashed": "the worker process died on the file, twice: a crash in a library, or it was killed",
    "timeout": "the file took longer than the limit on time",
    "memory": "the file took more memory than the limit",
}

ISSUE_CODES: Final[dict[str, tuple[Severity, str]]] = {
    "reader.encoding-guessed": (
        "info",
        "no encoding was declared, or the declared one does not fit: the text may hold wrong letters",
    ),
    "reader.characters-replaced": (
        "warning",
        "bytes or glyphs that stand for no character were replaced by U+FFFD or dropped",
    ),
    "reader.page-unreadable": ("error", "a page could not be read; its text is missing"),
    "reader.page-without-text": ("warning", "a page holds only images; its text is missing"),
    "reader.limit-reached": ("error", "a limit on pages, depth or characters was reached; what follows is missing"),
    "footnote.callout-without-note": ("warning", "a callout stands in the text but no note answers to it"),
    "footnote.note-without-callout": ("warning", "a note stands in the release but nothing calls it"),
    "footnote.duplicate-note": ("info", "the same note stands more than once in the source; one is kept"),
    "structure.no-title": ("warning", "no title was found"),
    "structure.no-date": ("warning", "no publication date was found in the dateline or in the page's metadata"),
    "structure.dates-differ": (
        "info",
        "the dateline and the page's metadata give different dates; the dateline's is kept",
    ),
    "structure.date-ambiguous": ("info", "the date is written in figures that read two ways; day first is taken"),
    "structure.language-uncertain": ("warning", "the language is neither clearly English nor clearly French"),
    "relations.contradicted": (
        "warning",
        "the release gives two dates of birth that do not agree to one organisation; the surer one is the fact",
    ),
    "relations.ambiguous": ("info", "words state a fact, but which entity they speak of stays open"),
    "linking.ambiguous": ("info", "several organisations of the registry fit an entity, or one but not well enough"),
    "registry.parents-differ": (
        "info",
        "the release states other supervising institutions of a laboratory than the registry knows; the fact stays",
    ),
    "extractor.step-failed": ("error", "a step raised; its findings are missing"),
}


class CommuniqueError(Exception):
    """The base of every exception that communique raises on purpose."""


class ReadError(CommuniqueError):
    """A file gave no document.

    Attributes:
        reason: one of READ_REASONS, for programs.
        message: one line for people: what is wrong and what to do.
    """

    def __init__(self, reason: str, message: str) -> None:
        if reason not in READ_REASONS:
            raise ValueError(f"{reason!r} is not among READ_REASONS; document it there first")
        super().__init__(message)
        self.reason = reason
        self.message = message

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        return (ReadError, (self.reason, self.message))


class ExtractionError(CommuniqueError):
    """The extractor itself failed on one file; nothing is wrong with the call, and other files are not touched.

    Attributes:
        reason: one of EXTRACTION_REASONS, for programs.
        message: one line for people.
    """

    def __init__(self, reason: str, message: str) -> None:
        if reason not in EXTRACTION_REASONS:
            raise ValueError(f"{reason!r} is not among EXTRACTION_REASONS; document it there first")
        super().__init__(message)
        self.reason = reason
        self.message = message

    def __reduce__(self) -> tuple[type[ExtractionError], tuple[str, str]]:
        return (ExtractionError, (self.reason, self.message))


class RuleError(CommuniqueError):
    """A rule table is malformed, or one of its own examples does not hold."""


class PipelineError(CommuniqueError):
    """Steps stand in an order in which one needs what none before it gives."""


class GoldError(CommuniqueError):
    """A gold folder is missing, holds no gold, or its gold.json is malformed."""


class RunError(CommuniqueError):
    """A folder can't serve as a run folder."""


class DiffError(CommuniqueError):
    """A side of a diff is missing, or is neither a run, nor records, nor a release."""


class ReviewError(CommuniqueError):
    """Decisions on changes can't be read, or can't be kept."""


class RegistryError(CommuniqueError):
    """An index of organisations, or what one is built from, can't be read, built or downloaded."""
