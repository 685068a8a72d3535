"""What studies register with Wagtail."""

from django.http import Http404
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from studies import actions, admin_urls, people
from studies.models import StudyPage
from studies.panels import study_page_viewset


@hooks.register("register_admin_viewset")
def study_pages():
    return study_page_viewset


@hooks.register("register_admin_urls")
def desk_urls():
    return [path("studies/", include(admin_urls))]


@hooks.register("register_admin_menu_item")
def studies_menu_item():
    return MenuItem(
        "Studies", reverse("studies:index"), name="studies", icon_name="clipboard-list", order=150
    )


@hooks.register("register_log_actions")
def log_actions(registry):
    """Changes of roles in labs; those on studies are in their own record."""
    registry.register_action(
        people.LOGGED, "Change a role in a lab", lambda data: f"Roles: {data.get('what', '')}"
    )


@hooks.register("after_create_page")
@hooks.register("after_copy_page")
def prepare(request, page, new_page=None):
    study = (new_page or page).specific
    if isinstance(study, StudyPage):
        actions.prepare_study(study, by=request.user)


@hooks.register("on_serve_page", order=10)
def only_public_studies(next_serve):
    """A study is served while it is public; to everybody else it does not exist."""

    def serve(page, request, args, kwargs):
        if isinstance(page, StudyPage) and not page.is_public():
            raise Http404
        return next_serve(page, request, args, kwargs)

    return serve


@hooks.register("insert_global_admin_css")
def workflow_css():
    return format_html('<link rel="stylesheet" href="{}">', static("studies/workflow.css"))


@hooks.register("hide_pages_in_admin")
def studies_hidden_from(user):
    """Studies that the user may neither read nor review."""
    readable = StudyPage.objects.readable_by(user)
    return StudyPage.objects.exclude(pk__in=readable.values("pk"))
