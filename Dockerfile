# The image of every process of Vitrine: web, worker, builder and beat differ in their command only.
FROM python:3.13-slim-trixie

# PostgreSQL's tools are for `manage.py backup` and for restoring; the same major version as the database's.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* \
 && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin vitrine

WORKDIR /app
# "site" is a standard library module, so site/ is a folder on the path, not a package.
ENV PYTHONPATH=/app/site PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action ignore \
    --require-hashes --requirement requirements.txt

COPY . .
# The settings of this one command are thrown away with it; what it keeps is staticfiles/ and two empty folders.
RUN DJANGO_SECRET_KEY=only-for-collectstatic-and-gone-after-it ALLOWED_HOSTS=localhost BASE_URL=http://localhost \
    python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf var && mkdir -p var media && chown -R vitrine:vitrine staticfiles var media

USER vitrine
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=25s --start-period=60s CMD ["python", "deploy/answers.py"]
CMD ["gunicorn"]
