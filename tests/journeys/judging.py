"""What axe-core finds on a page, as lines that name the page, the rule and the element."""

import pytest

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
#: Frames are pages of their own.
RUN = """([context, options]) => axe.run(context, {...options, resultTypes: ["violations"], iframes: false})
  .then(({violations}) => violations.flatMap(({id, nodes}) =>
    nodes.map(({target, html, failureSummary}) => [id, target.join(" "), html, failureSummary])))"""

#: Colours on their way from one light to the other, or from nothing to something, are none.
ARRIVED = "document.getAnimations().filter(one => one instanceof CSSTransition).forEach(one => one.finish())"


def found_nothing(found: list[str]) -> None:
    """Fails with all that was found."""
    __tracebackhide__ = True
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def judge(page, axe_source: str, what: str, options=EVERY_RULE, *, within="document") -> list[str]:
    """A line for each thing found; `within` is a selector, or a context of axe's."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe_source)
    context = None if within == "document" else within
    run = RUN if context else RUN.replace("axe.run(context,", "axe.run(document,")
    found = page.evaluate(run, [context, options])
    return [f"{what}: {rule}: {target} {html}\n    {summary}" for rule, target, html, summary in found]


def judge_in_both_lights(page, axe_source: str, what: str) -> list[str]:
    """Every rule in the light, the contrast also in the dark."""
    found = []
    for light, rules in {"light": EVERY_RULE, "dark": CONTRAST}.items():
        page.emulate_media(color_scheme=light, reduced_motion="reduce")
        page.evaluate(ARRIVED)
        found += judge(page, axe_source, f"{what}, {light}", rules)
    return found
