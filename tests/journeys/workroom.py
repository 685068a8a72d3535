"""What an editor does in Wagtail's admin, by the names that stand there."""

import re

from playwright.sync_api import expect

SAVED = re.compile(r"published|created|updated", re.IGNORECASE)
#: By when Wagtail has begun to save a draft by itself after the last change, in milliseconds.
BEFORE_AUTOSAVE = 2_000
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"


def named(name: str):
    """A name, with or without the star of what must be there."""
    return re.compile(rf"^{re.escape(name)}\*?$")


class Workroom:
    """A window of the workroom: its forms, its choosers, its ways to save."""

    def __init__(self, window):
        self.window, self.page = window, window.page
        self.main = self.page.get_by_role("main")
        self.unfinished_drafts = 0
        self.page.on("response", self._note_unfinished_draft)

    def _note_unfinished_draft(self, answer) -> None:
        is_draft = answer.request.headers.get("accept") == "application/json"
        self.unfinished_drafts += answer.status == 400 and is_draft and "/admin/pages/" in answer.url

    def forgive_unfinished_drafts(self) -> None:
        """Wagtail saves drafts while one writes; that a half-written form is no draft yet is no fault."""
        for _ in range(self.unfinished_drafts):
            self.window.problems.remove(REFUSED)

    def go(self, path: str) -> None:
        assert self.window.go(path).ok, path

    def edit(self, title: str) -> None:
        """The form of the thing of that title, from the list that is open."""
        self.main.get_by_role("table").get_by_role("link", name=title, exact=True).click()
        expect(self.page.get_by_role("navigation", name="Actions (footer)")).to_be_visible()

    def part(self, name: str):
        return self.main.get_by_role("region", name=named(name))

    def write(self, words: dict[str, str], within=None) -> None:
        for name, text in words.items():
            field = (within or self.main).get_by_role("textbox", name=named(name))
            field.or_((within or self.main).get_by_role("spinbutton", name=named(name))).first.fill(text)

    def write_in_hungarian(self, words: dict[str, str]) -> None:
        self.write(words, self.main.get_by_role("group", name="Magyar"))

    def add(self, part: str, name: str):
        """One more row in a part of a form."""
        rows = self.part(part).get_by_role("region")
        count = rows.count()
        self.part(part).get_by_role("button", name=f"Add {name}", exact=True).click()
        expect(rows).to_have_count(count + 1)
        return rows.last

    def choose(self, button, title, *, below: str = "", search: str = "") -> None:
        """Takes what has that title from a chooser: a page below another one, or what a search finds."""
        button.click()
        dialog = self.page.get_by_role("dialog")
        if below:
            parent = self.page.get_by_role("cell", name=below, exact=True)
            dialog.get_by_role("row").filter(has=parent).get_by_role("link", name="Explore").click()
        if search:
            dialog.get_by_label("Search term").fill(search)
        dialog.get_by_role("table").get_by_role("link", name=title).click()
        expect(dialog).to_have_count(0)

    def publish(self) -> None:
        # A page that is published while its first draft is on the way would be made twice.
        self.page.wait_for_timeout(BEFORE_AUTOSAVE)
        expect(self.page.get_by_text("Saving…", exact=True)).to_be_hidden(timeout=30_000)
        actions = self.page.get_by_role("navigation", name="Actions (footer)")
        actions.get_by_role("button", name="More actions").click()
        actions.get_by_role("button", name="Publish", exact=True).click()
        self._is_saved()

    def save(self) -> None:
        self.send()
        self._is_saved()

    def save_draft(self) -> None:
        """Of a page that goes through a review."""
        self.page.wait_for_timeout(BEFORE_AUTOSAVE)
        expect(self.page.get_by_text("Saving…", exact=True)).to_be_hidden(timeout=30_000)
        actions = self.page.get_by_role("navigation", name="Actions (footer)")
        actions.get_by_role("button", name="Save draft", exact=True).click()
        self._is_saved()

    def send(self) -> None:
        actions = self.page.get_by_role("navigation", name="Actions (footer)")
        actions.get_by_role("button", name="Save", exact=True).click()

    def _is_saved(self) -> None:
        expect(self.main.get_by_role("status").first).to_contain_text(SAVED)
