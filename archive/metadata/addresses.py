"""Absolute addresses, which stay what they are wherever a document is taken."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse


def absolute(address: str) -> str:
    """An address of this site, or of another, with its host."""
    return urljoin(settings.BASE_URL, address)


def page(page) -> str:
    return absolute(page.get_url_parts()[-1])


def named(name: str, *args) -> str:
    return absolute(reverse(name, args=args))
