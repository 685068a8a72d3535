"""What builds do when something happens elsewhere."""

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from archive.preservation.settling import restored
from builds.models import Build, BuildStage, VideoZip, Worker
from builds.zips import making
from studies.models import Video

BROKEN_OFF = (
    "The database was restored from a backup that was made while this was being built. Build it again."
)

ASK_AGAIN = "The database was restored from a backup before this zip was made. Ask for it again."


@receiver(restored)
def end_builds(sender, **kwargs):
    """A restored database has builds and zips that nobody works on; none is taken up, and nobody is told."""
    under_way = Build.objects.active()
    now = timezone.now()
    stages = BuildStage.objects.filter(build__in=under_way, state=BuildStage.State.RUNNING)
    stages.update(state=BuildStage.State.FAILED, finished_at=now)
    under_way.update(state=Build.State.FAILED, problem=BROKEN_OFF, finished_at=now, lease_until=None)
    waiting = VideoZip.objects.filter(state=VideoZip.State.WAITING)
    waiting.update(state=VideoZip.State.FAILED, problem=ASK_AGAIN, finished_at=now, lease_until=None)
    Worker.objects.all().delete()


@receiver(post_delete, sender=Video)
def delete_zips_that_have_it(sender, instance, **kwargs):
    """A video that is deleted is in no zip either."""
    zips = VideoZip.objects.filter(study_id=instance.study_id).exclude(name="")
    transaction.on_commit(lambda: making.forget(zips))
