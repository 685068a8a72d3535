import pytest
from django.db import IntegrityError

from home.models import User
from tests.factories import UserFactory


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"first_name": "Vera", "last_name": "Viewer"}, "Vera Viewer"),
        ({"first_name": "Vera"}, "Vera"),
        ({}, "vv"),
    ],
)
def test_display_name_is_the_full_name_or_else_the_user_name(names, shown):
    assert User(username="vv", **names).display_name == shown


@pytest.mark.django_db
def test_an_address_belongs_to_one_user():
    UserFactory(email="one@vitrine.example")

    with pytest.raises(IntegrityError):
        UserFactory(email="one@vitrine.example")
