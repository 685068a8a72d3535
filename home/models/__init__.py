"""The front door's models."""

from home.models.mail import Mail
from home.models.pages import HomePage, StandardPage
from home.models.user import User

__all__ = ["HomePage", "Mail", "StandardPage", "User"]
