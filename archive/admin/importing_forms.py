"""The forms of descriptions from a spreadsheet: a file, the same once more, and what is downloaded."""

import base64
import zlib

from django import forms

from archive.admin.known import known
from archive.importing.table import Unreadable
from archive.models import GalleryPage

#: Of a file, and of its text as it stands in the form that is sent again.
MOST_BYTES, MOST_PACKED = 8 * 2**20, 2_000_000
TOO_LARGE = "This file is too large to be looked at in one go. Split it, and take one part after another."


class KeywordsForm(forms.Form):
    make_keywords = forms.BooleanField(label="Make keywords that are missing", required=False)

    def __init__(self, rights, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not rights.may("add_keyword"):
            del self.fields["make_keywords"]

    @property
    def makes_keywords(self) -> bool:
        return self.cleaned_data.get("make_keywords", False)


class FileForm(KeywordsForm):
    file = forms.FileField(
        label="File",
        help_text="A CSV file in UTF-8, such as Excel’s “CSV UTF-8”.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": "Choose a file."},
    )
    field_order = ["file", "make_keywords"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class AgainForm(KeywordsForm):
    """The same file once more, after what it would change was seen."""

    text = forms.CharField(widget=forms.HiddenInput)

    def clean_text(self):
        try:
            return unpacked(self.cleaned_data["text"])
        except (ValueError, zlib.error) as error:
            raise forms.ValidationError("The file did not come through whole. Choose it again.") from error


def packed(text: str) -> str:
    """A text small enough for a field of a form."""
    small = base64.b64encode(zlib.compress(text.encode())).decode()
    if len(small) > MOST_PACKED:
        raise Unreadable(TOO_LARGE)
    return small


def unpacked(small: str) -> str:
    """Never more than a file may be, whatever was sent."""
    stream = zlib.decompressobj()
    content = stream.decompress(base64.b64decode(small, validate=True), MOST_BYTES + 1)
    if not stream.eof:
        raise ValueError("There is more of it, or it is cut off.")
    return content.decode()


class ExportForm(forms.Form):
    what = forms.ChoiceField(label="What", widget=forms.RadioSelect)
    gallery = forms.ModelChoiceField(
        GalleryPage.objects.none(),
        label="Participant",
        required=False,
        empty_label="All participants",
        to_field_name="code",
    )

    def __init__(self, rights, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {"media": rights.may_describe_media, "stories": rights.may_write_stories}
        self.fields["what"].choices = [(what, what.capitalize()) for what, may in choices.items() if may]
        self.fields["what"].initial = self.fields["what"].choices[0][0]
        galleries = known(GalleryPage, rights.user).filter(pk__in=rights.pages("change").values("pk"))
        self.fields["gallery"].queryset = galleries.order_by("path")
