"""The way of an uploaded file into the archive: received, read, cleaned, filed or refused."""
