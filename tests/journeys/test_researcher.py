import re

from playwright.sync_api import expect

from tests.journeys.waiting import until
from tests.journeys.workroom import Workroom

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


def test_a_change_of_a_running_study_is_approved_as_it_was_shown(visit):
    title, better = "Seen before", "Seen before, or only now"
    researcher, reviewer, stranger = visit("researcher"), visit("reviewer"), visit()
    until(lambda: stands_at(researcher, title, "Active"), seconds=A_BUILD // 1_000)

    # The researcher changes it in the editor; participants still see what was approved.
    researcher.page.get_by_role("link", name="Open in the editor").click()
    workroom = Workroom(researcher)
    workroom.write({"Title": better})
    workroom.save_draft()
    stranger.go("/studies/")
    expect(stranger.page.get_by_role("link", name=title)).to_be_visible()
    expect(stranger.page.get_by_role("main")).not_to_contain_text(better)

    # A change that has to be reviewed is not published directly, but submitted.
    open_desk(researcher, better)
    expect(researcher.page.get_by_role("button", name="Publish without review")).to_be_disabled()
    researcher.page.get_by_label("Comment", exact=True).fill("It says what it is about.")
    researcher.page.get_by_role("button", name="Submit the changes for review").click()
    expect(researcher.page.locator(".study-log strong").first).to_have_text("amendment submitted")
    expect(researcher.page.locator(".here")).to_have_text("Active")

    # The reviewer sees what changed, and approves that.
    open_desk(reviewer, better)
    reviewer.page.get_by_role("link", name="See what changed since the last approval").click()
    change = reviewer.page.get_by_role("region", name="Title")
    expect(change.locator("ins")).to_have_text(", or only now")
    reviewer.page.get_by_label("Comment").fill("Better.")
    reviewer.page.get_by_role("button", name="Approve the changes").click()
    expect(reviewer.page.locator(".study-log strong").first).to_have_text("amendment approved")
    stranger.go("/studies/")
    stranger.page.get_by_role("link", name=better).click()
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text(better)

    # The researcher pauses it from the list's menu; then it is not there for others.
    researcher.go("/admin/studies/")
    researcher.page.get_by_role("button", name=f"Steps of {better}").click()
    researcher.page.get_by_role("link", name="Pause").click()
    researcher.page.get_by_role("button", name="Pause").click()
    expect(researcher.page.locator(".here")).to_have_text("Paused")
    stranger.go("/studies/")
    expect(stranger.page.get_by_role("main")).not_to_contain_text(better)

    # What was approved anew is deployed before it is activated again.
    expect(researcher.page.get_by_role("button", name="Activate", exact=True)).to_be_disabled()
    expect(researcher.page.get_by_text("Deploy the study first")).to_be_visible()


def test_somebody_joins_a_lab_and_gets_a_role_on_a_study(visit):
    title = "The first photograph"
    admin, newcomer = visit("researcher"), visit("editor")

    # Somebody in the workroom asks to join, and sees no study of the lab yet.
    newcomer.go("/admin/studies/")
    expect(newcomer.page.get_by_role("main")).not_to_contain_text(title)
    newcomer.page.get_by_role("link", name="Labs").click()
    newcomer.page.get_by_role("link", name="Memory Lab").click()
    newcomer.page.get_by_label("What would you like to do there?").fill("I would like to listen.")
    newcomer.page.get_by_role("button", name="Ask to join").click()
    expect(newcomer.page.get_by_text("the lab has not answered yet")).to_be_visible()

    # The lab's admin takes her in as a guest, and gives her a role on one study.
    admin.go("/admin/studies/labs/")
    admin.page.get_by_role("link", name="Memory Lab").click()
    expect(admin.page.get_by_text("I would like to listen.")).to_be_visible()
    admin.page.get_by_label("Role for Edit Editor").select_option("guest")
    admin.page.get_by_role("button", name="Take in").click()
    expect(admin.page.get_by_label("Role of Edit Editor")).to_have_value("guest")
    open_desk(admin, title)
    admin.page.get_by_role("link", name="People").click()
    admin.page.locator(".study-add select[name=person]").select_option("Edit Editor")
    admin.page.locator(".study-add select[name=role]").select_option("preview")
    admin.page.get_by_role("button", name="Add").click()
    expect(admin.page.get_by_role("row", name="Edit Editor")).to_contain_text("preview of the study")

    # The last admin can't go.
    admin.page.get_by_role("button", name="Leave").click()
    expect(admin.page.get_by_text("is the last admin of")).to_be_visible()

    # The newcomer reads that study, and does not move it; then she leaves.
    open_desk(newcomer, title)
    expect(newcomer.page.get_by_role("button", name="Retract")).to_have_count(0)
    newcomer.page.get_by_role("link", name="People").click()
    newcomer.page.get_by_role("button", name="Leave").click()
    expect(newcomer.page.get_by_text("Edit Editor has no role here any more.")).to_be_visible()
    expect(newcomer.page.get_by_role("main")).not_to_contain_text(title)


def stands_at(window, title, state) -> bool:
    open_desk(window, title)
    return window.page.locator(".here").inner_text() == state


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
