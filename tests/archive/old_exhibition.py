"""A dump of the old exhibition's database, as pg_dump writes one, with orphans and oddities."""

from archive.confabulations.reading import COMPLETE, PREFIX, TABLES

N = None
#: Columns in the order of the rows below; those that Vitrine needs, and one that it does not.
ROWS = {
    "participant": (
        ["id", "name", "profile", "participation_group", "gender", "email"],
        [
            (
                3,
                "XY",
                "Took pictures\tall her life.\nAnd <b>shows</b> them.",
                "photographer",
                "female",
                "x@y",
            ),
            (4, "Somebody", N, "student", "other", N),
            (5, "", "nameless", "student", "male", N),
            (6, "Nobody told", "", "student", "male", N),
        ],
    ),
    "recording": (
        [
            "id",
            "name",
            "date",
            "duration",
            "data_collection_circumstances",
            "sound_recording_url",
            "participant_id",
        ],
        [
            (1, "First", "2016-05-04", "01:10:00", "In her kitchen.", "https://b.s3/XY/r/XY900.mp4", 3),
            (2, "Second", "0001-01-01", N, "", "https://elsewhere/sound.wav", 4),
            (3, "Of nobody", "2016-05-05", N, "", N, 99),
        ],
    ),
    "photo": (
        ["id", "name", "file_url"],
        [
            (1, "XY001", "https://b.s3/XY/i/XY001.jpg"),
            (2, "XY002", N),
            (3, "QQ001", N),
            (4, "", N),
        ],
    ),
    "transscription": (
        ["id", "date", "text_eng", "text_hu", "recording_id", "story_id"],
        [
            (1, "2017-01-01", "She stood there.\\backslash", "Ott állt.", 1, 17),
            (2, "2017-01-01", "Of nothing", "", 1, 77),
            (3, "2017-01-01", "", "", 1, 18),
        ],
    ),
    "keyword": (["id", "name"], [(1, "river"), (2, N), (3, "house")]),
    "story": (
        [
            "id",
            "name",
            "participant_id",
            "order_in_recording",
            "duration",
            "video_url",
            "thumbnail",
            "notes",
        ],
        [
            (17, "XY001", 3, 1, "00:02:30", "https://b.s3/XY/v/XY001.mp4", "thumbnails/XY001.jpg", "A note."),
            (18, "XY002", 3, 2, "3 days", N, N, N),
            (19, "AB001", 4, 1, "00:01:00", "https://b.s3/AB/v/AB001.mp4", N, N),
            (20, "XY001", 3, 1, N, N, N, N),
            (21, "a story", 3, 1, N, N, N, N),
            (22, "ZZ001", 99, 1, N, N, N, N),
            (23, "AB002", 4, 2, N, N, N, N),
        ],
    ),
    "story_photos": (["id", "story_id", "photo_id"], [(1, 17, 1), (2, 17, 2), (3, 17, 3), (4, 99, 1)]),
    "story_analysis": (["id", "story_id", "analysispoint_id"], [(1, 17, 1), (2, 18, 9)]),
    "story_era": (["id", "story_id", "era_id"], [(1, 17, 1)]),
    "story_keywords": (["id", "story_id", "keyword_id"], [(1, 17, 1), (2, 17, 2)]),
    "analysistype": (["id", "name", "description"], [(1, "Emotion", "What is felt.")]),
    "analysispoint": (
        ["id", "name", "analysis_type_id", "description", "color_code", "order_in_menu"],
        [(1, "Surprise", 1, N, "#AABBCC", 2), (2, "Lost", 8, N, "#000000", N), (3, "Odd", 1, N, "red", N)],
    ),
    "connection": (
        ["id", "name", "color_code", "description", "connection_range"],
        [(1, "Same place", "#000000", N, "interconnection")],
    ),
    "storytostoryconnection": (
        ["id", "story1_id", "story2_id", "connection_range"],
        [
            (1, 17, 19, "interconnection"),
            (2, 17, 17, "intraconnection"),
            (3, 17, 98, "intraconnection"),
            (4, 17, 19, "interconnection"),
            (5, 17, 18, "something"),
        ],
    ),
    "theme": (
        ["id", "name", "description", "connection_range"],
        [(1, "Water", "Rivers.", "interconnection"), (2, "Lost", "", "intraconnection")],
    ),
    "storyintheme": (["id", "number", "story_id", "theme_id"], [(1, 1, 17, 1), (2, 2, 19, 1), (3, 3, 97, 1)]),
    "chain": (
        ["id", "name", "description", "connection_range"],
        [(1, "From the river", "", "interconnection")],
    ),
    "themeinchain": (["id", "number", "theme_id", "chain_id"], [(1, 1, 1, 1), (2, 2, 7, 1)]),
    "era": (
        ["id", "name", "description", "color_code"],
        [(1, "1945–1956", N, "#112233"), (2, "Childhood", "long ago", "#112233")],
    ),
}
#: What becomes of the rows above: made, and left out.
EXPECTED = {
    "participant": (2, 2),
    "recording": (2, 1),
    "photo": (2, 2),
    "transscription": (1, 2),
    "keyword": (2, 1),
    "story": (4, 3),
    "story_photos": (2, 2),
    "story_analysis": (1, 1),
    "story_era": (1, 0),
    "story_keywords": (1, 1),
    "analysistype": (1, 0),
    "analysispoint": (2, 1),
    "connection": (1, 0),
    "storytostoryconnection": (2, 3),
    "theme": (2, 0),
    "storyintheme": (2, 1),
    "chain": (1, 0),
    "themeinchain": (1, 1),
    "era": (2, 0),
}


def quoted(value) -> str:
    """As COPY writes it."""
    if value is None:
        return "\\N"
    text = str(value).replace("\\", "\\\\")
    return text.replace("\t", "\\t").replace("\n", "\\n")


def dump(rows=ROWS) -> str:
    """A dump in text."""
    parts = ["--\n-- PostgreSQL database dump\n--\n", "DROP TABLE IF EXISTS auth_user;\n"]
    for table, (columns, values) in rows.items():
        parts.append(f"COPY public.{PREFIX}{table} ({', '.join(columns)}) FROM stdin;\n")
        parts += ["\t".join(map(quoted, row)) + "\n" for row in values]
        parts.append("\\.\n\n")
    return "".join(parts) + f"--\n{COMPLETE}\n--\n"


def create(connection) -> None:
    """The same tables in a database of PostgreSQL."""
    for table, (columns, values) in ROWS.items():
        assert TABLES[table] <= set(columns)
        kinds = ", ".join(
            f'"{column}" {"integer" if column == "id" or column.endswith("_id") else "text"}'
            for column in columns
        )
        connection.execute(f'CREATE TABLE "{PREFIX}{table}" ({kinds})')
        places = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{PREFIX}{table}" VALUES ({places})', values)  # noqa: S608
