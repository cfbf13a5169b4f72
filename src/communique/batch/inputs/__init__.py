"""The inputs of a batch: files, folders, patterns, lists of paths, archives; their bytes, or why there are none."""

from communique.batch.inputs.files import read_input, require_content, uri_of
from communique.batch.inputs.find import Inputs, find_inputs
from communique.batch.inputs.input import Input, Place

__all__ = ["Input", "Inputs", "Place", "find_inputs", "read_input", "require_content", "uri_of"]
