"""The addresses of manifests, and of the descriptions that they lead to."""

from django.urls import path

from archive.iiif import views
from archive.metadata import views as metadata

app_name = "iiif"
urlpatterns = [
    path("story/<uuid:uuid>/manifest.json", views.story, name="story"),
    path("story/<uuid:uuid>/metadata.jsonld", metadata.story_json_ld, name="story-json-ld"),
    path("story/<uuid:uuid>/dc.xml", metadata.story_dublin_core, name="story-dublin-core"),
    path("gallery/<uuid:uuid>/manifest.json", views.gallery, name="gallery"),
    path("gallery/<uuid:uuid>/metadata.jsonld", metadata.gallery_json_ld, name="gallery-json-ld"),
    path("gallery/<uuid:uuid>/dc.xml", metadata.gallery_dublin_core, name="gallery-dublin-core"),
    path("exhibition/<str:slug>/collection.json", views.exhibition, name="exhibition"),
]
