"""The pages of the studies' section."""

import uuid

from django.contrib.auth.models import Group
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from studies.forms import StudyCopyForm, StudyPageForm
from studies.models.lab import Lab, LabGroupObjectPermission, LabUserObjectPermission
from studies.models.lifecycle import PUBLIC_STATES, State
from studies.permissions import STUDY_ROLES, StudyPermission
from studies.tester import StudyPagePermissionTester

TEXT_FEATURES = ["h3", "bold", "italic", "link", "ol", "ul"]


class StudyIndexPage(Page):
    """The public list of studies that take participants now."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["studies.StudyPage"]
    max_count = 1

    introduction = RichTextField(blank=True, features=TEXT_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    template = "studies/study_index_page.html"

    def get_context(self, request, *args, **kwargs):
        studies = StudyPage.objects.child_of(self).public().filter(discoverable=True)
        return super().get_context(request, *args, **kwargs) | {
            "studies": studies.select_related("lab").order_by("title")
        }


class StudyQuerySet(PageQuerySet):
    def public(self):
        """Live, in a public state, and showing the revision that was approved."""
        return self.live().filter(
            lifecycle__state__in=PUBLIC_STATES, lifecycle__approved_revision=F("live_revision")
        )

    def readable_by(self, user):
        """The studies whose details the user may read: all for reviewers, else by study or by lab."""
        if not user.is_active or user.is_anonymous:
            return self.none()
        if user.has_perm(StudyPermission.READ) or user.has_perm(StudyPermission.APPROVE):
            return self
        on_study = {"permission__codename": StudyPermission.READ.codename}
        on_lab = {"permission__codename": StudyPermission.READ.lab_codename}
        mine, ours = {"user": user}, {"group__user": user}
        return self.filter(
            Q(pk__in=StudyUserObjectPermission.objects.filter(**on_study, **mine).values("content_object"))
            | Q(pk__in=StudyGroupObjectPermission.objects.filter(**on_study, **ours).values("content_object"))
            | Q(lab__in=LabUserObjectPermission.objects.filter(**on_lab, **mine).values("content_object"))
            | Q(lab__in=LabGroupObjectPermission.objects.filter(**on_lab, **ours).values("content_object"))
        )


class StudyPage(Page):
    """One study. Its state is not page content: see StudyLifecycle."""

    parent_page_types = ["studies.StudyIndexPage"]
    subpage_types = []
    exclude_fields_in_copy = ["uuid"]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lab = models.ForeignKey(Lab, null=True, on_delete=models.PROTECT, related_name="studies")
    preview_summary = models.CharField(
        max_length=300, help_text="One or two sentences for the list of studies."
    )
    description = RichTextField(features=TEXT_FEATURES, help_text="What participants do.")
    purpose = models.TextField(help_text="What the study is for, in words for participants.")
    duration = models.CharField(max_length=100, help_text="For example: about 5 minutes.")
    compensation = models.TextField(blank=True)
    eligibility = models.TextField(blank=True, help_text="Who can take part, in words for participants.")
    contact = models.CharField(max_length=200, help_text="Whom participants can ask.")
    discoverable = models.BooleanField(
        default=True, help_text="Show the study in the public list while it is active."
    )
    repository = models.CharField(
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^https://github\.com/[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
                "Enter a repository's address, such as https://github.com/owner/name.",
            )
        ],
        help_text="Where the experiment's source is: https://github.com/owner/name.",
    )
    sha = models.CharField(
        "commit",
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9a-f]{40}$", "Enter the whole SHA of a commit: 40 characters 0–9, a–f.")
        ],
        help_text="The commit to build; without one, the newest of the default branch.",
    )

    objects = PageManager.from_queryset(StudyQuerySet)()
    base_form_class = StudyPageForm
    copy_form_class = StudyCopyForm

    content_panels = [
        *Page.content_panels,
        FieldPanel("lab"),
        FieldPanel("preview_summary"),
        FieldPanel("description"),
        FieldPanel("purpose"),
        MultiFieldPanel(
            [
                FieldPanel("duration"),
                FieldPanel("compensation"),
                FieldPanel("eligibility"),
                FieldPanel("contact"),
            ],
            heading="For participants",
        ),
        MultiFieldPanel([FieldPanel("repository"), FieldPanel("sha")], heading="Experiment"),
        FieldPanel("discoverable"),
    ]
    # Without Wagtail's schedule: when a study is open is its workflow's matter.
    settings_panels = []
    search_fields = [*Page.search_fields, index.SearchField("preview_summary"), index.FilterField("lab")]

    template = "studies/study_page.html"

    class Meta:
        permissions = [
            ("read_study_details", "Can read this study"),
            ("write_study_details", "Can edit and build this study"),
            ("change_study_status", "Can change the status of this study"),
            ("manage_study_researchers", "Can manage the researchers of this study"),
            ("approve_study", "Can approve and reject studies"),
        ]

    @property
    def state(self) -> State:
        """Where the study stands in its workflow; a study without a lifecycle is only just created."""
        lifecycle = getattr(self, "lifecycle", None)
        return State(lifecycle.state) if lifecycle else State.CREATED

    @property
    def status(self) -> str:
        """The state, or `previewing` or `deploying` while a build of that kind is active."""
        building = self.builds.active().first()
        return building.status_word if building else self.state

    def is_public(self) -> bool:
        return type(self).objects.public().filter(pk=self.pk).exists()

    def permissions_for_user(self, user):
        return StudyPagePermissionTester(user, self)


class StudyUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey(StudyPage, on_delete=models.CASCADE)


class StudyGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey(StudyPage, on_delete=models.CASCADE)


class StudyRole(models.Model):
    """The group of the people who have one role on one study."""

    study = models.ForeignKey(StudyPage, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role, role) for role in STUDY_ROLES])
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="study_role")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "role"], name="one_group_per_study_role")]

    def __str__(self):
        return f"{self.study}: {self.role}"
