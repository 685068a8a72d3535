"""A colour in a form: the browser's own input, and in words how well it is seen on the exhibition's paper."""

from django import forms
from django.template.loader import render_to_string

#: The exhibition's paper by day and by night (static/home/site.css).
PAPERS = {"white paper": "#ffffff", "dark paper": "#161310"}
#: From which contrast (WCAG 2.2, 1.4.3 and 1.4.11) what can be read.
WORDS = {
    4.5: "enough for text",
    3: "enough for large letters and shapes, not for text",
    1: "too little to be seen",
}


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #8a5a44."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Between 1 (the same) and 21 (black and white)."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def in_words(colour: str, paper: str) -> str:
    ratio = contrast(colour, paper)
    return f"{ratio:.1f} to 1, {next(words for least, words in WORDS.items() if ratio >= least)}"


class ColourInput(forms.TextInput):
    input_type = "color"

    class Media:
        js = ["archive/admin/colour.js"]

    def render(self, name, value, attrs=None, renderer=None):
        try:
            told = {paper: (code, in_words(value, code)) for paper, code in PAPERS.items()}
        except (TypeError, ValueError):
            told = {paper: (code, "") for paper, code in PAPERS.items()}
        context = {"input": super().render(name, value, attrs, renderer), "papers": told, "words": WORDS}
        return render_to_string("archive/admin/_colour.html", context)
