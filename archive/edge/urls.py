"""The edge's addresses; what a configured service answers, the edge does not."""

from django.conf import settings
from django.urls import path

from archive.edge import views

app_name = "edge"
urlpatterns = []
if not settings.CLOUDFRONT:
    urlpatterns.append(path("media/<path:key>", views.media, name="media"))
if not settings.CLOUDINARY:
    urlpatterns.append(path("image/authenticated/<path:rest>", views.thumbnail, name="thumbnail"))
