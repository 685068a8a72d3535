"""The exhibition's addresses beside its pages."""

from django.urls import path

from archive import views

app_name = "archive"
urlpatterns = [
    path("captions/<uuid:uuid>.vtt", views.captions, name="captions"),
]
