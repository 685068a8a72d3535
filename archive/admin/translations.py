"""The words of other languages in a form: for each language, an input for each text field."""

from dataclasses import dataclass

from django import forms
from django.db import models
from django.template.loader import render_to_string

from archive.languages import language_name, other_languages


@dataclass(frozen=True)
class Place:
    """Where the words of one field in one language are written."""

    language: str
    field: models.Field

    def name(self, name: str) -> str:
        return f"{name}-{self.language}-{self.field.name}"


class TranslationsInput(forms.Widget):
    template_name = "archive/admin/_translations.html"

    class Media:
        css = {"all": ["archive/admin/translations.css"]}

    def __init__(self, translated=(), attrs=None):
        super().__init__(attrs)
        self.places = [Place(language, field) for language in other_languages() for field in translated]

    def render(self, name, value, attrs=None, renderer=None):
        languages = {}
        for place in self.places:
            languages.setdefault(language_name(place.language), []).append(
                {
                    "name": place.name(name),
                    "id": f"id_{place.name(name)}",
                    "label": place.field.verbose_name,
                    "language": place.language,
                    "text": (value or {}).get(place.language, {}).get(place.field.name, ""),
                    "is_long": isinstance(place.field, models.TextField),
                    "longest": place.field.max_length,
                }
            )
        return render_to_string(self.template_name, {"languages": languages, "id": (attrs or {}).get("id")})

    def id_for_label(self, id_):
        return ""

    def value_from_datadict(self, data, files, name):
        kept = {}
        for place in self.places:
            # A browser sends line ends as \r\n.
            if text := data.get(place.name(name), "").replace("\r\n", "\n").strip():
                kept.setdefault(place.language, {})[place.field.name] = text
        return kept

    def value_omitted_from_data(self, data, files, name):
        return not any(place.name(name) in data for place in self.places)


class TranslationsFormField(forms.Field):
    def __init__(self, *, translated, **options):
        self.translated = {field.name: field for field in translated}
        # Of the model's field comes a label that says what it is to us, not to an editor.
        own = {"label": "In other languages", "widget": TranslationsInput(translated), "required": False}
        super().__init__(**options | own)

    def has_changed(self, initial, data):
        return (initial or {}) != (data or {})

    def validate(self, value):
        super().validate(value)
        for language, words in value.items():
            for name, text in words.items():
                longest = self.translated[name].max_length
                if longest and len(text) > longest:
                    raise forms.ValidationError(
                        f"{self.translated[name].verbose_name.capitalize()} in {language_name(language)} has "
                        f"{len(text)} characters; shorten it to {longest}."
                    )
