"""Cross-validation of the name model over the releases with gold.

    python models/cross_validate.py en --corpora ../shared/corpora --registry ../shared/registry \
        --releases ../shared/gold/train --output /tmp/folds

trains one model a fold (`/tmp/folds/en-0` to `en-4`; those that are there already are taken as they are), reads the
releases that it has not seen with the rules alone, the model alone, and both, and prints the sums over the folds as
rows of the model card: precision / recall / F1 of the summed counts, and the lowest and highest F1 of a fold. The
rules were written on these releases, so that theirs are figures of the training part, not of unseen texts.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import train
from compare import MEASURES, Measures, compare, held_out_folders

from communique.evaluate.counts import Counts

SHOWN = tuple(m for m in MEASURES if m.startswith("entity") or m == "kind")


def main() -> None:
    """Reads the command line, trains what is missing, compares, prints."""
    options = parse()
    folds = [count_fold(options, fold) for fold in range(options.folds)]
    for variant in folds[0]:
        print(f"| {variant} |", " | ".join(cell([f[variant][name] for f in folds], name) for name in SHOWN), "|")  # noqa: T201


def parse() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=train.LANGUAGES)
    for name in ("corpora", "registry", "releases", "output"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--passes", type=int, default=0, help="of pretraining, passed to train.py")
    parser.add_argument("--only", default="*.html", help="which files of the releases are read")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="passed to train.py")
    return parser.parse_args()


def count_fold(options: argparse.Namespace, fold: int) -> dict[str, Measures]:
    """What each variant finds in the releases that the model of `fold` has not seen."""
    folder = options.output / f"{options.language}-{fold}"
    if not (folder / "scores.json").is_file():
        inputs = [
            part for name in ("corpora", "registry", "releases") for part in (f"--{name}", getattr(options, name))
        ]
        settings = [part for setting in options.set for part in ("--set", setting)]
        pretraining = (
            ["--passes", options.passes, "--start", options.output / f"start-{fold}"] if options.passes else []
        )
        folds = ["--folds", options.folds, "--fold", fold, "--output", folder, *pretraining]
        train.main([str(part) for part in (options.language, *inputs, *folds, *settings)])
    held_out = held_out_folders(options.releases, options.folds, fold)
    return compare(folder / "pipeline", options.language, held_out, options.only)


def cell(counts: Sequence[Counts], measure: str) -> str:
    """The sum over the folds, and in brackets how far they lie apart; of kinds the share that is right."""
    total = Counts(*(sum(getattr(c, field) for c in counts) for field in ("hits", "false", "missed")))
    if measure == "kind":
        shares = [c.precision for c in counts]
        return f"**{total.precision:.3f}** ({min(shares):.3f}–{max(shares):.3f})"
    shares = [c.f1 for c in counts]
    spread = f"({min(shares):.3f}–{max(shares):.3f})"
    return f"{total.precision:.3f} / {total.recall:.3f} / **{total.f1:.3f}** {spread}"


if __name__ == "__main__":
    main()
