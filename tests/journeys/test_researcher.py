import re

from playwright.sync_api import expect

A_BUILD = 240_000  # milliseconds: npm fetches jsPsych, esbuild bundles it


def open_desk(window, title):
    window.go("/admin/studies/")
    window.page.get_by_role("link", name=title).click()


def build(window, button):
    """Asks for a build and waits on its page until it has ended."""
    window.page.get_by_role("button", name=button).click()
    expect(window.page.get_by_role("link", name="Open", exact=True)).to_be_visible(timeout=A_BUILD)


def test_a_study_goes_from_its_draft_to_the_public(visit):
    title = "Picture memory"
    researcher, reviewer = visit("researcher"), visit("reviewer")

    # The researcher submits it beside the editor.
    open_desk(researcher, title)
    researcher.page.get_by_role("link", name="Open in the editor").click()
    researcher.page.get_by_role("button", name="Workflow").click()
    panel = researcher.page.locator("[data-side-panel='study-workflow']")
    expect(panel.locator(".here")).to_have_text("Created")
    panel.get_by_label("Comment").fill("Please have a look.")
    panel.get_by_role("button", name="Submit for review").click()
    expect(researcher.page.locator(".here")).to_have_text("Submitted")

    # The reviewer approves it in Wagtail's own moderation.
    reviewer.go("/admin/")
    reviewer.page.get_by_role("link", name=title).first.click()
    reviewer.page.get_by_role("button", name="More actions").click()
    reviewer.page.get_by_role("button", name="Approve").click()
    dialog = reviewer.page.get_by_role("dialog")
    dialog.locator("textarea").fill("Good luck with it.")
    dialog.get_by_role("button", name=re.compile("Approve")).click()
    expect(reviewer.page.locator(".here")).to_have_text("Approved")
    visit_stranger = visit()
    visit_stranger.go("/studies/")
    expect(visit_stranger.page.get_by_role("main")).not_to_contain_text(title)

    # The researcher builds a preview and looks at it.
    open_desk(researcher, title)
    expect(researcher.page.locator(".here")).to_have_text("Approved")
    build(researcher, "Build preview")
    researcher.page.get_by_role("link", name="Open", exact=True).click()
    walk(researcher.page)

    # The deployment makes it active, and so public.
    open_desk(researcher, title)
    build(researcher, "Deploy")
    open_desk(researcher, title)
    expect(researcher.page.locator(".here")).to_have_text("Active")
    log = researcher.page.locator(".study-log strong")
    assert log.all_inner_texts() == ["active", "deployed", "previewed", "approved", "submitted", "created"]

    visit_stranger.go("/studies/")
    visit_stranger.page.get_by_role("link", name=title).click()
    visit_stranger.page.get_by_role("link", name="Take part").click()
    walk(visit_stranger.page)


def walk(page):
    """Takes part in the experiment that runs in the page's frame."""
    page.goto(page.url.partition("?")[0] + "?quick=1")
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_role("button", name="I agree").click()
    frame.get_by_role("button", name="Show the pictures").click()
    frame.get_by_role("button", name="Start the test").click()
    picture = frame.locator(".picture img")
    for _ in range(8):
        shown = picture.get_attribute("src")
        frame.get_by_role("button", name="New", exact=True).click()
        expect(frame.locator(f'.picture img[src="{shown}"]')).to_have_count(0)
    expect(frame.get_by_role("heading", level=1)).to_have_text("You recognised 4 of 8 pictures.")
    frame.get_by_role("button", name="Finish").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("Thank you for taking part")
