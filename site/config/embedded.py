"""What the embedded default makes for itself on disk, where no service is configured."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_key(var: Path) -> str:
    """The secret key of a machine of one's own, made once and kept in `var`, readable to its owner only."""
    path = var / "secret-key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        # Web, worker and beat may start at once: the file appears whole, and the first one stays.
        with tempfile.NamedTemporaryFile("w", dir=var, prefix="secret-key-") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()


def broker_folders(var: Path) -> dict[str, str]:
    """The folders of Celery's `filesystem://` transport; they must exist and be two."""
    queue, control = var / "broker" / "queue", var / "broker" / "control"
    for path in (queue, control):
        path.mkdir(parents=True, exist_ok=True)
    return {"data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(control)}
