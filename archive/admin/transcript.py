"""Transcripts, written as WebVTT, in the editors' workroom."""

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import EditView

from archive import webvtt
from archive.admin.choosing import KnownForm
from archive.admin.filters import TranscriptFilterSet
from archive.admin.known import only_known
from archive.admin.viewset import ArchiveViewSet
from archive.models import Cue, Transcript


class TranscriptForm(KnownForm):
    words = forms.CharField(
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        initial="WEBVTT\n\n",
        help_text="WebVTT: the first line is WEBVTT; after an empty line come the times, such as "
        "00:01.000 --> 00:02.500, and below them <v Name> and what is said.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["words"] = webvtt.write(self.instance.cues.all())

    def clean_words(self):
        try:
            self.cues = webvtt.read(self.cleaned_data["words"])
        except webvtt.WebVTTError as error:
            raise forms.ValidationError(str(error))
        return self.cleaned_data["words"]

    def save(self, commit=True):
        with transaction.atomic():
            transcript = super().save(commit)
            if commit:
                transcript.cues.all().delete()
                Cue.objects.bulk_create(
                    Cue(
                        transcript=transcript,
                        start=cue.start,
                        end=cue.end,
                        speaker=cue.speaker,
                        text=cue.text,
                    )
                    for cue in self.cues
                )
        return transcript


class EditTranscript(EditView):
    @cached_property
    def header_more_buttons(self):
        address = reverse(self.model.snippet_viewset.get_url_name("download"), args=[self.object.pk])
        return [*super().header_more_buttons, Button("Download as .vtt", address, icon_name="download")]


@require_safe
def download(request, pk):
    """The transcript as a file; whoever comes here may know of it."""
    transcript = get_object_or_404(Transcript.objects.select_related("story"), pk=pk)
    answer = HttpResponse(webvtt.write(transcript.cues.all()), content_type="text/vtt; charset=utf-8")
    name = f"{transcript.story.slug}-{transcript.language}.vtt"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


class TranscriptViewSet(ArchiveViewSet):
    model = Transcript
    icon = "doc-full"
    follows = ["story"]
    list_display = ["story", "language", "date"]
    search_fields = ["story__title", "language", "cues__text", "cues__speaker"]
    filterset_class = TranscriptFilterSet
    list_export = ["story", "language", "date"]
    edit_form_class = TranscriptForm
    edit_view_class = EditTranscript
    panels = [FieldPanel("story"), FieldPanel("language"), FieldPanel("date"), FieldPanel("words")]

    def get_urlpatterns(self):
        own = path("download/<int:pk>.vtt", only_known(self.model, download), name="download")
        return [*super().get_urlpatterns(), own]

    def get_queryset(self, request):
        """Each once, in however many of its lines the words are found."""
        return super().get_queryset(request).distinct()
