"""The pages of the studies' section."""

import uuid
from urllib.parse import urlsplit

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from studies import eligibility
from studies.eligibility.verdict import days
from studies.finding import find
from studies.forms import StudyCopyForm, StudyPageForm
from studies.models.lab import Lab, LabGroupObjectPermission, LabUserObjectPermission
from studies.models.lifecycle import PUBLIC_STATES, State
from studies.permissions import STUDY_ROLES, StudyPermission
from studies.protocol import CodeEditor, ProtocolField, check_generator
from studies.tester import StudyPagePermissionTester

UNITS = ("years", "months", "days")
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
        return super().get_context(request, *args, **kwargs) | find(studies, request.GET)


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


class ExperimentType(models.TextChoices):
    FRAME_PLAYER = "frame_player", "frame player: frames and their sequence, as in Lookit"
    JSPSYCH = "jspsych", "jsPsych: a program of the repository's own"
    EXTERNAL = "external", "external: a link to somewhere else"


def age_field(unit: str, most: int):
    return models.PositiveSmallIntegerField(unit, null=True, blank=True, validators=[MaxValueValidator(most)])


def repository_field(help_text: str, **options):
    address = RegexValidator(
        r"^https://github\.com/[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        "Enter a repository's address, such as https://github.com/owner/name.",
    )
    return models.CharField(max_length=200, blank=True, validators=[address], help_text=help_text, **options)


def sha_field(verbose_name: str, help_text: str):
    whole = RegexValidator(r"^[0-9a-f]{40}$", "Enter the whole SHA of a commit: 40 characters 0–9, a–f.")
    return models.CharField(verbose_name, max_length=40, blank=True, validators=[whole], help_text=help_text)


class StudyPage(Page):
    """One study. Its state is not page content: see StudyLifecycle."""

    parent_page_types = ["studies.StudyIndexPage"]
    subpage_types = []
    #: A copy is a study of its own, of which other studies know nothing yet.
    exclude_fields_in_copy = ["uuid", "must_have_participated", "must_not_have_participated"]

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
    # The youngest and the oldest, which both still count; a year is 365 days, a month 30 (Lookit).
    min_age_years = age_field("years", 120)
    min_age_months = age_field("months", 11)
    min_age_days = age_field("days", 31)
    max_age_years = age_field("years", 120)
    max_age_months = age_field("months", 11)
    max_age_days = age_field("days", 31)
    criteria_expression = models.TextField(
        blank=True,
        help_text="Such as: (speaks_en OR speaks_hu) AND NOT deaf AND age_in_days >= 365",
    )
    must_have_participated = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", help_text="All of these."
    )
    must_not_have_participated = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="+", help_text="None of these."
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="For the list of studies. Anybody can see it.",
    )
    priority = models.PositiveSmallIntegerField(
        default=99,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="From 1 to 99; studies of a higher priority come first in the list.",
    )
    contact = models.CharField(max_length=200, help_text="Whom participants can ask.")
    discoverable = models.BooleanField(
        default=True, help_text="Show the study in the public list while it is active."
    )
    experiment_type = models.CharField(
        max_length=20,
        choices=ExperimentType,
        default=ExperimentType.JSPSYCH,
        help_text="It can't be changed later.",
    )
    external_url = models.URLField(
        "address of the experiment",
        blank=True,
        max_length=500,
        validators=[RegexValidator("^https://", "Enter an address that begins with https://.")],
        help_text="For an external experiment: where participants are led.",
    )
    exit_url = models.URLField(
        "way out",
        blank=True,
        max_length=500,
        validators=[RegexValidator("^https://", "Enter an address that begins with https://.")],
        help_text="Where participants can go on afterwards; without one, to the list of studies.",
    )
    protocol = ProtocolField(
        blank=True, help_text="“frames” and “sequence” as JSON. The experiment reads it as vitrine.protocol."
    )
    use_generator = models.BooleanField(
        default=False, help_text="Let the generator make the protocol; the one above is used where it fails."
    )
    generator = models.TextField(
        blank=True,
        help_text="One named function: function generate(child, pastSessions) { return {frames, sequence}; }",
    )
    repository = repository_field("Where the experiment's source is: https://github.com/owner/name.")
    sha = sha_field("commit", "The commit to build; without one, the newest of the default branch.")
    addons_repository = repository_field(
        "Another one, which is laid into the folder lib/ of the experiment's source: additional frames, say.",
        verbose_name="repository of add-ons",
    )
    addons_sha = sha_field("commit of the add-ons", "Without one, the newest of their default branch.")

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
                FieldPanel("image"),
            ],
            heading="For participants",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"min_age_{unit}") for unit in UNITS], heading="From this age"),
                FieldRowPanel(
                    [FieldPanel(f"max_age_{unit}") for unit in UNITS],
                    heading="To this age, which still counts; without one, there is no end",
                ),
                FieldPanel("criteria_expression"),
                HelpPanel(template="studies/criteria_help.html"),
                FieldPanel("must_have_participated"),
                FieldPanel("must_not_have_participated"),
            ],
            heading="Who is looked for",
        ),
        MultiFieldPanel(
            [
                FieldPanel("experiment_type"),
                FieldPanel("repository"),
                FieldPanel("sha"),
                FieldPanel("addons_repository"),
                FieldPanel("addons_sha"),
                FieldPanel("external_url"),
                FieldPanel("protocol", widget=CodeEditor("JSON")),
                FieldPanel("use_generator"),
                FieldPanel("generator", widget=CodeEditor("JavaScript")),
                FieldPanel("exit_url"),
            ],
            heading="Experiment",
        ),
        MultiFieldPanel(
            [FieldPanel("discoverable"), FieldPanel("priority")], heading="In the list of studies"
        ),
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
            ("read_study_responses", "Can see what participants of this study gave"),
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

    @property
    def min_age(self) -> int | None:
        """In days, inclusive; None if there is no such limit."""
        return days(*(getattr(self, f"min_age_{unit}") for unit in UNITS))

    @property
    def max_age(self) -> int | None:
        """In days, inclusive; None if there is no such limit."""
        return days(*(getattr(self, f"max_age_{unit}") for unit in UNITS))

    @property
    def ages(self) -> str:
        """The range of ages in words, such as “From 3 years to 4 years 11 months”; nothing without one."""
        ends = {end: self._age_in_words(end) for end in ("min", "max")}
        if ends["min"] and ends["max"]:
            return f"From {ends['min']} to {ends['max']}"
        return f"From {ends['min']}" if ends["min"] else f"Up to {ends['max']}" if ends["max"] else ""

    def _age_in_words(self, end: str) -> str:
        parts = [(getattr(self, f"{end}_age_{unit}"), unit) for unit in UNITS]
        return " ".join(f"{number} {unit if number != 1 else unit[:-1]}" for number, unit in parts if number)

    @property
    def external_host(self) -> str:
        return urlsplit(self.external_url).hostname or ""

    @property
    def is_external(self) -> bool:
        """Whether the experiment is somewhere else, and never built."""
        return self.experiment_type == ExperimentType.EXTERNAL

    def clean(self):
        super().clean()
        problems = {}
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            problems["min_age_years"] = (
                f"This is {self.min_age} days, more than the {self.max_age} of the other end "
                "(a year is 365 days, a month 30)."
            )
        try:
            eligibility.parse(self.criteria_expression)
        except eligibility.CriteriaError as error:
            problems["criteria_expression"] = str(error)
        if self.is_external and not self.external_url:
            problems["external_url"] = (
                "An external experiment needs the address to which participants are led."
            )
        if self.addons_repository and not self.repository:
            problems["addons_repository"] = "Add-ons need the repository into which they are laid."
        if self.use_generator or self.generator.strip():
            found = check_generator(self.generator)
            problems |= {"generator": [str(problem) for problem in found]} if found else {}
        if problems:
            raise ValidationError(problems)

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
