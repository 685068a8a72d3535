"""The workflow as Graphviz draws it, where there is one."""

import shutil
import subprocess

from studies.diagram.part import Part

SECONDS = 30
HERE = 'style="rounded,filled", fillcolor="#007d7e", fontcolor="white"'


class GraphvizMissing(Exception):
    """There is no Graphviz on this machine, or it can't draw."""


def dot(part: Part) -> str:
    """The text that Graphviz draws."""
    lines = [
        "digraph workflow {",
        '  rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif"];',
    ]
    for state in part.states:
        look = f", {HERE}" if state == part.here else ""
        lines.append(f'  {state} [label="{part.label(state)}"{look}];')
    for arrow in part.arrows:
        look = ", penwidth=2" if part.is_way_on(arrow) else ""
        lines.append(f'  {arrow.source} -> {arrow.target} [label="{arrow.trigger}"{look}];')
    return "\n".join([*lines, "}", ""])


def render(part: Part, kind: str) -> bytes:
    """A picture of that kind, "png" or "svg". Raises GraphvizMissing."""
    program = shutil.which("dot")
    if program is None:
        raise GraphvizMissing("Graphviz is not installed.")
    try:
        done = subprocess.run(  # noqa: S603
            [program, f"-T{kind}"], input=dot(part).encode(), capture_output=True, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise GraphvizMissing(f"Graphviz could not draw: {type(error).__name__}.") from error
    return done.stdout
