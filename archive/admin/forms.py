"""The forms of what joins stories: the reach must be what the stories say."""

from django.core.exceptions import ValidationError

from archive.admin.choosing import KnownForm
from archive.models import StoryPage
from archive.models.taxonomy import Reach, participants


class ReachForm(KnownForm):
    """A form of ordered `places`, each with a `placed` thing; subclasses judge their reach."""

    placed = ""

    def clean(self):
        cleaned = super().clean()
        places = self.formsets["places"]
        if cleaned.get("reach") and places.is_valid():
            kept = [form.cleaned_data for form in places.forms if form not in places.deleted_forms]
            placed = [place[self.placed] for place in kept if self.placed in place]
            refusal = self.refusal(cleaned["reach"], placed)
            if refusal:
                self.add_error("reach", ValidationError(refusal))
        return cleaned


class ThemeForm(ReachForm):
    placed = "story"

    def refusal(self, reach, stories) -> str:
        joined = len(participants(stories))
        if reach == Reach.INTRA and joined > 1:
            return (
                "An intraconnection stays within one participant, but these stories are of "
                f"{joined}; choose “interconnection”, or leave only the stories of one."
            )
        if reach == Reach.INTER and joined == 1:
            return (
                "An interconnection joins participants, but these stories are all of one; "
                "choose “intraconnection”, or add a story of another participant."
            )
        return ""


class ChainForm(ReachForm):
    placed = "theme"

    def refusal(self, reach, themes) -> str:
        """Within one participant: somebody tells in each theme, whoever else does in some."""
        told_by = [participants(StoryPage.objects.filter(themes=theme)) for theme in themes]
        told_by = [tellers for tellers in told_by if tellers]
        if reach == Reach.INTRA and told_by and not set.intersection(*told_by):
            return (
                "An intraconnection stays within one participant, but nobody tells in all of these themes; "
                "choose “interconnection”, or leave only the themes in which the same participant tells."
            )
        if reach == Reach.INTER and told_by and len(set.union(*told_by)) == 1:
            return (
                "An interconnection joins participants, but these themes are all told by one; "
                "choose “intraconnection”, or add a theme in which another participant tells."
            )
        return ""
