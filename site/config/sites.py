"""What browsers take for one site: the part of a host's name that somebody has registered."""

import re

#: Below these, under a country's two letters, names are registered (a part of https://publicsuffix.org).
SECOND_LEVELS = re.compile(r"(ac|co|com|edu|gov|gv|mil|net|ne|nom|or|org|sch)\.[a-z]{2}")


def site_of(host: str) -> str:
    """The registered name in a host's name; of one that stands alone, such as localhost, the name itself."""
    labels = host.lower().rstrip(".").split(".")
    length = 3 if SECOND_LEVELS.fullmatch(".".join(labels[-2:])) else 2
    return ".".join(labels[-length:])
