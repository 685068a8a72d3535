"""The protocol of an experiment: `frames` and their `sequence` as JSON, or a generator that gives both.

Its rules are Lookit's (docs/protocol.md); what is wrong is told by the line.
"""

from studies.protocol.checking import Problem, check
from studies.protocol.fields import CodeEditor, ProtocolField
from studies.protocol.generator import check_generator

__all__ = ["CodeEditor", "Problem", "ProtocolField", "check", "check_generator"]
