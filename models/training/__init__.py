"""Training of the shipped models: where the texts come from, how they are varied, how a model is scored."""
