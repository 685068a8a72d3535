"""The addresses of studies in Wagtail's admin."""

from django.urls import path

from studies import views

app_name = "studies"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.desk, name="desk"),
    path("<int:pk>/move/", views.move, name="move"),
]
