"""The addresses that invited people come by, and by which one stops viewing as somebody else."""

from django.urls import path

from archive.views.viewing_as import leave
from archive.views.welcome import Welcome, forgotten

urlpatterns = [
    path("welcome/<uidb64>/<token>/", Welcome.as_view(), name="welcome"),
    path("forgotten/", forgotten, name="forgotten"),
    path("viewing-as/leave/", leave, name="stop-viewing-as"),
]
