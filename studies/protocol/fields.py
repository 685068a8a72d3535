"""A protocol in a model and in a form: the text as it was written, in an editor that names the lines."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string

from studies.protocol.checking import check


class CodeEditor(forms.Textarea):
    """A field for code, with the numbers of its lines beside it."""

    class Media:
        css = {"all": ["studies/code-editor.css"]}
        js = ["studies/code-editor.js"]

    def __init__(self, language: str):
        super().__init__({"spellcheck": "false", "autocapitalize": "off", "wrap": "off", "rows": 18})
        self.language = language

    def render(self, name, value, attrs=None, renderer=None):
        field = super().render(name, value, attrs, renderer)
        return render_to_string("studies/code_editor.html", {"field": field, "language": self.language})


class ProtocolField(models.TextField):
    """A protocol's text; PostgreSQL's own JSON would lose its order and layout."""

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        problems = check(value)
        if problems:
            raise ValidationError([str(problem) for problem in problems])

    def tree(self, text: str):
        """What the text says, to compare; a text that is no JSON says itself."""
        try:
            return json.loads(text) if text.strip() else {}
        except ValueError:
            return text
