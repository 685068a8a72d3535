#!/usr/bin/env python3
"""Ends with 0 if the site on this machine is in health (Docker's health checks, `make run`)."""

import http.client
import os
import sys
from urllib.parse import urlsplit

base_url = urlsplit(os.environ.get("BASE_URL", "http://localhost"))
port = int(os.environ.get("PORT", "8000"))

# As the proxy in front would ask: for the site's own name, over its own scheme.
headers = {"Host": base_url.netloc, "X-Forwarded-Proto": base_url.scheme}
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
try:
    connection.request("GET", "/healthz", headers=headers)
    status = connection.getresponse().status
except (OSError, http.client.HTTPException) as problem:
    sys.exit(f"No answer on port {port}: {problem}")
if status != 200:
    sys.exit(f"/healthz answers with {status}.")
