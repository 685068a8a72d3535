"""The application's registration."""

from django.apps import AppConfig


class BuildsConfig(AppConfig):
    name = "builds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from builds import receivers, workers  # noqa: F401
