"""The workflow as the text of a Mermaid diagram, which many editors and forges draw."""

from studies.diagram.part import Part


def mermaid(part: Part) -> str:
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{part.label(state)}" as {state}' for state in part.states]
    if "created" in part.states:
        lines.append("    [*] --> created")
    lines += [f"    {arrow.source} --> {arrow.target}: {arrow.trigger}" for arrow in part.arrows]
    if part.here:
        lines += ["    classDef here fill:#007d7e,color:#fff", f"    class {part.here} here"]
    return "\n".join(lines) + "\n"
