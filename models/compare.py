"""What the model brings: rules alone, the model alone, and both, on gold folders, entity by entity.

    python models/compare.py en models/en/pipeline --only '*.html' ../shared/gold/train/...
    python models/compare.py en /tmp/fold0/pipeline --releases ../shared/gold/train --folds 5 --fold 0

The second form takes the releases that `train.py --folds 5 --fold 0` held out. Prints precision, recall and F1 of each
kind of entity, as `communique evaluate` counts them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from train import split_folds
from training.releases import read_releases

import communique.language.model  # noqa: F401  (registers the factories)
from communique.evaluate.counts import Counts, count_measures
from communique.evaluate.gold import Case, find_cases
from communique.evaluate.scoring import score_document
from communique.extractor import Extractor, default_extractor
from communique.language.components.candidates import CANDIDATE_SPANS, add_spans, read_spans
from communique.language.components.entities import NAME_SPANS
from communique.language.model.component import read_model_spans
from communique.language.model.reconcile import DEFAULT, Thresholds, reconcile
from communique.language.names.kinds import decide_kinds
from communique.language.names.repeats import find_repeats
from communique.language.names.selection import select_spans
from communique.language.names.spans import UNIT_CODE, NameSpan
from communique.language.tokens import TokenTable, tabulate
from communique.steps.entities import step as entity_step

Choose = Callable[[Doc, list[NameSpan]], list[NameSpan]]
Measures = dict[str, Counts]
MEASURES = ("entity.institution", "entity.laboratory", "entity.person", "entity", "kind", "fact", "strict")


def rules_alone(_: Doc, kept: list[NameSpan]) -> list[NameSpan]:
    """The rules' names."""
    return kept


def model_alone(doc: Doc, kept: list[NameSpan]) -> list[NameSpan]:
    """The model's names; unit codes and places are the rules'."""
    found = [NameSpan(s.start, s.end, s.label, "model.name") for s in read_model_spans(doc, 0.5)]
    named = [s for s in found if s.label in ("institution", "laboratory", "person")]
    taken = {i for s in named for i in range(s.start, s.end)}
    rest = [s for s in kept if s.label in (UNIT_CODE, "place") and taken.isdisjoint(range(s.start, s.end))]
    return sorted([*named, *rest])


def both(thresholds: Thresholds) -> Choose:
    """Rules and model reconciled."""
    return lambda doc, kept: reconcile(doc, kept, thresholds)


class Decider:
    """Stands where the component of the package decides; how it chooses can be changed."""

    def __init__(self) -> None:
        self.choose: Choose = rules_alone

    def __call__(self, doc: Doc) -> Doc:
        table = tabulate(doc)
        kept = decide_kinds(table, select_spans(read_spans(doc, CANDIDATE_SPANS)))
        kept = self._repeated(table, self.choose(doc, kept))
        add_spans(doc, NAME_SPANS, kept)
        doc.ents = [Span(doc, s.start, s.end, label=s.label, span_id=s.rule) for s in kept if s.label != UNIT_CODE]
        return doc

    def _repeated(self, table: TokenTable, kept: list[NameSpan]) -> list[NameSpan]:
        return decide_kinds(table, select_spans([*kept, *find_repeats(table, kept)]))


DECIDER = Decider()
Language.component("comparing_decider", func=DECIDER)


def main() -> None:
    """Reads the command line, runs each variant over the cases, prints a table."""
    options = parse()
    thresholds = Thresholds(**{k: json.loads(v) for k, v in (item.split("=", 1) for item in options.set)})
    for name, counted in compare(options.pipeline, options.language, options.gold, options.only, thresholds).items():
        print(f"{name:12s}", line(counted))  # noqa: T201


def parse() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=("en", "fr"))
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("gold", type=Path, nargs="*", help="folders with gold.json and releases")
    parser.add_argument("--releases", type=Path, help="folder of releases that the folds were made of")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--only", default="*.html")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=JSON", help="a threshold")
    options = parser.parse_args()
    if options.releases:
        options.gold += held_out_folders(options.releases, options.folds, options.fold)
    return options


def held_out_folders(releases: Path, folds: int, fold: int) -> list[Path]:
    """The folders of the releases of one fold."""
    return [releases / r.annotated.group for r in split_folds(read_releases(releases), folds)[fold]]


def compare(
    pipeline: Path, language: str, gold: Sequence[Path], only: str, thresholds: Thresholds = DEFAULT
) -> dict[str, Measures]:
    """The counts of each measure for rules alone, the model alone, and both."""
    nlp = spacy.load(pipeline)
    nlp.max_length = 20_000_000
    nlp.add_pipe("comparing_decider")
    entity_step._pipeline = lambda *_: nlp  # type: ignore[assignment]
    extractor = default_extractor()
    cases = [case for case in find_cases(gold, only) if case.gold.language == language]
    counted = {}
    for name, choose in (("rules", rules_alone), ("model", model_alone), ("both", both(thresholds))):
        DECIDER.choose = choose
        counted[name] = measure(extractor, cases)
    return counted


def measure(extractor: Extractor, cases: Iterable[Case]) -> Measures:
    """The counts over the cases, of `MEASURES` only."""
    judgements = [
        judgement
        for case in cases
        for judgement in score_document(case.gold, extractor(case.path.read_bytes(), str(case.path)))
    ]
    counted = count_measures(judgements)
    return {name: counted.get(name, Counts()) for name in MEASURES}


def line(counted: Measures) -> str:
    """Precision/recall/F1 of each measure."""
    return "  ".join(
        f"{name.removeprefix('entity.')} {c.precision:.3f}/{c.recall:.3f}/{c.f1:.3f}" for name, c in counted.items()
    )


if __name__ == "__main__":
    main()
