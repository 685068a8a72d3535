"""Why a file was not filed."""


class Refused(Exception):
    """Its text is for whoever uploaded the file: what is wrong with it and what to do."""
