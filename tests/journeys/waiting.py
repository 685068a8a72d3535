"""Waiting for what a player does in its own time."""

import time


def until(happens, seconds=20):
    """Returns when `happens()` is true; fails if it is not within that many seconds."""
    for _ in range(seconds * 10):
        if happens():
            return
        time.sleep(0.1)
    raise AssertionError(f"it did not happen within {seconds} seconds")
