"""The landing page and the editors' static pages."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr", "blockquote"]


class HomePage(Page):
    """The front door: what this is and where to sign in."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1

    tagline = models.CharField(max_length=200, blank=True)
    introduction = RichTextField(blank=True, features=TEXT_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("tagline"), FieldPanel("introduction")]

    template = "home/home_page.html"


class StandardPage(Page):
    """A page of text, such as About or Contact."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]

    body = RichTextField(blank=True, features=TEXT_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("body")]

    template = "home/standard_page.html"
