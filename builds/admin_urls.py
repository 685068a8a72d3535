"""The addresses of the builds in Wagtail's admin."""

from django.urls import path

from builds import video_views, views

app_name = "builds_admin"
urlpatterns = [
    path("", views.index, name="index"),
    path("status/", views.status, name="status"),
    path("start/", views.start, name="start"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/log/", views.log, name="log"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/roll-back/", views.roll_back, name="roll_back"),
    path("videos/<int:study_pk>/", video_views.videos, name="videos"),
    path("videos/<int:study_pk>/zip/", video_views.request_zip, name="request_zip"),
]
