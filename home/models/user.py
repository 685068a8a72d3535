"""The people who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    email = models.EmailField("email address", unique=True)
    #: When the second step of signing in was set up or switched off last: older sessions end with that.
    two_step_changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    REQUIRED_FIELDS = ["email"]

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def _get_session_auth_hash(self, secret=None):
        """Django's own, of the password, and of the second step as far as there was one."""
        of_password = super()._get_session_auth_hash(secret)
        if self.two_step_changed_at is None:
            return of_password
        value = f"{of_password}{self.two_step_changed_at.isoformat()}"
        return salted_hmac("home.User.two_step", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.get_username()
