"""The exhibition's addresses beside its pages; those below an exhibition are in archive.rooms."""

from django.urls import path

from archive.views.captions import captions
from archive.views.language import choose_language
from archive.views.links import link

app_name = "archive"
urlpatterns = [
    path("captions/<uuid:uuid>.vtt", captions, name="captions"),
    path("language/", choose_language, name="language"),
    path("link/<uuid:uuid>/", link, name="link"),
]
