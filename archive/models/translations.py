"""The words of a model's text fields in other languages, kept beside them in one field."""

from django.core.exceptions import ValidationError
from django.db import models

from archive.admin.translations import TranslationsFormField


class TranslationsField(models.JSONField):
    """`{"hu": {"title": "…"}}` for the text fields named in `of`; what is blank is left out.

    It is content: it goes into revisions and copies with what it translates.
    """

    def __init__(self, *, of: tuple[str, ...], **options):
        self.of = tuple(of)
        super().__init__(**{"default": dict, "blank": True} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def formfield(self, **options):
        translated = [self.model._meta.get_field(name) for name in self.of]
        return models.Field.formfield(
            self, form_class=TranslationsFormField, **{"translated": translated} | options
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        shaped = isinstance(value, dict) and all(
            isinstance(words, dict) and set(words) <= set(self.of) and all(map(is_text, words.values()))
            for words in value.values()
        )
        if not shaped:
            raise ValidationError("Translations are kept as {language: {field: text}}.")


def is_text(value) -> bool:
    return isinstance(value, str) and bool(value)
