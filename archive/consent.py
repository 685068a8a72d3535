"""Recording what participants allowed: versions of their consent, and limits for a story or a media item.

Nothing else writes them. A version is never changed: what is allowed now is a new one.
"""

from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from archive import naming
from archive.models import Consent, ConsentLimit, GalleryPage, MediaItem, StoryPage

#: A signed form that was scanned; what begins with something else is none.
FORMS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
MOST_BYTES = 20 * 2**20


class Refused(Exception):
    """Why something is not recorded, in a sentence for whoever asked for it."""


def content_type(file) -> str:
    """What a form is, by its first bytes; empty if it is nothing that is kept."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    return next((kind for signature, kind in FORMS.items() if head.startswith(signature)), "")


def record(gallery: GalleryPage, *, by, form_file=None, **said) -> Consent:
    """Records a new version of the participant's consent; from then on it is the one that counts.

    If it does not let the participant be shown by name, the pseudonym takes the name's place at once.
    """
    if said["given_on"] > timezone.now().date():
        raise Refused("A consent can't be given on a day that is still to come.")
    if form_file and not content_type(form_file):
        raise Refused("The signed form must be a PDF, JPEG or PNG file. Scan it anew, or save it as one.")
    if form_file and form_file.size > MOST_BYTES:
        raise Refused(f"The signed form can have {MOST_BYTES // 2**20} MB. Scan it smaller.")
    given = Consent(gallery=gallery, recorded_by=by, **said)
    if form_file:
        # Its own name may be the participant's; without an ending the edge never serves it.
        given.form_file.save(str(uuid4()), form_file, save=False)
    try:
        return _record(given, by)
    except BaseException:
        if form_file:
            given.form_file.storage.delete(given.form_file.name)
        raise


@transaction.atomic
def _record(given: Consent, by) -> Consent:
    gallery = GalleryPage.objects.select_for_update(of=("self",)).get(pk=given.gallery_id)
    latest = gallery.consents.aggregate(latest=Max("version"))["latest"] or 0
    given.version = latest + 1
    given.full_clean()
    given.save()
    if not naming.is_shown_by_name(gallery):
        naming.take_pseudonym(gallery)
    data = {"consent": given.pk, "version": given.version}
    log(instance=gallery, action="archive.consent.record", user=by, title=gallery.code, data=data)
    return given


@transaction.atomic
def limit(thing: StoryPage | MediaItem, *, by, **said) -> ConsentLimit:
    """Makes the consent for a story or a media item narrower than the participant's, or changes how."""
    found, _ = ConsentLimit.objects.update_or_create(
        **{kind_of(thing): thing}, defaults=said | {"recorded_by": by}
    )
    found.full_clean()
    _log("archive.consent.limit", thing, by, found.pk)
    return found


@transaction.atomic
def lift(found: ConsentLimit, *, by) -> None:
    """Takes a limit away: for its thing counts what counts for the participant."""
    pk = found.pk
    found.delete()
    _log("archive.consent.lift", found.story or found.item, by, pk)


def kind_of(thing) -> str:
    return "story" if isinstance(thing, StoryPage) else "item"


def _log(action: str, thing, by, pk: int) -> None:
    log(instance=thing, action=action, user=by, title=f"{kind_of(thing)} {thing.pk}", data={"limit": pk})
