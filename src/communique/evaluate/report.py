"""The scores of a set of releases as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from communique.evaluate.counts import GROUPS, Counts, Step, count_by, count_measures, count_rules, reliability
from communique.evaluate.scoring import DocumentScore, Judgement

_HEADLINES: Final = ("footnote", "entity", "kind", "ror", "fact", "strict", "via_footnote", "forbidden", "meta")
_SIGNS: Final = {"miss": "-", "false": "+"}


@dataclass(frozen=True)
class Report:
    """What `communique evaluate` says."""

    documents: tuple[DocumentScore, ...]

    def judgements(self) -> Iterator[Judgement]:
        """All judgements, document by document."""
        for document in self.documents:
            yield from document.judgements

    def as_dict(self, *, by_rule: bool = False, verbose: bool = False) -> dict[str, Any]:
        """Plain data for JSON: total, by language, by format and by document; rules and mistakes on request."""
        report: dict[str, Any] = {
            "releases": len(self.documents),
            "total": _dicts(count_measures(self.judgements())),
            "by_language": _nested(count_by(self.documents, lambda d: d.language)),
            "by_format": _nested(count_by(self.documents, lambda d: d.format)),
            "by_document": _nested(count_by(self.documents, lambda d: d.name)),
            "links": {
                "total": _link_shares(count_measures(self.judgements())),
                "by_language": _nested_shares(count_by(self.documents, lambda d: d.language)),
                "by_format": _nested_shares(count_by(self.documents, lambda d: d.format)),
            },
        }
        report["reliability"] = [asdict(step) for step in reliability(self.judgements())]
        if by_rule:
            report["by_rule"] = {
                rule: {"precision": round(counts.precision, 4), "hits": counts.hits, "false": counts.false}
                for rule, counts in count_rules(self.judgements()).items()
            }
        if verbose:
            report["mistakes"] = {
                document.name: [
                    {"measure": j.measure, "verdict": j.verdict, "what": j.what, "rule": j.rule}
                    for j in document.judgements
                    if j.verdict != "hit"
                ]
                for document in self.documents
            }
        return report

    def as_text(self, *, by_rule: bool = False, by_document: bool = True, verbose: bool = False) -> str:
        """Tables for people; with `verbose` every miss (-) and every false find (+) by name."""
        lines: list[str] = []
        if verbose:
            lines += [*_mistake_lines(self.documents), ""]
        if by_document:
            lines += [*_document_lines(self.documents), ""]
        for title, grouped in (
            ("language", count_by(self.documents, lambda d: d.language)),
            ("format", count_by(self.documents, lambda d: d.format)),
        ):
            if len(grouped) > 1:
                for name, counted in grouped.items():
                    headlines: dict[str, Counts] = {k: counted[k] for k in _HEADLINES if k in counted}
                    lines += [*_table_lines(f"{title} {name}", headlines), ""]
        if by_rule:
            lines += [*_rule_lines(count_rules(self.judgements())), ""]
        lines += _table_lines("all", count_measures(self.judgements()))
        lines += ["", *self._link_lines(), "", *_reliability_lines(reliability(self.judgements())), ""]
        lines.append(f"{len(self.documents)} releases")
        return "\n".join(lines)

    def _link_lines(self) -> Iterator[str]:
        """Of the found entities whose id the gold states: how many links are given, and how many of them are right."""
        yield f"{'links':24}  {'right':>6} {'given':>6}"
        named = [("all", count_measures(self.judgements()))]
        named += count_by(self.documents, lambda d: f"language {d.language}").items()
        named += count_by(self.documents, lambda d: f"format {d.format}").items()
        for name, counted in named:
            shares = _link_shares(counted)
            yield f"{name:24}  {shares['right_of_given']:6.3f} {shares['given']:6.3f}"


def _link_shares(counted: Mapping[str, Counts]) -> dict[str, float]:
    """A wrong link is a false one and leaves the right one missing, so it stands in both counts of `ror`."""
    links = counted.get("ror", Counts())
    wanted = links.hits + links.missed
    return {
        "right_of_given": round(links.precision, 4),
        "given": round((links.hits + links.false) / wanted, 4) if wanted else 1.0,
    }


def _nested_shares(grouped: Mapping[str, Mapping[str, Counts]]) -> dict[str, dict[str, float]]:
    return {name: _link_shares(counted) for name, counted in grouped.items()}


def _dicts(counted: Mapping[str, Counts]) -> dict[str, dict[str, Any]]:
    return {measure: counts.as_dict() for measure, counts in counted.items()}


def _nested(grouped: Mapping[str, Mapping[str, Counts]]) -> dict[str, dict[str, dict[str, Any]]]:
    return {name: _dicts(counted) for name, counted in grouped.items()}


def _mistake_lines(documents: Iterable[DocumentScore]) -> Iterator[str]:
    for document in documents:
        mistakes = [j for j in document.judgements if j.verdict != "hit"]
        yield f"{document.name}: {len(mistakes)} mistakes" if mistakes else f"{document.name}: no mistake"
        for judgement in mistakes:
            rule = f"  [{judgement.rule}]" if judgement.rule else ""
            yield f"  {_SIGNS[judgement.verdict]} {judgement.measure}: {judgement.what}{rule}"


def _document_lines(documents: Iterable[DocumentScore]) -> Iterator[str]:
    """F1 a document for the measures that matter most."""
    columns = ("footnote", "entity", "fact", "strict", "meta")
    rows = count_by(documents, lambda d: d.name)
    width = max([len("release"), *(len(name) for name in rows)])
    yield f"{'release':{width}}  " + "  ".join(f"{column:>8}" for column in columns) + "   (F1)"
    for name, counted in rows.items():
        cells = (f"{counted[c].f1:8.3f}" if c in counted else f"{'-':>8}" for c in columns)
        yield f"{name:{width}}  " + "  ".join(cells)


def _reliability_lines(steps: Iterable[Step]) -> Iterator[str]:
    yield f"{'facts of confidence':24}  {'given':>6} {'right':>6}"
    for step in steps:
        yield f"{f'{step.start:.1f} to {step.end:.1f}':24}  {step.given:6} {step.right:6.3f}"


def _rule_lines(counted: Mapping[str, Counts]) -> Iterator[str]:
    width = max([len("rule"), *(len(rule) for rule in counted)])
    yield f"{'rule':{width}}  {'P':>6} {'hits':>6} {'false':>6}"
    for rule, counts in counted.items():
        yield f"{rule:{width}}  {counts.precision:6.3f} {counts.hits:6} {counts.false:6}"


def _table_lines(title: str, counted: Mapping[str, Counts]) -> Iterator[str]:
    width = max([24, *(len(measure) for measure in counted)])
    yield f"{title:{width}}  {'P':>6} {'R':>6} {'F1':>6} {'hits':>6} {'false':>6} {'missed':>6}"
    for measure, c in counted.items():
        shown = measure if "." not in measure or measure.split(".")[0] not in GROUPS else f"  {measure}"
        yield f"{shown:{width}}  {c.precision:6.3f} {c.recall:6.3f} {c.f1:6.3f} {c.hits:6} {c.false:6} {c.missed:6}"
