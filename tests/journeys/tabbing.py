"""Walks through a page by the Tab key; gives lines that say what can't be reached, seen or left."""

from pathlib import Path

SCRIPT = (Path(__file__).parent / "tabbing.js").read_text(encoding="utf-8")
#: More than any page of the demo has.
MOST_STOPS = 500
#: The browser's own player has several stops inside.
MOST_INSIDE = 20


def walk(page, what: str, key="Tab") -> list[str]:
    """Once through the whole page."""
    page.evaluate(SCRIPT)
    page.evaluate("tabbing.begin()")
    problems, stays = [], 0
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        step = page.evaluate("tabbing.step()")
        if step is None and page.evaluate("tabbing.reached()"):
            break
        if step is None:
            # Backwards from the top of the page: the end of it is next.
            continue
        problems += step["problems"]
        stays = stays + 1 if step["isSame"] else 0
        if stays > (MOST_INSIDE if step["hasStopsInside"] else 0):
            problems.append(f"{step['name']} does not let the focus go")
            break
    problems += page.evaluate("isForward => tabbing.end(isForward)", key == "Tab")
    return [f"{what}: {problem}" for problem in problems]


def tab_to(page, thing, key="Tab") -> None:
    """Presses the key until the thing has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if thing.evaluate("thing => thing === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not lead to {thing}")
