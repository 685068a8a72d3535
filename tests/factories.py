"""Test data: one factory for each thing, with only what the thing can't do without."""

from datetime import date

import factory
import wagtail_factories
from django.contrib.auth.models import Permission
from guardian.shortcuts import assign_perm

from archive.models import (
    Consent,
    Cue,
    ExhibitionPage,
    GalleryLifecycle,
    GalleryPage,
    MediaItem,
    StoryMedia,
    StoryPage,
    Transcript,
)
from home.models import HomePage, StandardPage, User
from studies import actions
from studies.models import Lab, StudyIndexPage, StudyPage


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda person: f"{person.username}@vitrine.example")

    @factory.post_generation
    def permissions(self, create, names, **kwargs):
        """Global permissions, such as `studies.approve_study`."""
        for name in names or ():
            app_label, codename = name.split(".")
            self.user_permissions.add(
                Permission.objects.get(content_type__app_label=app_label, codename=codename)
            )


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = "About"
    show_in_menus = True


class ExhibitionPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ExhibitionPage

    title = factory.Sequence(lambda n: f"Exhibition {n}")
    parent = factory.LazyFunction(lambda: HomePage.objects.get())


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    version = factory.Sequence(lambda n: n % 9999 + 1)
    for_exhibition = True
    is_named = True
    given_on = date(2018, 5, 14)
    form_version = "1"
    form_language = "hu"


class GalleryPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = GalleryPage
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: chr(65 + n // 26 % 26) + chr(65 + n % 26))
    title = factory.LazyAttribute(lambda gallery: f"Gallery {gallery.code}")
    slug = factory.LazyAttribute(lambda gallery: gallery.code.lower())
    parent = factory.SubFactory(ExhibitionPageFactory)

    @factory.post_generation
    def consent(self, create, given, **fields):
        """The participant's consent to the exhibition; `consent=False` for none, `consent__ends_on=…`
        for another.
        """
        if given is not False:
            ConsentFactory(gallery=self, **fields)

    @factory.post_generation
    def state(self, create, state, **kwargs):
        """Where it stands: exhibited, unless another state is asked for."""
        GalleryLifecycle.objects.create(gallery=self, state=state or "exhibited")


class StoryPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StoryPage

    number = factory.Sequence(lambda n: n % 999 + 1)
    title = factory.LazyAttribute(lambda story: f"Story {story.number}")
    parent = factory.SubFactory(GalleryPageFactory)


class MediaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MediaItem

    gallery = factory.SubFactory(GalleryPageFactory)
    kind = "photo"
    number = factory.Sequence(lambda n: n % 999 + 1)
    title = factory.LazyAttribute(lambda item: f"Photograph {item.number}")
    is_missing = False
    width = 1200
    height = 800


class StoryMediaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoryMedia


class TranscriptFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Transcript

    language = "en"


class CueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cue

    start = factory.Sequence(lambda n: n * 1000)
    end = factory.LazyAttribute(lambda cue: cue.start + 900)
    text = "It was in the drawer."


class LabFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lab
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Lab {n}")
    slug = factory.Sequence(lambda n: f"lab-{n}")
    contact_email = "lab@vitrine.example"
    approved_to_test = True

    @factory.post_generation
    def prepared(self, create, extracted, **kwargs):
        actions.prepare_lab(self)


class StudyPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StudyPage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Study {n}")
    parent = factory.LazyFunction(lambda: StudyIndexPage.objects.get())
    lab = factory.SubFactory(LabFactory)
    live = False
    preview_summary = "A short summary."
    description = "<p>What participants do.</p>"
    purpose = "What it is for."
    duration = "5 minutes"
    contact = "The lab"
    repository = "https://github.com/vitrine-demo/picture-memory"

    @factory.post_generation
    def by(self, create, creator, **kwargs):
        """Who made the study, and so is its admin."""
        actions.prepare_study(self, by=creator)


def grant(user, page, **dates):
    """Grants the user the view of an exhibition, gallery or story."""
    row = assign_perm(f"view_{page._meta.model_name}", user, page)
    for name, value in dates.items():
        setattr(row, name, value)
    row.save()
    return row
