"""The trained part of the pipelines: what a small network makes of words, their form, and the rules' proposals.

Importing this package registers the factories `communique_cues` and `communique_model` and the architecture
`communique.NameTagger.v1`.
"""

from communique.language.model.component import MODEL, MODEL_SPANS, ModelSpan, NameTagger, read_model_spans, support
from communique.language.model.cues import CUES, CueReader
from communique.language.model.network import ARCHITECTURE, build_name_tagger
from communique.language.model.reconcile import Thresholds, reconcile
from communique.language.model.shipped import MODEL_NAMES, add_model, load_model, model_folder, model_id

__all__ = [
    "ARCHITECTURE", "CUES", "MODEL", "MODEL_NAMES", "MODEL_SPANS", "CueReader", "ModelSpan", "NameTagger", "Thresholds",
    "add_model", "build_name_tagger", "load_model", "model_folder", "model_id", "read_model_spans", "reconcile",
    "support",
]  # fmt: skip
