import pytest
from django.core.management import CommandError, call_command

from home import demo
from home.models import User
from tests.factories import GalleryPageFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_demo_fills_only_an_empty_site_or_its_own():
    assert demo.may_load(is_empty=True)
    assert not demo.may_load(is_empty=False)

    demo.load("exhibit-12345")

    assert demo.may_load(is_empty=False)


def test_the_demo_touches_no_site_with_people_of_its_own():
    archivist = UserFactory(username="archivist")
    archivist.set_password("their own password")
    archivist.save()

    with pytest.raises(CommandError, match="This site has people or galleries of its own"):
        call_command("demo")

    assert User.objects.get().check_password("their own password")


def test_the_demo_touches_no_site_with_galleries_of_its_own():
    GalleryPageFactory(code="BE")

    with pytest.raises(CommandError, match="This site has people or galleries of its own"):
        call_command("demo")
