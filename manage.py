#!/usr/bin/env python
"""Django's command line."""

import os
import sys
from pathlib import Path

# "site" is a standard library module, so site/ is a folder on the path, not a package.
sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
