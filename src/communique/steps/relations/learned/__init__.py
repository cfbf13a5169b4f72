"""The trained model beside the rules: it looks at every pair of names of a clause and says what they may state."""

from communique.steps.relations.learned.model import load_pair_model, pair_model_id
from communique.steps.relations.learned.opinions import Onlooker, Opinion
from communique.steps.relations.learned.weigh import weigh

__all__ = ["Onlooker", "Opinion", "load_pair_model", "pair_model_id", "weigh"]
