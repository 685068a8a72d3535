"""The picture of a study's workflow: as Mermaid's text, as Graphviz's, and as an SVG of our own."""

from studies.diagram.dot import GraphvizMissing, dot, render
from studies.diagram.mermaid import mermaid
from studies.diagram.part import Part, around, whole
from studies.diagram.svg import svg

__all__ = ["GraphvizMissing", "Part", "around", "dot", "mermaid", "render", "svg", "whole"]
