"""The steps, in the order in which the extractor runs them; one module or folder a step."""
