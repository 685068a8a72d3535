"""An editor makes a participant with three stories through the workroom alone, and a viewer walks it."""

import re

import pytest
from playwright.sync_api import expect

from tests.archive.upload_files import drawing, photograph, sound
from tests.journeys.waiting import until
from tests.journeys.workroom import Workroom

TELLER = "Teréz T."
VINE, PLUMS, NOBODY = "The vine over the door", "A bowl of plums", "Nobody came"
IN_HUNGARIAN = {VINE: "A szőlőlugas", PLUMS: "Egy tál szilva", NOBODY: "Nem jött senki"}
#: Of each story what is shown and heard, in that order; the files are called so.
MEDIA = {VINE: ["Under the vine", "She tells of the vine"], PLUMS: ["The bowl"], NOBODY: ["Two chairs"]}
THEME, CHAIN = "Over the door", "From the door to the table"
ENGLISH = """WEBVTT

00:00.000 --> 00:04.000
<v Teréz>The vine hung over the door, all summer.

00:04.000 --> 00:08.000
<v Teréz>We ate under it until the wasps came.
"""
HUNGARIAN = """WEBVTT

00:00.000 --> 00:04.000
<v Teréz>A szőlőlugas az ajtó fölött volt, egész nyáron.

00:04.000 --> 00:08.000
<v Teréz>Alatta ettünk, amíg jöttek a darazsak.
"""
#: Its second cue, in line 6, ends before it begins.
BROKEN = ENGLISH.replace("00:04.000 --> 00:08.000", "00:04.000 --> 00:03.000")


@pytest.fixture
def files(tmp_path):
    """Three photographs and a voice, as they lie on the editor's desk."""
    for number, name in enumerate(("Under the vine", "The bowl", "Two chairs")):
        (tmp_path / f"{name}.jpg").write_bytes(photograph(picture=drawing(width=800 + number)))
    (tmp_path / "She tells of the vine.wav").write_bytes(sound(9, rate=16_000))
    return sorted(tmp_path.iterdir())


def choose_item(workroom, within, title: str):
    button = within.get_by_role("button", name="Choose media item")
    workroom.choose(button, re.compile(rf"^TT\d{{3}} {title}$"), search=title)


def makes_the_gallery(workroom):
    workroom.go("/admin/pages/")
    workroom.page.get_by_role("link", name="Add child page").first.click()
    workroom.write({"Title": TELLER}, workroom.part("Title"))
    about = workroom.part("Participant")
    workroom.write(
        {"Code": "TT", "Pseudonym": TELLER, "Gender": "woman", "Profile": "She grew up behind a vine."},
        about,
    )
    workroom.choose(about.get_by_role("button", name="Choose participation group"), "student")
    workroom.write_in_hungarian({"Title": "T. Teréz", "Profile": "Egy lugas mögött nőtt fel."})
    workroom.publish()


def records_the_consent(workroom):
    workroom.edit(TELLER)
    workroom.page.get_by_role("navigation", name="Actions", exact=True).get_by_role("button").click()
    workroom.page.get_by_role("link", name="Consent", exact=True).click()
    workroom.write({"Given on": "2024-05-14", "Version of the form": "2"})
    workroom.main.get_by_label("Language of the form").select_option("Magyar")
    workroom.main.get_by_role("checkbox", name="The exhibition").check()
    workroom.main.get_by_role("button", name="Record it").click()
    expect(workroom.main.get_by_role("status").first).to_contain_text("Version 1 of the consent was recorded")


def uploads(workroom, files):
    workroom.go("/admin/snippets/archive/mediaitem/upload/")
    workroom.main.get_by_label("Participant").select_option(f"{TELLER} (TT)")
    workroom.main.locator("input[type=file]").set_input_files(files)
    filed = workroom.main.get_by_role("listitem").filter(has_text="Filed as TT")
    expect(filed).to_have_count(len(files), timeout=120_000)


def describes(workroom, title: str):
    row = workroom.main.get_by_role("listitem").filter(has_text=title)
    row.get_by_role("link", name=re.compile("Describe TT")).click()
    workroom.write({"Alt text": "A vine that hangs over a door."}, workroom.part("Alt text"))
    workroom.write_in_hungarian({"Title": "A lugas alatt", "Alt text": "Szőlőlugas egy ajtó fölött."})
    workroom.save()


def chooses_the_portrait(workroom):
    workroom.go("/admin/pages/")
    workroom.edit(TELLER)
    choose_item(workroom, workroom.part("Participant"), "Under the vine")
    workroom.publish()


def makes_a_story(workroom, number: int, title: str):
    # From the list to which publishing leads: of galleries at first, then of the gallery's stories.
    add = f"Add a child page to '{TELLER}'" if number == 1 else "Add child page"
    workroom.main.get_by_role("link", name=add, exact=True).first.click()
    workroom.write({"Title": title}, workroom.part("Title"))
    workroom.write({"Number": str(number)}, workroom.part("Number"))
    workroom.write({"Summary": f"What was told of it, {number}."}, workroom.part("Summary"))
    workroom.write_in_hungarian({"Title": IN_HUNGARIAN[title]})
    for name in MEDIA[title]:
        choose_item(workroom, workroom.add("Photographs, video, voice", "Media"), name)
    analysis = workroom.part("Analysis")
    analysis.get_by_label("Eras").select_option(["The seventies"])
    analysis.get_by_label("Keywords").select_option(["home", "window"])
    analysis.get_by_label("Analysis points").select_option(["Threshold", "Silence"])
    workroom.publish()


def begins_transcript(workroom, language: str, words: str):
    workroom.go("/admin/snippets/archive/transcript/add/")
    story = workroom.part("Story")
    workroom.choose(story.get_by_role("button", name="Choose a page"), VINE, below=TELLER)
    workroom.write({"Language": language}, workroom.part("Language"))
    workroom.write({"Words": words}, workroom.part("Words"))


def transcribes(workroom):
    begins_transcript(workroom, "en", BROKEN)
    workroom.send()
    words = workroom.part("Words").get_by_role("textbox")
    expect(workroom.part("Words")).to_contain_text("Line 6")
    expect(words).to_have_value(BROKEN)
    expect(workroom.part("Story")).to_contain_text(VINE)
    expect(workroom.part("Language").get_by_role("textbox")).to_have_value("en")
    words.fill(ENGLISH)
    workroom.save()

    begins_transcript(workroom, "hu", HUNGARIAN)
    workroom.save()


def orders_a_theme(workroom):
    workroom.go("/admin/snippets/archive/theme/add/")
    workroom.write({"Title": THEME}, workroom.part("Title"))
    workroom.write_in_hungarian({"Title": "Az ajtó fölött"})
    workroom.part("Reach").get_by_role("combobox").select_option("intraconnection (within one participant)")
    for title in (PLUMS, NOBODY, VINE):
        row = workroom.add("Stories, in their order", "Story")
        workroom.choose(row.get_by_role("button", name="Choose a page"), title, below=TELLER)
    for _ in range(2):
        vine = workroom.part("Stories, in their order").get_by_role("region").filter(has_text=VINE)
        vine.get_by_role("button", name="Move up").click()
    workroom.save()


def orders_a_chain(workroom):
    workroom.go("/admin/snippets/archive/chain/add/")
    workroom.write({"Title": CHAIN}, workroom.part("Title"))
    workroom.part("Reach").get_by_role("combobox").select_option("interconnection (across participants)")
    for title in (THEME, "What a table holds"):
        row = workroom.add("Themes, in their order", "Theme")
        workroom.choose(row.get_by_role("button", name="Choose theme"), title)
    workroom.save()


def connects(workroom):
    workroom.go("/admin/snippets/archive/connection/add/")
    for part, title, teller in (("From story", VINE, TELLER), ("To story", "Apricots, 1974", "Miklós K.")):
        button = workroom.part(part).get_by_role("button", name="Choose a page")
        workroom.choose(button, title, below=teller)
    workroom.choose(workroom.part("Type").get_by_role("button", name="Choose"), "same thing")
    workroom.write({"Description": "What grew outside was eaten outside."}, workroom.part("Description"))
    reach = workroom.part("Reach")
    reach.get_by_role("combobox").select_option("intraconnection (within one participant)")
    workroom.send()
    expect(reach).to_contain_text(
        "An intraconnection stays within one participant, but these stories are of two; "
        "choose “interconnection”, or another story."
    )
    reach.get_by_role("combobox").select_option("interconnection (across participants)")
    workroom.save()


def takes_steps(window, *steps: tuple[str, str]):
    """Each step of the gallery's moderation, and where it stands after it."""
    window.go("/admin/moderation/")
    window.page.get_by_role("link", name="TT", exact=True).click()
    for step, state in steps:
        window.page.get_by_role("button", name=step, exact=True).click()
        expect(window.page.locator(".study-road .here")).to_have_text(state)


def finds_the_gallery(page):
    page.get_by_role("region", name="Participants").get_by_role("link", name=TELLER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TELLER)
    expect(page.get_by_role("img", name="A vine that hangs over a door.")).to_have_js_property(
        "complete", True
    )
    stories = page.get_by_role("region", name="Stories", exact=True).get_by_role("heading", level=3)
    expect(stories).to_have_text([VINE, PLUMS, NOBODY])


def reads_and_hears_a_story(page):
    page.get_by_role("region", name="Stories", exact=True).get_by_role("link", name=VINE).click()
    photograph = page.locator(".photographs img")
    until(lambda: photograph.evaluate("image => image.naturalWidth") == 800)
    page.get_by_role("tab", name="Side by side").click()
    rows = page.get_by_role("tabpanel").locator(".cue")
    expect(rows.nth(0).locator("[lang=hu]")).to_contain_text("A szőlőlugas az ajtó fölött volt")
    expect(rows.nth(0).locator("[lang=en]")).to_contain_text("The vine hung over the door")
    rows.nth(1).get_by_role("button", name="Play from 0:04").click()
    until(lambda: page.locator("audio").evaluate("voice => voice.currentTime") > 4.2)
    page.locator("audio").evaluate("voice => voice.pause()")


def follows_what_joins_it(page):
    about = page.get_by_role("complementary", name="About this story")
    expect(about.get_by_role("listitem").filter(has_text="Apricots, 1974")).to_contain_text("same thing")
    expect(about.get_by_role("link", name=CHAIN)).to_be_visible()
    about.get_by_role("link", name=THEME).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(THEME)
    expect(page.get_by_role("main").get_by_role("heading", level=3)).to_have_text([VINE, PLUMS, NOBODY])
    page.get_by_role("link", name=CHAIN).click()
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_text(
        [THEME, "What a table holds"]
    )


def finds_a_word_without_its_accents(page):
    page.get_by_role("navigation", name="Exhibition").get_by_role("link", name="Search").click()
    page.locator("#q").fill("szololugas")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Play from 0:00").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(VINE)
    expect(page.get_by_role("tabpanel").locator("mark").first).to_have_text("szőlőlugas")


def test_an_editor_makes_a_participant_and_a_viewer_walks_it(visit, files):
    editor = visit("editor")
    workroom = Workroom(editor)

    makes_the_gallery(workroom)
    records_the_consent(workroom)
    uploads(workroom, files)
    describes(workroom, "Under the vine")
    chooses_the_portrait(workroom)
    for number, title in enumerate(MEDIA, start=1):
        makes_a_story(workroom, number, title)
    transcribes(workroom)
    orders_a_theme(workroom)
    orders_a_chain(workroom)
    connects(workroom)
    workroom.forgive_unfinished_drafts()

    viewer = visit("viewer")
    viewer.go("/exhibition/")
    expect(viewer.page.get_by_role("main")).not_to_contain_text(TELLER)
    takes_steps(editor, ("Submit for review", "Submitted"))
    takes_steps(visit("archivist"), ("Approve", "Approved"), ("Exhibit", "Exhibited"))
    viewer.go("/exhibition/")
    finds_the_gallery(viewer.page)
    reads_and_hears_a_story(viewer.page)
    follows_what_joins_it(viewer.page)
    finds_a_word_without_its_accents(viewer.page)
