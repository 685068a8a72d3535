"""The public addresses of builds: the pages around experiments, and the bundles themselves."""

from django.urls import path

from builds import serving, video_views, visiting

app_name = "builds"
urlpatterns = [
    path("run/<str:token>/<path:name>", serving.run, name="run"),
    path("builds/<int:pk>/preview/", visiting.preview, name="preview"),
    path("video-zips/<uuid:uuid>/", video_views.fetch_zip, name="video_zip"),
    path("take-part/<uuid:study_uuid>/", visiting.take_part, name="take_part"),
]
