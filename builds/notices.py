"""Who is mailed when a build has ended."""

from django.conf import settings

from home.outbox import queue_mail
from studies.notices import admins_of


def tell(build) -> int:
    """Queues one mail to each admin of the study and of its lab; returns how many."""
    people = list(admins_of(build.study))
    for person in people:
        queue_mail(
            key=f"build:{build.uuid}:finished",
            to=person.email,
            template="builds/emails/build_finished",
            context={"build": build, "study": build.study, "person": person, "base_url": settings.BASE_URL},
        )
    return len(people)
