"""The trained model beside the rules: it looks at every pair of names of a clause and says what they may state."""

from communique.steps.relations.learned.model import PairModel, load_pair_model, pair_model_id
from communique.steps.relations.learned.opinions import Look, Onlooker, Opinion, opinions_of
from communique.steps.relations.learned.weigh import strongest_opinions, weigh

__all__ = [
    "Look",
    "Onlooker",
    "Opinion",
    "PairModel",
    "load_pair_model",
    "opinions_of",
    "pair_model_id",
    "strongest_opinions",
    "weigh",
]
