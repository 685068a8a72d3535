import base64

from playwright.sync_api import expect

from tests.archive.upload_files import drawing, photograph, sound
from tests.journeys.judging import CONTRAST, found_nothing, judge

A_WORKER = 90_000  # milliseconds: the files wait for their turn, each is read in a process of its own
UPLOAD = "/admin/snippets/archive/mediaitem/upload/"
DROP = """
(zone, files) => {
  const held = new DataTransfer();
  for (const [name, content] of files) {
    const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
    held.items.add(new File([bytes], name));
  }
  for (const type of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true }));
  }
}
"""


def drop(page, **files):
    contents = [
        (name.replace("_", "."), base64.b64encode(content).decode()) for name, content in files.items()
    ]
    page.locator("[data-zone]").evaluate(DROP, contents)


def outcome(page, name):
    """The newest upload of that name."""
    return page.get_by_role("listitem").filter(has_text=name).first


def test_an_editor_drops_files_and_describes_what_was_filed(visit):
    window = visit("editor")
    page = window.page
    window.go("/admin/")
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("link", name="Upload media").click()
    page.get_by_label("Participant").select_option(label="Erzsi B. (BE)")

    taken = photograph(picture=drawing(1600, 1200))
    drop(page, lake_jpg=taken, BE900_wav=sound(2), page_jpg=b"<html><script>alert(1)</script></html>")

    expect(outcome(page, "lake.jpg")).to_contain_text("The place (GPS)", timeout=A_WORKER)
    expect(outcome(page, "BE900.wav")).to_contain_text("Filed as BE900.", timeout=A_WORKER)
    expect(outcome(page, "page.jpg")).to_contain_text("This file is a web page (HTML).", timeout=A_WORKER)
    expect(page.get_by_role("status").filter(has_text="Of 3 files")).to_have_text(
        "Of 3 files: 2 filed, 1 refused."
    )
    expect(page.get_by_label("All files")).to_have_js_property("value", 1)

    # What was filed is described.
    filed = outcome(page, "lake.jpg").get_by_role("link")
    name = filed.inner_text().removeprefix("Describe ")
    filed.click()
    expect(page.locator("[name=title]")).to_have_value("lake")
    page.locator("[name=alt_text]").fill("A lake in the morning.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("updated.")).to_be_visible()

    # The page remembers; the same file again is told; all of it works by keyboard and without dropping.
    window.go(UPLOAD)
    expect(outcome(page, "lake.jpg")).to_contain_text(f"Filed as {name}.")
    page.get_by_label("Participant").select_option(label="Erzsi B. (BE)")
    page.locator("[name=files]").set_input_files(
        {"name": "again.jpg", "mimeType": "image/jpeg", "buffer": taken}
    )
    expect(outcome(page, "again.jpg")).to_contain_text(
        f"It is there already, as {name}: lake", timeout=A_WORKER
    )


def test_a_file_that_was_not_sent_is_tried_again(visit):
    window = visit("editor")
    page = window.page
    window.go(UPLOAD)
    # Such as a train that goes into a tunnel.
    page.route("**", lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    page.get_by_label("Participant").select_option(label="Erzsi B. (BE)")
    drop(page, tunnel_jpg=photograph(picture=drawing(800, 600)))
    expect(outcome(page, "tunnel.jpg")).to_contain_text("It could not be sent.")
    page.unroute("**")
    # The browser has noted it too.
    window.problems.clear()

    outcome(page, "tunnel.jpg").get_by_role("button", name="Try again").press("Enter")

    expect(outcome(page, "tunnel.jpg")).to_contain_text("Filed as", timeout=A_WORKER)


def test_the_page_is_no_wider_than_a_phone_and_axe_finds_nothing(visit, axe_source):
    window = visit("editor", width=390, height=844)
    page = window.page
    window.go(UPLOAD)
    found = judge(page, axe_source, "before", within="main")
    page.get_by_label("Participant").select_option(label="Erzsi B. (BE)")
    drop(page, **{"a" * 200 + "_jpg": b"<svg>", "mine_jpg": photograph(picture=drawing(500, 400))})
    expect(outcome(page, "aaaa")).to_contain_text("an SVG drawing", timeout=A_WORKER)
    expect(outcome(page, "mine.jpg")).to_contain_text("Filed as", timeout=A_WORKER)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    found += judge(page, axe_source, "after", within="main")
    page.emulate_media(color_scheme="dark")
    found_nothing(found + judge(page, axe_source, "in the dark", CONTRAST, within="main"))
