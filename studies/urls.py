"""The addresses at which programs ask about studies and move them."""

from django.urls import path

from studies import api

app_name = "studies_api"
urlpatterns = [path("studies/<uuid:uuid>/transitions/", api.transitions, name="transitions")]
