"""The inputs of a batch: files, folders, patterns, lists of paths, archives; their bytes, or why there are none."""

from communique.batch.inputs.archives import close_archives
from communique.batch.inputs.files import read_input, require_content, uri_of
from communique.batch.inputs.find import Inputs, find_inputs
from communique.batch.inputs.input import Input

__all__ = ["Input", "Inputs", "close_archives", "find_inputs", "read_input", "require_content", "uri_of"]
