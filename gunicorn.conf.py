"""How gunicorn serves Vitrine; plain `gunicorn` reads this file from the working directory."""

import os

# "site" is a standard library module, so site/ is a folder on the path, not a package.
pythonpath = "site"
wsgi_app = "config.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads keep the site answering while a video streams through the embedded edge.
worker_class = "gthread"
threads = 8
timeout = 60
max_requests = 2000
max_requests_jitter = 200
# Nobody steers it from outside, and a container's user has no home for the socket.
control_socket_disable = True
