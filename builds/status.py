"""What waits to be done in the background, and who does it; read from the database alone."""

from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from builds.models import Build, VideoZip, Worker
from builds.workers import SILENCE
from home.models import Mail

#: The permission to see this.
SEE_STATUS = "builds.view_worker"
QUEUES = ("builds", "cleanup", "email", "default")
MONTH = timedelta(days=30)


def status_page() -> dict:
    """The numbers of the status page; five queries."""
    now = timezone.now()
    workers = list(Worker.objects.all())
    for worker in workers:
        worker.is_silent = worker.seen_at < now - SILENCE
    at_work = {queue for worker in workers if not worker.is_silent for queue in worker.queues}
    builds = Build.objects.aggregate(
        waiting=Count("pk", filter=Q(state=Build.State.QUEUED)),
        running=Count("pk", filter=Q(state=Build.State.RUNNING)),
        oldest=Min("created_at", filter=Q(state=Build.State.QUEUED)),
        silent=Count("pk", filter=Q(state=Build.State.RUNNING, lease_until__lt=now)),
        compiled=Count("pk", filter=Q(finished_at__gt=now - MONTH) & ~Q(bundle_key="")),
        reused=Count("pk", filter=Q(finished_at__gt=now - MONTH, is_reused=True)),
        failed=Count("pk", filter=Q(finished_at__gt=now - MONTH, state=Build.State.FAILED)),
    )
    return {
        "workers": workers,
        "unattended": [queue for queue in QUEUES if queue not in at_work],
        "builds": builds,
        "zips": VideoZip.objects.filter(state=VideoZip.State.WAITING).count(),
        "mails": Mail.objects.due().count(),
        "waits_long": bool(builds["oldest"] and builds["oldest"] < now - timedelta(minutes=5)),
    }
