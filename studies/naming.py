"""What a study is called to somebody who may not know of it."""

UNNAMED = "A study that you may not read"


def names_for(user, model):
    """A function that names studies to the user: by their titles what is public or what she may read. Two
    queries, when it is first called.
    """
    known: set[int] = set()
    asked: list[bool] = []

    def name(study) -> str:
        if not asked:
            asked.append(True)
            for some in (model.objects.readable_by(user), model.objects.public()):
                known.update(some.order_by().values_list("pk", flat=True))
        return study.title if study.pk in known else UNNAMED

    return name
