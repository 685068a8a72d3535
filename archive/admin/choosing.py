"""What can be chosen in the editors' forms: only what they may know of, and in a fixed number of queries."""

from django.forms import ModelChoiceField
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.snippets.widgets import AdminSnippetChooser

from archive.admin.known import archive, known
from archive.admin.placements import may_see_media


class MediaItemChooser(AdminSnippetChooser):
    """Chooses a media item; a form with many of them fetches `items` for all at once."""

    model = "archive.MediaItem"
    items = None

    def __init__(self, **kwargs):
        self.model = archive("mediaitem")
        super().__init__(**kwargs)

    def get_instance(self, value):
        if self.items is not None and isinstance(value, int):
            return self.items.get(value)
        return super().get_instance(value)


class KnownChoices:
    """Of a form and its formsets: nothing can be chosen that its user may not know of."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        forms = [self, *(form for formset in self.formsets.values() for form in formset.forms)]
        if self.for_user is not None:
            for form in forms:
                self._offer_what_is_known(form)
        self._fetch_items_at_once(forms)

    def _offer_what_is_known(self, form):
        for field in form.fields.values():
            if isinstance(field, ModelChoiceField):
                field.queryset = known(field.queryset.model, self.for_user)

    def _fetch_items_at_once(self, forms):
        fields = [
            (form[name].value(), field)
            for form in forms
            for name, field in form.fields.items()
            if isinstance(field.widget, MediaItemChooser)
        ]
        chosen = {int(value) for value, _ in fields if str(value).isdecimal()}
        items = archive("mediaitem").objects.select_related("gallery").in_bulk(chosen) if chosen else {}
        for _, field in fields:
            field.widget.items = items


class KnownForm(KnownChoices, WagtailAdminModelForm):
    """The form of a snippet."""


class KnownPageForm(KnownChoices, WagtailAdminPageForm):
    """The form of a gallery or story; who may not see media neither sees nor changes which are placed."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.for_user is not None and not may_see_media(self.for_user):
            self.formsets.pop("placements", None)
