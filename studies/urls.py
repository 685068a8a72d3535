"""The public addresses of studies: for programs, which ask about studies and move them, and for pictures."""

from django.urls import path

from studies import api, oai, picture

app_name = "studies_public"
urlpatterns = [
    path("oai/", oai.oai, name="oai"),
    path("api/studies/<uuid:uuid>/transitions/", api.transitions, name="transitions"),
    path("study-picture/<uuid:uuid>/", picture.picture, name="picture"),
]
