"""What an import has found and done: exact numbers, and a line for everything that is odd."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field

#: What becomes of a row.
MADE, THERE, CHANGED, LEFT_OUT = "made", "already there", "changed there", "left out"


@dataclass
class Finding:
    """One row, or one file, that is not as it should be, and what was done about it."""

    what: str
    where: str
    id: str
    done: str

    def __str__(self):
        return f"{self.where} {self.id}: {self.what} {self.done}"


@dataclass
class Report:
    read: Counter = field(default_factory=Counter)
    #: By table and by what became of its rows.
    rows: dict[str, Counter] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    #: Files: copied, already there, missing, unexpected.
    files: Counter = field(default_factory=Counter)

    def count(self, table: str, what: str) -> None:
        self.rows.setdefault(table, Counter())[what] += 1

    def note(self, where: str, id, what: str, done: str) -> None:
        self.findings.append(Finding(what, where, str(id), done))

    def as_json(self) -> str:
        told = {
            "read": dict(self.read),
            "rows": {table: dict(counts) for table, counts in self.rows.items()},
            "files": dict(self.files),
            "findings": [asdict(finding) for finding in self.findings],
        }
        return json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    def as_text(self) -> str:
        lines = [f"{'table':<24}{'read':>7}{MADE:>7}{THERE:>15}{CHANGED:>15}{LEFT_OUT:>10}"]
        for table, count in sorted(self.read.items()):
            of = self.rows.get(table, Counter())
            lines.append(
                f"{table:<24}{count:>7}{of[MADE]:>7}{of[THERE]:>15}{of[CHANGED]:>15}{of[LEFT_OUT]:>10}"
            )
        files = ", ".join(f"{count} {what}" for what, count in sorted(self.files.items()))
        lines += ["", f"Files: {files or 'none looked for'}", ""]
        lines += [str(finding) for finding in self.findings] or ["Nothing is odd."]
        return "\n".join(lines) + "\n"
