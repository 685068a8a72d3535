"""What is told of a participant to somebody who was granted single stories: the name and the code, no
more.
"""

#: The name that is shown, in each language.
TOLD = ("title", "pseudonym")


def veil(gallery) -> None:
    """Takes out of a gallery in memory, which nobody saves, what only those see who may see all of it."""
    gallery.profile = gallery.gender = ""
    gallery.participation_group = gallery.portrait = None
    gallery.translations = {
        language: {field: text for field, text in said.items() if field in TOLD}
        for language, said in gallery.translations.items()
    }
