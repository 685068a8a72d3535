"""What researchers declare about a study when they submit it (Lookit's seven questions)."""

DECLARATIONS: dict[str, str] = {
    "issue_deception": "Participants are deceived, or something is kept from them.",
    "issue_length": "It takes more than 30 minutes.",
    "issue_consent": "The consent is not the usual one.",
    "issue_externaldata": "Data is collected outside of Vitrine.",
    "issue_personaldata": "Data is collected by which a person could be known.",
    "issue_sensitive": "It asks about, or shows, what may be sensitive.",
    "collecting_data": "Data will be collected as soon as it is approved.",
}
#: The triggers with which something is declared.
DECLARING = ("submit", "resubmit")


def declared(names: list[str], explanation: str) -> dict:
    """The declarations as the record of the submission keeps them."""
    return {"declarations": {name: name in names for name in DECLARATIONS}, "issues_description": explanation}


def told(extra: dict) -> list[str]:
    """What was declared in a record, in words."""
    declarations = extra.get("declarations", {})
    return [words for name, words in DECLARATIONS.items() if declarations.get(name)]
