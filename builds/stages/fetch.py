"""Stage 2: unpacks the sources, once for each commit."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from builds import sources, unpacking


def fetch(build, archive: Path, log) -> Path:
    """The folder of the sources; it appears only when it is whole, so what is there is complete."""
    checkout = sources.checkout_folder(sources.parse(build.repository), build.sha)
    if checkout.exists():
        checkout.touch()
        log.write("These sources were unpacked before; they are used again.")
        return checkout
    checkout.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".unpacking-", dir=checkout.parent))
    try:
        count = unpacking.unpack_zip(archive, folder)
        _appear(folder, checkout)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    log.write(f"Unpacked {count} files from {archive.name}.")
    return checkout


def _appear(folder, checkout):
    """Two builds of one commit at once: the first folder stays, and is the same."""
    folder.chmod(0o755)
    try:
        folder.rename(checkout)
    except OSError:
        if not checkout.exists():
            raise
