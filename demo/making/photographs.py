# ruff: noqa: INP001
"""Render and develop the demo photographs.

Usage: photographs.py RENDERS [WIDTH] [SAMPLES] [NAME ...]

The renders are kept in RENDERS; the finished pictures go to ../media/<XY>/i. The pictures of
prints and slides show the finished pictures, so they come last.
"""

import sys
from pathlib import Path

import film
import kit
import scenes

MEDIA = Path(__file__).resolve().parent.parent / "media"
SQUARE = {"BE001"} | {f"BE{number:03d}" for number in range(7, 18)}
SNOW = {"BE005", "SZ005"}
LINEN = ((0.75, 0.73, 0.68), (0.45, 0.42, 0.4))
SHOTS = {
    "BE001": (scenes.chair_by_window, {}),
    "BE002": (scenes.lake, {}),
    "BE003": (scenes.poplars, {}),
    "BE004": (scenes.camera_on_lace, {}),
    "BE005": (scenes.snow_bench, {}),
    "BE006": (scenes.bundle, {}),
    "BE007": (scenes.kitchen_table, {"cloth": LINEN}),
    "BE008": (scenes.pantry, {}),
    "BE009": (scenes.keys, {"count": 4}),
    "BE010": (scenes.suitcases, {}),
    "BE011": (scenes.stairs, {}),
    "BE012": (scenes.radio, {}),
    "BE013": (scenes.bedside, {}),
    "BE014": (scenes.bare_wall, {}),
    "BE015": (scenes.gallery, {}),
    "BE016": (scenes.gallery, {"view": "yard"}),
    "BE017": (scenes.open_door, {}),
    "KM001": (scenes.lake, {"mood": "dawn"}),
    "KM002": (scenes.sill, {}),
    "KM003": (scenes.projector, {}),
    "KM004": (scenes.pantry, {"seed": 31, "sunny": True}),
    "KM005": (scenes.laundry, {}),
    "KM006": (scenes.lake, {"seed": 63, "mood": "noon", "extra": "deckchair"}),
    "KM007": (scenes.lake, {"seed": 61, "mood": "noon", "extra": "boat"}),
    "KM008": (scenes.lake, {"seed": 62, "mood": "dawn", "extra": "reeds"}),
    "KM009": (scenes.sill, {"seed": 64, "bowl": True}),
    "KM011": (scenes.laundry, {"seed": 66, "evening": True}),
    "SZ001": (scenes.wet_window, {}),
    "SZ002": (scenes.train, {}),
    "SZ003": (scenes.kitchen_table, {"seed": 41, "night": True, "desk": True}),
    "SZ004": (scenes.stairs, {"seed": 44, "night": True}),
    "SZ005": (scenes.snow_bench, {"seed": 68, "night": True}),
    "SZ006": (scenes.kitchen_table, {"seed": 42, "night": True}),
    "SZ007": (scenes.train, {"seed": 67, "view": "window"}),
    "SZ008": (scenes.stairs, {"seed": 44, "night": True, "lit": 0}),
    "SZ009": (scenes.kitchen_table, {"seed": 43, "night": True, "empty_chair": True}),
    "VA001": (scenes.chair_by_window, {"seed": 51, "bare": True, "billow": 0.35}),
    "VA002": (scenes.balcony, {}),
    "VA003": (scenes.keys, {"seed": 52, "bright": True}),
    "VA004": (scenes.kitchen_table, {"seed": 53, "china": (0.25, 0.35, 0.45)}),
    "VA006": (scenes.sill, {"seed": 69, "thing": "marbles", "sun": (1, 0.95, 0.85)}),
    "VA007": (scenes.chair_by_window, {"seed": 71, "bare": True, "billow": 0.55, "side": -1, "phase": 1.5}),
    "VA008": (scenes.sill, {"seed": 70, "thing": "cuttings", "sun": (0.9, 0.97, 0.85)}),
    "candle-lit": (scenes.kitchen_table, {"seed": 72, "night": True, "candle": "lit"}),
    "candle-out": (scenes.kitchen_table, {"seed": 72, "night": True, "candle": "out"}),
    "KM010": (scenes.prints, {"pictures": "KM", "slides": True}),
    "VA005": (scenes.prints, {"pictures": "BE"}),
    "VA009": (scenes.prints, {"pictures": "KM", "close": True, "seed": 74}),
}


def take(name, renders, width, samples):
    scene, wishes = SHOTS[name]
    if "pictures" in wishes:
        shown = (
            path for path in sorted((MEDIA / wishes["pictures"] / "i").glob("*.jpg")) if path.stem != name
        )
        wishes = wishes | {"pictures": list(shown)}
    scene(**wishes)
    size = (round(width * 0.82),) * 2 if name in SQUARE else (width, width * 2 // 3)
    render = renders / f"{name}.png"
    kit.render(render, *size, samples)
    return render


def main(renders, width=1080, samples=20, *names):
    for name in names or SHOTS:
        render = take(name, renders, int(width), int(samples))
        code = name[:2]
        if code.isupper():
            picture = film.develop(render, code, 1060 if name in SQUARE else 1400, name in SNOW)
            target = MEDIA / code / "i" / f"{name}.jpg"
            target.parent.mkdir(parents=True, exist_ok=True)
            film.save(film.mount(picture, code), target, 64000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
