"""The addresses of studies in Wagtail's admin."""

from django.urls import path

from studies import views

app_name = "studies"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.desk, name="desk"),
    path("<int:pk>/changes/", views.changes, name="changes"),
    path("move/", views.move_many, name="move_many"),
    path("<int:pk>/step/<slug:trigger>/", views.step, name="step"),
    path("<int:pk>/move/", views.move, name="move"),
]
