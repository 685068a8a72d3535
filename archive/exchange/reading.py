"""Reads what a bag describes, once the bag is whole to its last byte; and says why something is refused."""

import json

from archive import exchange
from archive.preservation import verifying
from archive.preservation.bags import BadBag, Bag


class Refused(Exception):
    """Why nothing goes out or comes in, in a sentence for a person."""


def read(bag: Bag, name: str, key: str) -> dict:
    """What stands under a key in a file of the payload. Raises Refused."""
    not_ours = Refused(f"data/{name} is not one of Vitrine's.")
    try:
        if problems := list(verifying.payload(bag, verifying.WHOLE)):
            raise Refused("\n".join(["The bag is not whole:", *problems]))
        whole = json.loads(bag.read(f"data/{name}"))
    except BadBag as reason:
        raise Refused(str(reason)) from None
    except ValueError:
        raise not_ours from None
    if not isinstance(whole, dict) or not isinstance(whole.get(key), dict):
        raise not_ours
    if whole.get("format") != exchange.FORMAT:
        raise Refused(f"The bag has another layout than this Vitrine knows ({exchange.FORMAT}).")
    return whole[key]
