"""The media of a story in its form: for those who may see media items; others neither see nor change them."""

from wagtail.admin.panels import InlinePanel


def may_see_media(user) -> bool:
    return user.has_perm("archive.view_mediaitem")


class PlacementsPanel(InlinePanel):
    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **options):
            form = options["form"]
            self.is_open = may_see_media(options["request"].user)
            # The form keeps no formset for those who may not see it (archive.admin.choosing).
            super().__init__(**options | {"form": form if self.is_open else None})

        def is_shown(self):
            return self.is_open and super().is_shown()

        def get_comparison(self):
            return super().get_comparison() if self.is_open else []
