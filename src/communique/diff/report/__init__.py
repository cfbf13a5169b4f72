"""A diff for people and programs: as text, as Markdown for a comment, as JSON; all from a stream of changes."""

from communique.diff.report.gathering import Only, Report, gather
from communique.diff.report.json import write_json
from communique.diff.report.markdown import as_markdown
from communique.diff.report.text import as_text

__all__ = ["Only", "Report", "as_markdown", "as_text", "gather", "write_json"]
