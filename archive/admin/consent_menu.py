"""What Wagtail's admin is told of consent: addresses, buttons, permissions, the log."""

from django.contrib.auth.models import Permission
from django.urls import include, path, reverse
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.access import sees_everything
from archive.admin import consent, why
from archive.governing import may_any


def consent_urls():
    """For Wagtail's hook `register_admin_urls`."""
    patterns = [
        path("of/<int:page_id>/", consent.consent, name="gallery"),
        path("of/<int:page_id>/form/<int:version>/", consent.signed_form, name="form"),
        path("limit/story/<int:page_id>/", consent.story_limit, name="story-limit"),
        path("limit/item/<int:item_id>/", consent.item_limit, name="item-limit"),
        path("why/<int:page_id>/", why.page, name="why"),
    ]
    return [path("consent/", include((patterns, "archive_consent")))]


def page_buttons(page, user, view_name=None, next_url=None):
    """For Wagtail's hooks of a page's buttons; costs no query for each of an explorer's rows."""
    page_type = page.specific_class._meta.model_name if page.specific_class else ""
    wanted = []
    if page_type == "gallerypage" and consent.has_role(user, "read"):
        wanted.append(("Consent", "gallery", "check"))
    if page_type == "storypage" and consent.has_role(user, "read"):
        wanted.append(("Limit of consent", "story-limit", "check"))
    if page_type in ("gallerypage", "storypage", "exhibitionpage") and may_any(user, "look"):
        wanted.append(("Why is it seen, or not?", "why", "help"))
    if not wanted or not edits(user, page):
        return []
    return [
        Button(label, reverse(f"archive_consent:{name}", args=[page.pk]), icon_name=icon, priority=46 + place)
        for place, (label, name, icon) in enumerate(wanted)
    ]


def edits(user, page) -> bool:
    pages = policy_registry.get_by_type(Page)
    return sees_everything(user) or pages.user_has_permission_for_instance(user, "change", page)


def permissions():
    """For Wagtail's hook `register_permissions`: what a group can be given."""
    names = [f"{action}_consent" for action in ("view", "add")]
    names += [f"{action}_consentlimit" for action in ("add", "change", "delete")]
    return Permission.objects.filter(content_type__app_label="archive", codename__in=names)


def register_log_actions(registry):
    """For Wagtail's hook of that name; what is told are numbers."""
    registry.register_action(
        "archive.consent.record", "Record consent", "A version of the consent was recorded"
    )
    registry.register_action("archive.consent.limit", "Limit consent", "The consent was limited here")
    registry.register_action(
        "archive.consent.lift", "Lift a limit", "The limit of the consent was taken away"
    )
