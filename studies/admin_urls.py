"""The addresses of studies in Wagtail's admin."""

from django.urls import path

from studies import lab_views, views

app_name = "studies"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.desk, name="desk"),
    path("<int:pk>/changes/", views.changes, name="changes"),
    path("<int:pk>/people/", lab_views.study_people, name="people"),
    path("<int:pk>/role/", lab_views.study_role, name="role"),
    path("labs/", lab_views.labs, name="labs"),
    path("labs/new/", lab_views.new_lab, name="lab_new"),
    path("labs/<int:pk>/", lab_views.lab, name="lab"),
    path("labs/<int:pk>/edit/", lab_views.edit_lab, name="lab_edit"),
    path("labs/<int:pk>/join/", lab_views.join_lab, name="lab_join"),
    path("labs/<int:pk>/role/", lab_views.lab_role, name="lab_role"),
    path("labs/<int:pk>/approve/", lab_views.approve_lab, name="lab_approve"),
    path("labs/requests/<int:pk>/", lab_views.answer_request, name="lab_answer"),
    path("<int:pk>/clone/", views.clone, name="clone"),
    path("<int:pk>/who/", views.bench, name="bench"),
    path("move/", views.move_many, name="move_many"),
    path("<int:pk>/step/<slug:trigger>/", views.step, name="step"),
    path("<int:pk>/move/", views.move, name="move"),
]
