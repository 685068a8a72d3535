"""The studies' work in the background."""

import logging

from celery import shared_task

from studies import consistency

logger = logging.getLogger(__name__)


@shared_task
def check_studies() -> int:
    """Logs each contradiction for the operators; `manage.py check_studies --fix` makes them good."""
    found = list(consistency.findings())
    for finding in found:
        logger.error("Study %s %s.", finding.study.uuid, finding.problem)
    return len(found)
