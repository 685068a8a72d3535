# ruff: noqa: B023, E501, INP001, S311
"""The rooms, tables, shores and nights of the demo photographs. Metres; the window wall is at y = 0."""

import math
import random

from kit import box, camera, lamp, lathe, mat, mesh, rod, scatter, sheet, start, wood

PLASTER = ((0.62, 0.58, 0.52), (0.70, 0.67, 0.61))
DARK, OAK, PINE = ((0.05, 0.025, 0.012), (0.12, 0.06, 0.03)), ((0.18, 0.09, 0.04), (0.36, 0.2, 0.1)), ((0.4, 0.24, 0.12), (0.6, 0.4, 0.22))  # fmt: skip


def room(opening=(-0.6, 0.6, 0.85, 2.2), wide=2.2, deep=4.5, high=2.8, day=120, colour=(1, 0.97, 0.92), glare=3.0,
         plaster=PLASTER, boards=OAK, panes=True):  # fmt: skip
    """Four walls with a window; daylight comes in through it."""
    left, right, low, top = opening
    wall = mat(*plaster, rough=0.9, scale=1.5, bump=0.08)
    for x0, x1, z0, z1 in (
        (-wide, left, 0, high),
        (right, wide, 0, high),
        (left, right, 0, low),
        (left, right, top, high),
    ):
        box(((x0 + x1) / 2, 0.12, (z0 + z1) / 2), (x1 - x0, 0.24, z1 - z0), wall, soft=0)
    for x in (-wide - 0.1, wide + 0.1):
        box((x, -deep / 2, high / 2), (0.2, deep, high), wall, soft=0)
        box((x * (wide - 0.01) / (wide + 0.1), -deep / 2, 0.06), (0.03, deep, 0.12), wall)
    box((0, -deep / 2, high + 0.1), (2 * wide, deep, 0.2), wall, soft=0)
    box((0, -deep, high / 2), (2 * wide, 0.2, high), wall, soft=0)
    for step in range(round(2 * wide / 0.14)):
        plank = wood(*boards, along=1, scale=2 + random.random())
        box((-wide + 0.07 + step * 0.14, -deep / 2, -0.02), (0.137, deep, 0.04), plank, soft=0.003)
    paint = mat((0.75, 0.73, 0.68), rough=0.35)
    middle = (left + right) / 2
    bars = [((left + 0.03, 0.1), (0.06, top - low)), ((right - 0.03, 0.1), (0.06, top - low))]
    bars += [((middle, 0.1), (0.07, top - low))] if panes else []
    for (x, y), (thick, tall) in bars:
        box((x, y, (low + top) / 2), (thick, 0.06, tall), paint)
    for z in (low + 0.03, top - 0.03) + ((low + (top - low) * 0.68,) if panes else ()):
        box((middle, 0.1, z), (right - left, 0.06, 0.05), paint)
    box((middle, -0.04, low - 0.015), (right - left + 0.16, 0.3, 0.03), paint, soft=0.008)
    box((0, -deep / 2, -0.09), (2 * wide + 0.4, deep + 0.4, 0.1), mat((0.02, 0.02, 0.02)), soft=0)
    outside = mat([part * 0.45 for part in colour], colour, scale=0.45, glow=glare, rough=1, spread=0.12)
    box((middle, 4, 1.5), (14, 0.1, 9), outside, soft=0)
    lamp("AREA", (middle, 0.27, (low + top) / 2), (middle, -3, 0.6), day, right - left, colour, top - low)


def chair(x, y, turn, timber):
    def at(u, v, z):
        return x + u * math.cos(turn) - v * math.sin(turn), y + u * math.sin(turn) + v * math.cos(turn), z

    for u, v in ((-0.19, -0.19), (0.19, -0.19)):
        rod([at(u, v, 0), at(u * 0.95, v * 0.95, 0.44)], 0.018, timber)
    for u in (-0.19, 0.19):
        rod([at(u, 0.21, 0), at(u, 0.18, 0.45), at(u * 0.95, 0.24, 0.92)], 0.018, timber)
    box(at(0, 0, 0.45), (0.44, 0.42, 0.03), timber, (0, 0, turn), 0.012)
    for z in (0.62, 0.74, 0.88):
        box(at(0, 0.18 + (z - 0.45) * 0.13, z), (0.36, 0.016, 0.055), timber, (-0.12, 0, turn), 0.006)
    for v in (-0.19, 0.2):
        rod([at(-0.19, v, 0.2), at(0.19, v, 0.2)], 0.01, timber)


def cup(x, y, z, china, tea=(0.08, 0.03, 0.01)):
    lathe(
        [(0.0, 0.004), (0.05, 0.004), (0.075, 0.016), (0.077, 0.018), (0.05, 0.009), (0, 0.009)],
        (x, y, z),
        china,
    )
    body = [
        (0.0, 0.012),
        (0.024, 0.012),
        (0.026, 0.02),
        (0.038, 0.045),
        (0.041, 0.075),
        (0.039, 0.075),
        (0.034, 0.04),
        (0, 0.02),
    ]
    lathe(body, (x, y, z), china)
    lathe([(0.0, 0.064), (0.0385, 0.064)], (x, y, z), mat(tea, rough=0.05))
    ring = [
        (x + 0.037 + 0.02 * math.sin(a), y, z + 0.045 + 0.019 * math.cos(a))
        for a in (i * math.pi / 10 for i in range(11))
    ]
    rod(ring, 0.0035, china)


def papers(x, y, z, count, reach, paper=(0.75, 0.71, 0.62), size=(0.165, 0.115)):
    for layer in range(count):
        tint = [part * random.uniform(0.85, 1.05) for part in paper]
        where = (
            x + random.uniform(-reach, reach),
            y + random.uniform(-reach, reach),
            z + 0.001 + layer * 0.0016,
        )
        turn = random.uniform(-0.9, 0.9)
        box(where, (*size, 0.0012), mat(tint, rough=0.8), (0, 0, turn), 0)
        if layer % 3 == 0:
            corner = (
                where[0] + 0.06 * math.cos(turn) - 0.035 * math.sin(turn),
                where[1] + 0.06 * math.sin(turn) + 0.035 * math.cos(turn),
            )
            box((*corner, where[2] + 0.001), (0.022, 0.026, 0.001), mat((0.45, 0.12, 0.1)), (0, 0, turn), 0)


def curtain(x, y, z0, z1, wide, phase, cloth, folds=7, billow=0.0):
    def shape(u, v):
        deep = 0.035 * math.sin(u * folds * math.tau + phase + v) * (0.4 + 0.6 * (1 - v))
        push = (
            billow
            * math.sin(math.pi * u * 0.9 + 0.2)
            * (1 - v) ** 1.5
            * (1 + 0.35 * math.sin(3 * u + 4 * v + phase))
        )
        return x + (u - 0.5) * wide + 0.012 * math.sin(9 * v + phase), y + deep - push, z0 + (z1 - z0) * v

    sheet(shape, 150, 50, cloth)


def table(top, wide, deep, material, at=(0, 0)):
    box((*at, top - 0.02), (wide, deep, 0.04), material, soft=0.008)
    for i in (-1, 1) if top else ():
        for j in (-1, 1):
            box(
                (at[0] + i * (wide / 2 - 0.07), at[1] + j * (deep / 2 - 0.07), top / 2 - 0.02),
                (0.06, 0.06, top - 0.04),
                material,
            )


def chair_by_window(seed=1, side=1, net=True, bare=False, billow=0.0, phase=0.0, low=0.5):
    start(seed, strength=0.12)
    plaster = ((0.74, 0.73, 0.71), (0.8, 0.79, 0.77)) if bare else PLASTER
    room(
        (-0.7, 0.7, low, 2.35),
        day=150,
        glare=2.2,
        plaster=plaster,
        boards=PINE if bare else DARK,
        panes=not bare,
    )
    chair(0.95 * side, -0.95, 0.5 * side, wood(*(PINE if bare else DARK)))
    if net:
        cloth = mat((0.85, 0.84, 0.8), thin=0.55, rough=0.9)
        if bare:
            curtain(-0.35, -0.12, 0.04, 2.5, 1.25, phase, cloth, 8, billow)
        else:
            curtain(-0.62, -0.1, 0.35, 2.42, 0.45, 0, cloth, 6)
            curtain(0.62, -0.1, 0.35, 2.42, 0.45, 2, cloth, 6)
        rod(
            [(-1.1, -0.1, 2.5 if bare else 2.42), (1.1, -0.1, 2.5 if bare else 2.42)],
            0.012,
            mat((0.3, 0.2, 0.1), metal=0.6),
        )
    lamp("SUN", (-2.5, 4, 4.2), (0, 0, 0.6), 3.0, 0.02, (1, 0.9, 0.75))
    camera((-0.55 * side, -3.7, 1.25), (0.32 * side, 0, 0.98), 36, 4, (0.9 * side, -0.95, 0.6))


def kitchen_table(
    seed=2, china=(0.8, 0.8, 0.78), cloth=None, night=False, desk=False, empty_chair=False, candle=False
):
    start(seed, strength=0.02 if night else 0.15)
    dim = {"day": 4, "glare": 0.02, "colour": (0.35, 0.5, 1)} if night else {"day": 75, "glare": 2.6}
    room((-0.75, 0.75, 1.0, 2.3), **dim, boards=DARK)
    top = wood(*OAK, scale=4)
    table(0.76, 1.5, 0.9, top, (0, -0.75))
    if cloth:
        sheet(
            lambda u, v: (-0.6 + u * 1.2, -1.1 + v * 0.7, 0.765 + 0.002 * math.sin(9 * u) * math.sin(7 * v)),
            30,
            20,
            mat(*cloth, scale=60, rough=0.95, bump=0.3),
        )
    cup(-0.1, -0.95, 0.768, mat(china, rough=0.12))
    if desk or candle:
        papers(0.25, -0.85, 0.768, 7, 0.07)
    else:
        papers(0.2, -0.8, 0.768, 5, 0.1)
    if candle:
        lathe(
            [(0, 0), (0.06, 0), (0.062, 0.012), (0.02, 0.016), (0.016, 0.03), (0, 0.03)],
            (0.02, -0.72, 0.768),
            mat((0.5, 0.4, 0.2), metal=1, rough=0.3),
        )
        lathe(
            [(0, 0), (0.011, 0), (0.011, 0.15), (0.008, 0.154), (0, 0.15)],
            (0.02, -0.72, 0.79),
            mat((0.85, 0.8, 0.68), thin=0.4),
        )
        if candle == "lit":
            lathe(
                [(0, 0), (0.006, 0.008), (0.007, 0.016), (0.003, 0.034), (0, 0.042)],
                (0.02, -0.72, 0.95),
                mat((1, 0.55, 0.16), glow=22),
            )
            lamp("POINT", (0.02, -0.72, 0.985), (0, 0, 0), 7, 0.02, (1, 0.6, 0.28))
    if empty_chair or not night:
        chair(0.75, -1.5, 2.5, wood(*DARK))
    if night and not candle:
        shade = mat((0.9, 0.75, 0.5), thin=0.5, rough=0.8)
        at = (0.35, -0.55, 0.768) if desk else (0.0, -0.75, 1.45)
        if desk:
            metal = mat((0.02, 0.08, 0.06), rough=0.25, metal=0.4)
            lathe([(0, 0), (0.09, 0), (0.085, 0.02), (0.015, 0.03), (0, 0.03)], at, metal)
            rod([(0.35, -0.55, 0.78), (0.35, -0.55, 1.1), (0.3, -0.6, 1.2)], 0.008, metal)
            lathe(
                [(0.03, 0.09), (0.05, 0.08), (0.11, 0)],
                (0.27, -0.63, 1.13),
                mat((0.02, 0.1, 0.07), rough=0.3),
                (0.2, 0.3, 0),
            )
            lamp("POINT", (0.26, -0.64, 1.15), (0, 0, 0), 14, 0.03, (1, 0.75, 0.45))
            rod([(-0.05, -0.72, 0.775), (0.1, -0.66, 0.775)], 0.004, mat((0.6, 0.1, 0.05)))
            for marble in range(5):
                ball((-0.3 + marble * 0.045, -0.85 + 0.02 * (marble % 2), 0.768), 0.014, MARBLES[marble % 5])
        else:
            lathe([(0.03, 0.14), (0.06, 0.13), (0.19, 0)], at, shade)
            rod([(0, -0.75, 1.59), (0, -0.75, 2.8)], 0.004, mat((0.02, 0.02, 0.02)))
            lamp("POINT", (0, -0.75, 1.5), (0, 0, 0), 22, 0.04, (1, 0.72, 0.42))
    if candle:
        camera((-0.5, -1.95, 1.18), (0.06, -0.7, 0.86), 48, 2.8, (0.02, -0.72, 0.9))
    elif desk:
        camera((-0.55, -1.75, 1.35), (0.08, -0.72, 0.86), 45, 2.5, (0.1, -0.8, 0.78))
    elif empty_chair:
        camera((-1.3, -3.0, 1.45), (0.25, -0.9, 0.85), 38, 2.8, (0.7, -1.5, 0.8))
    else:
        camera((-0.5, -1.85, 1.2), (0.08, -0.6, 0.93), 42, 2.0, (-0.05, -0.95, 0.8))


MARBLES = ((0.1, 0.3, 0.6), (0.7, 0.3, 0.05), (0.1, 0.5, 0.25), (0.6, 0.08, 0.12), (0.7, 0.65, 0.5))


def ball(at, radius, colour, clear=True):
    arc = [
        (radius * math.sin(i * math.pi / 16), radius - radius * math.cos(i * math.pi / 16)) for i in range(17)
    ]
    lathe(arc, at, mat(colour, rough=0.02, glass=clear))
    if clear:
        swirl = [
            (
                at[0] + radius * 0.4 * math.cos(i),
                at[1] + radius * 0.4 * math.sin(i),
                at[2] + radius * (0.4 + i * 0.2),
            )
            for i in range(7)
        ]
        rod(swirl, radius * 0.12, mat([1 - part for part in colour], rough=0.5))


def jar(x, y, z, tall, fill):
    glass = mat((0.93, 0.97, 0.95), rough=0.02, glass=True)
    lathe(
        [(0, 0), (0.042, 0), (0.046, 0.01), (0.046, tall * 0.8), (0.034, tall * 0.92), (0.034, tall)],
        (x, y, z),
        glass,
    )
    lathe(
        [(0, 0.006), (0.04, 0.006), (0.043, 0.014), (0.043, tall * 0.74), (0, tall * 0.74)],
        (x, y, z),
        mat(fill, rough=0.08, thin=0.65),
    )
    for lump in range(9):
        angle, level = lump * 2.4, 0.02 + tall * 0.62 * lump / 9
        ball(
            (x + 0.022 * math.cos(angle), y + 0.022 * math.sin(angle), z + level),
            0.021,
            [part * 0.8 for part in fill],
            False,
        )
    sheet(lambda u, v: (x + 0.052 * (v + 0.02) * math.cos(u * 6.283), y + 0.052 * (v + 0.02) * math.sin(u * 6.283), z + tall + 0.006 - 0.02 * max(0, v - 0.7) * (1 + 0.4 * math.sin(u * 70))),
          70, 10, mat((0.75, 0.7, 0.6), (0.6, 0.5, 0.42), scale=90, rough=0.9))  # fmt: skip
    rod(
        [(x + 0.037 * math.cos(a * 0.4), y + 0.037 * math.sin(a * 0.4), z + tall - 0.008) for a in range(17)],
        0.0022,
        mat((0.5, 0.35, 0.2)),
    )


def pantry(seed=3, sunny=False):
    start(seed, strength=0.1 if not sunny else 0.25)
    shelf = wood(*(PINE if sunny else OAK))
    fills = ((0.85, 0.38, 0.05), (0.8, 0.3, 0.04), (0.28, 0.03, 0.1), (0.6, 0.07, 0.04), (0.7, 0.5, 0.1))
    for row, z in enumerate((0.0, 0.34)):
        box((0, 0, z - 0.0125), (1.5, 0.26, 0.025), shelf)
        for spot in range(8):
            if random.random() < (0.0 if sunny else 0.2):
                continue
            where = -0.56 + spot * 0.16 + random.uniform(-0.012, 0.012)
            jar(
                where,
                random.uniform(-0.05, 0.03),
                z,
                random.choice((0.17, 0.19, 0.21)),
                fills[(spot + row * 2 + (spot // 3)) % 5],
            )
    if sunny:
        box((0, 1.6, 0.4), (6, 0.1, 4), mat((0.75, 0.85, 0.5), (1, 0.95, 0.7), scale=0.8, glow=1.0), soft=0)
        lamp("SUN", (-1, 3, 2.0), (0, 0, 0), 6, 0.03, (1, 0.85, 0.6))
        lamp("AREA", (0.5, 1.2, 1.2), (0, 0, 0.2), 30, 1.5, (1, 0.9, 0.7))
        camera((-0.35, -1.15, 0.35), (0.0, 0, 0.22), 50, 2.8, (-0.1, -0.05, 0.2))
    else:
        box((0, 0.16, 0.4), (2.4, 0.04, 2.2), mat(*PLASTER, rough=0.9, scale=3, bump=0.2), soft=0)
        lamp("AREA", (-1.6, -0.9, 1.2), (0, 0, 0.2), 26, 0.7)
        camera((-0.5, -1.35, 0.5), (0.02, 0, 0.24), 48, 3.2, (0, -0.05, 0.2))


def keys(seed=4, count=5, bright=False):
    start(seed, strength=0.35 if bright else 0.12)
    wall = ((0.72, 0.74, 0.72), (0.8, 0.81, 0.79)) if bright else PLASTER
    box((0, 0.05, 0), (4, 0.1, 3), mat(*wall, rough=0.85, scale=4, bump=0.25), soft=0)
    box((0, -0.012, 0.12), (0.62, 0.024, 0.11), wood(*(PINE if bright else DARK), scale=6), soft=0.008)
    brass, steel = (
        mat((0.6, 0.42, 0.16), rough=0.3, metal=1),
        mat((0.5, 0.5, 0.48), (0.2, 0.15, 0.1), scale=30, rough=0.35, metal=1),
    )
    for peg in range(5):
        x = -0.24 + peg * 0.12
        rod([(x, -0.02, 0.11), (x, -0.05, 0.1), (x, -0.06, 0.115)], 0.004, brass)
        if peg == 2 and count < 5:
            continue
        metal, tilt = (brass, steel)[peg % 2], random.uniform(-0.12, 0.12)
        rod(
            [(x + 0.018 * math.sin(a * 0.5), -0.052, 0.087 + 0.018 * math.cos(a * 0.5)) for a in range(14)],
            0.0012,
            steel,
        )
        ring = [
            (x + 0.013 * math.sin(a * 0.5) + tilt * 0.05, -0.05, 0.058 + 0.013 * math.cos(a * 0.5))
            for a in range(14)
        ]
        rod(ring, 0.0032, metal)
        long = random.uniform(0.06, 0.1)
        foot = x + tilt * (0.06 + long)
        rod([(x + tilt * 0.06, -0.05, 0.046), (foot, -0.05, 0.046 - long)], 0.0036, metal)
        for tooth in range(2):
            box(
                (foot + 0.011, -0.05, 0.052 - long + tooth * 0.013), (0.018, 0.004, 0.008), metal, soft=0.0008
            )
    lamp("AREA", (-1.1, -0.7, 0.9), (0, 0, 0.05), 14, 0.25 if not bright else 0.7, (1, 0.95, 0.88))
    camera((0.28, -0.72, 0.12), (0.0, -0.03, 0.055), 52, 2.2, (0.05, -0.05, 0.07))


def suitcases(seed=5):
    start(seed, strength=0.1)
    room((0.9, 1.7, 0.02, 2.1), day=80, glare=1.6, boards=OAK, panes=False)
    tan, strap = (
        mat((0.22, 0.11, 0.05), (0.3, 0.17, 0.08), scale=12, bump=0.12, rough=0.5),
        mat((0.08, 0.04, 0.02), rough=0.5),
    )
    brass = mat((0.6, 0.45, 0.2), rough=0.35, metal=1)
    for (x, y, z), (wide, deep, high), turn in (
        ((0.1, -1.2, 0.11), (0.78, 0.5, 0.22), 0.15),
        ((0.14, -1.2, 0.31), (0.62, 0.4, 0.18), -0.1),
        ((-0.55, -0.75, 0.3), (0.7, 0.2, 0.52), 0.4),
    ):
        box((x, y, z), (wide, deep, high), tan, (0, 0, turn), 0.025)
        for side in (-0.28, 0.28):
            at = x + side * wide * math.cos(turn), y + side * wide * math.sin(turn), z
            box(at, (0.035, deep + 0.008, high + 0.008), strap, (0, 0, turn), 0.004)
            front = (
                at[0] + (deep / 2 + 0.006) * math.sin(turn),
                at[1] - (deep / 2 + 0.006) * math.cos(turn),
                z + 0.02,
            )
            box(front, (0.045, 0.008, 0.035), brass, (0, 0, turn), 0.003)
        grip = [
            (
                x + u * math.cos(turn) + (deep / 2 + 0.03 * (1 - (u / 0.08) ** 2)) * math.sin(turn),
                y + u * math.sin(turn) - (deep / 2 + 0.03 * (1 - (u / 0.08) ** 2)) * math.cos(turn),
                z,
            )
            for u in (-0.08, -0.05, 0, 0.05, 0.08)
        ]
        rod(grip, 0.009, strap)
    sheet(
        lambda u, v: (-0.1 + 0.5 * u, -1.35 + 0.3 * v, 0.405 + 0.014 * math.sin(9 * u) * math.cos(8 * v)),
        30,
        20,
        mat((0.4, 0.38, 0.34), (0.25, 0.23, 0.2), scale=70, rough=1, thin=0.1),
        0.02,
    )
    camera((-0.75, -3.5, 1.0), (0.15, -0.9, 0.5), 36, 3.5, (0.1, -1.4, 0.3))


def stairs(seed=6, lit=1.0, night=False, turns=3.2):
    """A winding stair looked down from the top."""
    start(seed, (0.6, 0.65, 0.75), 0.015 if night else 0.16)
    stone = mat((0.42, 0.4, 0.37), (0.55, 0.53, 0.5), scale=8, rough=0.55, bump=0.1)
    iron, rail = mat((0.03, 0.03, 0.03), rough=0.4), wood(*DARK)
    count, well, reach, drop = round(turns * 18), 0.55, 1.75, 0.165
    path = []
    for step in range(count):
        a, b, z = step * math.tau / 18, (step + 1.04) * math.tau / 18, -max(0, step - 4) * drop
        ring = [(r * math.cos(t), r * math.sin(t)) for r, t in ((well, a), (reach, a), (reach, b), (well, b))]
        points = [(x, y, z - h) for h in (0, 0.17) for x, y in ring]
        mesh(
            points,
            [(0, 1, 2, 3), (7, 6, 5, 4), (0, 4, 5, 1), (1, 5, 6, 2), (2, 6, 7, 3), (3, 7, 4, 0)],
            stone,
        )
        middle = (a + b) / 2
        x, y = (well + 0.04) * math.cos(middle), (well + 0.04) * math.sin(middle)
        rod([(x, y, z), (x, y, z + 0.9)], 0.009, iron)
        path.append((x, y, z + 0.91))
    rod(path, 0.028, rail)
    wall = mat((0.5, 0.49, 0.44), (0.6, 0.58, 0.52), rough=0.9, scale=2, bump=0.1)
    lathe([(reach, 3), (reach, -count * drop)], (0, 0, 0), wall, around=72)
    box((0, 0, -count * drop - 0.1), (4, 4, 0.1), mat((0.25, 0.22, 0.2), (0.5, 0.48, 0.42), scale=3), soft=0)
    if night:
        for level in (0, 1, 2):
            x, y, z = 1.45 * math.cos(2.2 + level), 1.45 * math.sin(2.2 + level), -1.5 - level * 3.1
            ball((x, y, z), 0.07, (1, 0.75, 0.4), False) if lit else None
            lamp(
                "POINT",
                (x * 0.8, y * 0.8, z),
                (0, 0, 0),
                (38 if lit else 1.5) / (1 + level * 0.3),
                0.12,
                (1, 0.74, 0.42) if lit else (0.5, 0.6, 1),
            )
        lamp("AREA", (0.3, 0.2, 2.6), (0, 0, 0), 3 if lit else 9, 1, (0.45, 0.6, 1))
    else:
        lamp("AREA", (0.9, 0.5, 2.9), (0, 0, -3), 55, 0.9)
        lamp("POINT", (0, 0, -count * drop + 0.7), (0, 0, 0), 60, 0.2)
    camera((0.12, -0.42, 2.15), (0.0, 0.1, -3), 22, 5.6, (0.5, 0.3, -0.6))


def radio(seed=7):
    start(seed, strength=0.08)
    box(
        (0, 0.3, 0.8),
        (5, 0.1, 4),
        mat((0.3, 0.33, 0.27), (0.36, 0.38, 0.31), rough=0.9, scale=3, bump=0.1),
        soft=0,
    )
    box((0, 0, -0.02), (2, 0.5, 0.04), wood(*DARK), soft=0.01)
    box((0, 0.02, 0.17), (0.54, 0.24, 0.34), wood(*OAK, scale=4, rough=0.12, bump=0.02), soft=0.035)
    box(
        (0, -0.098, 0.215),
        (0.44, 0.02, 0.17),
        mat((0.35, 0.28, 0.18), (0.14, 0.1, 0.06), scale=160, rough=0.95, bump=0.4),
        soft=0.01,
    )
    for slat in range(6):
        box(
            (-0.15 + slat * 0.06, -0.112, 0.215),
            (0.008, 0.012, 0.17),
            mat((0.6, 0.5, 0.3), metal=0.8, rough=0.3),
        )
    box(
        (0, -0.1, 0.085),
        (0.3, 0.016, 0.05),
        mat((1, 0.8, 0.45), (0.75, 0.5, 0.2), scale=14, glow=0.9),
        soft=0.004,
    )
    for mark in range(24):
        box(
            (-0.135 + mark * 0.0117, -0.1095, 0.085),
            (0.0012, 0.002, 0.018 if mark % 4 else 0.034),
            mat((0.05, 0.02, 0.01)),
            soft=0,
        )
    for x in (-0.205, 0.205):
        lathe(
            [(0.03, 0), (0.028, 0.025), (0.02, 0.03), (0, 0.03)],
            (x, -0.1, 0.085),
            mat((0.75, 0.68, 0.5), rough=0.2),
            (math.pi / 2, 0, 0),
        )
    sheet(
        lambda u, v: (-0.2 + 0.4 * u, -0.14 + 0.26 * v, 0.343 - 0.05 * max(0, 0.16 - v) * 4),
        20,
        20,
        mat((0.75, 0.72, 0.66), (0.5, 0.47, 0.42), scale=70, rough=1),
    )
    lathe(
        [(0, 0), (0.03, 0), (0.045, 0.05), (0.02, 0.11), (0.024, 0.14)],
        (0.07, 0, 0.345),
        mat((0.15, 0.25, 0.4), rough=0.1),
    )
    for stem in range(5):
        rod(
            [
                (0.07, 0, 0.46),
                (0.07 + 0.03 * math.sin(stem * 2), 0.02 * math.cos(stem), 0.56),
                (0.07 + 0.1 * math.sin(stem * 2), 0.04 * math.cos(stem), 0.6 + 0.02 * stem),
            ],
            0.0015,
            mat((0.25, 0.2, 0.1)),
        )
    papers(-0.45, -0.08, 0, 4, 0.02)
    lamp("AREA", (-1.6, -1.0, 1.1), (0, 0, 0.15), 32, 0.6)
    camera((-0.3, -1.2, 0.36), (0.0, 0, 0.24), 46, 2.8, (0.02, -0.1, 0.15))


def bedside(seed=8):
    start(seed, strength=0.05)
    box(
        (0, 0.35, 1),
        (5, 0.1, 4),
        mat((0.42, 0.4, 0.36), (0.5, 0.47, 0.42), rough=0.9, scale=22, stretch=(1, 1, 0.03), bump=0.1),
        soft=0,
    )
    box((0, 0, -0.02), (0.6, 0.42, 0.04), wood(*DARK, rough=0.2), soft=0.012)
    brass = mat((0.5, 0.36, 0.15), rough=0.3, metal=1)
    lathe(
        [
            (0, 0),
            (0.08, 0),
            (0.075, 0.02),
            (0.02, 0.04),
            (0.014, 0.1),
            (0.03, 0.14),
            (0.014, 0.18),
            (0.01, 0.3),
        ],
        (0.06, 0.05, 0),
        brass,
    )
    sheet(
        lambda u, v: (
            (0.18 - 0.09 * v) * math.cos(u * 6.2832) * (1 + 0.02 * math.sin(u * 150)) + 0.06,
            (0.18 - 0.09 * v) * math.sin(u * 6.2832) * (1 + 0.02 * math.sin(u * 150)) + 0.05,
            0.25 + 0.2 * v,
        ),
        300,
        8,
        mat((0.95, 0.85, 0.65), thin=0.6),
    )
    lamp("POINT", (0.06, 0.05, 0.33), (0, 0, 0), 13, 0.04, (1, 0.8, 0.55))
    papers(-0.16, -0.08, 0, 3, 0.01, (0.5, 0.2, 0.15), (0.13, 0.19))
    spectacles = mat((0.05, 0.03, 0.02), rough=0.2)
    for x in (-0.19, -0.13):
        rod(
            [(x + 0.024 * math.sin(a * 0.5), -0.1 + 0.02 * math.cos(a * 0.5), 0.014) for a in range(14)],
            0.0018,
            spectacles,
        )
    rod([(-0.168, -0.095, 0.015), (-0.154, -0.095, 0.015)], 0.0018, spectacles)
    for x, end in ((-0.214, -0.25), (-0.106, -0.09)):
        rod([(x, -0.1, 0.014), (end, 0.02, 0.012)], 0.0016, spectacles)
    camera((-0.42, -1.1, 0.4), (-0.02, 0, 0.17), 46, 2.8, (0, 0, 0.1))


def bare_wall(seed=9):
    start(seed, strength=0.1)
    room((1.9, 2.1, 0.9, 2.2), wide=2.2, day=10, glare=1, boards=DARK)
    box(
        (-0.1, -0.007, 1.62),
        (0.62, 0.012, 0.82),
        mat((0.74, 0.72, 0.66), (0.78, 0.76, 0.7), scale=3, rough=0.95),
        soft=0,
    )
    rod([(-0.1, 0.02, 2.13), (-0.1, -0.05, 2.15)], 0.005, mat((0.1, 0.08, 0.06), metal=0.8))
    rod([(-0.1, -0.04, 2.14), (-0.4, -0.012, 1.9)], 0.0012, mat((0.2, 0.18, 0.15)))
    chair(0.75, -0.45, -0.3, wood(*DARK))
    lamp("AREA", (-2.0, -1.6, 1.9), (0, 0, 1.3), 90, 0.5, size_y=1.2)
    camera((-0.35, -3.1, 1.4), (0.12, 0, 1.25), 36, 4, (0, 0, 1.5))


def camera_on_lace(seed=13):
    """The twin-lens camera on the cloth."""
    start(seed, strength=0.1)
    table(0, 1.8, 1.2, wood(*DARK, rough=0.2))
    thread, holes = mat((0.8, 0.77, 0.7), rough=1), 20
    for loop in range(holes):
        for row in range(1, 11):
            radius, angle = row * 0.03, (loop + row % 2 / 2) * math.tau / holes
            x, y, r = radius * math.cos(angle), radius * math.sin(angle), 0.004 + row * 0.0042
            rod(
                [(x + r * math.cos(a * 0.45), y + r * math.sin(a * 0.45), 0.002) for a in range(15)],
                0.0022,
                thread,
            )
            rod([(x * 0.85, y * 0.85, 0.002), (x * 1.15, y * 1.15, 0.002)], 0.0011, thread)
    for edge in range(44):
        a = edge * math.tau / 44
        rod(
            [
                (
                    0.325 * math.cos(a) + 0.02 * math.cos(t * 0.5),
                    0.325 * math.sin(a) + 0.02 * math.sin(t * 0.5),
                    0.002,
                )
                for t in range(14)
            ],
            0.0022,
            thread,
        )
    leather = mat((0.02, 0.02, 0.02), (0.035, 0.03, 0.028), scale=90, rough=0.55, bump=0.5)
    chrome, black = mat((0.65, 0.64, 0.62), rough=0.18, metal=1), mat((0.012, 0.012, 0.012), rough=0.25)
    box((0, 0, 0.072), (0.085, 0.09, 0.135), leather, soft=0.006)
    box((0, 0, 0.142), (0.088, 0.093, 0.008), chrome, soft=0.002)
    box((0, -0.048, 0.075), (0.07, 0.008, 0.115), chrome, soft=0.006)
    for z in (0.048, 0.102):
        lathe(
            [(0.027, 0), (0.027, 0.014), (0.023, 0.018), (0.021, 0.018), (0.019, 0.01)],
            (0, -0.051, z),
            chrome,
            (math.pi / 2, 0, 0),
        )
        lathe([(0.0195, 0.012), (0.017, 0.005), (0, 0.005)], (0, -0.051, z), black, (math.pi / 2, 0, 0))
        lathe(
            [(0.018, 0.007), (0.012, 0.012), (0, 0.014)],
            (0, -0.051, z),
            mat((0.25, 0.2, 0.5), rough=0.01, glass=True),
            (math.pi / 2, 0, 0),
        )
    for x, y, turn in ((0, 0.04, 0.12), (-0.04, 0, 0), (0.04, 0, 0)):
        box((x, y, 0.17), (0.076, 0.002, 0.05) if y else (0.002, 0.08, 0.05), black, (-turn, 0, 0), 0.001)
    box((0, -0.04, 0.165), (0.076, 0.002, 0.04), black, (0.2, 0, 0), 0.001)
    for z, r in ((0.05, 0.016), (0.11, 0.011)):
        lathe(
            [(r, 0), (r, 0.014), (r * 0.8, 0.018), (0, 0.018)], (0.043, 0.01, z), chrome, (0, math.pi / 2, 0)
        )
    strap = [
        (0.045, 0.02, 0.135),
        (0.08, 0.03, 0.1),
        (0.13, 0.02, 0.012),
        (0.22, -0.06, 0.006),
        (0.25, -0.15, 0.006),
        (0.17, -0.2, 0.006),
        (0.08, -0.17, 0.006),
    ]
    rod(strap, 0.005, mat((0.1, 0.05, 0.025), rough=0.6))
    lamp("AREA", (-0.9, 0.4, 0.8), (0, 0, 0.06), 14, 0.5)
    lamp("AREA", (0.8, -0.8, 0.6), (0, 0, 0.06), 2.0, 0.6)
    box((0, 1.3, 0.5), (5, 0.1, 3), mat((0.25, 0.24, 0.22), (0.35, 0.33, 0.3), scale=2, rough=0.9), soft=0)
    camera((-0.24, -0.66, 0.3), (0.015, 0, 0.072), 58, 3.2, (-0.01, -0.06, 0.09))


def gallery(seed=10, view="rail"):
    """The open corridor round the courtyard, the yard from above, and a door left open."""
    start(seed, (0.75, 0.8, 0.88), 0.55)
    iron, plaster = (
        mat((0.03, 0.03, 0.03), rough=0.5),
        mat((0.5, 0.47, 0.4), (0.62, 0.59, 0.52), scale=1.2, rough=0.95, bump=0.2),
    )
    snow = mat((0.82, 0.84, 0.88), rough=0.8, scale=9, bump=0.25)
    pane = mat((0.03, 0.035, 0.04), rough=0.05)
    sheet(
        lambda u, v: (-9 + 18 * u, -1 + 12 * v, -6 + 0.06 * math.sin(30 * u + 3 * v) * math.sin(19 * v)),
        90,
        60,
        snow,
    )
    for level in range(4):
        z = -6 + level * 3.1
        for column in range(7):
            x = -6.6 + column * 2.2
            box((x, 8.98, z + 1.7), (0.8, 0.1, 1.5), pane)
            box((x, 8.95, z + 1.7), (0.05, 0.12, 1.5), mat((0.6, 0.58, 0.5)))
            box((x, 8.9, z + 0.92), (1.0, 0.25, 0.07), snow, soft=0.02)
    box((0, 9.3, -1), (18, 0.6, 12), plaster, soft=0)
    for x in (-8.5, 8.5):
        box((x, 4, -1), (0.6, 11, 12), plaster, soft=0)
    box(
        (0, -0.7, -0.08), (9, 1.5, 0.16), mat((0.35, 0.33, 0.3), (0.5, 0.48, 0.45), scale=7, bump=0.2), soft=0
    )
    for bar in range(60):
        rod([(-4 + bar * 0.135, 0, 0), (-4 + bar * 0.135, 0, 1.02)], 0.008, iron)
    for z in (0.1, 1.03):
        rod([(-4.2, 0, z), (4.2, 0, z)], 0.02, iron)
    lathe([(0, 0), (0.025, 0.005), (0.03, 0.02), (0.0, 0.035)], (0, 0, 1.03), snow)
    sheet(
        lambda u, v: (
            -4 + 8 * u,
            0.024 * math.cos(v * 3.14),
            1.045 + 0.022 * math.sin(v * 3.14) * (1 + 0.4 * math.sin(70 * u)),
        ),
        160,
        8,
        snow,
    )
    for side in range(3):
        x = -6 + side * 5
        rod([(x, 6, -6), (x + 0.1, 6, -4.4), (x - 0.1, 6.1, -3.2)], 0.06, mat((0.06, 0.045, 0.035)))
        for twig in range(40):
            a, z = twig * 2.4, -4.6 + twig * 0.05
            rod(
                [
                    (x, 6, z),
                    (x + 0.6 * math.cos(a), 6 + 0.6 * math.sin(a), z + 0.5),
                    (x + 1.0 * math.cos(a + 0.3), 6 + math.sin(a + 0.3), z + 1.1),
                ],
                0.012,
                mat((0.06, 0.045, 0.035)),
            )
    if view == "rail":
        for spot in range(3):
            pot(-0.15 + spot * 0.42, -0.3, 0.0, 0.7 + 0.12 * (spot % 2))
        camera((-1.5, -1.25, 1.5), (0.75, 2.2, 0.35), 30, 5.6, (0.2, -0.2, 0.7))
    else:
        box((0.8, 5.0, -5.6), (1.6, 0.4, 0.07), wood(*DARK))
        sheet(
            lambda u, v: (
                0 + 1.6 * u,
                4.8 + 0.4 * v,
                -5.56 + 0.1 * (math.sin(3.14 * u) * math.sin(3.14 * v)) ** 0.25,
            ),
            40,
            20,
            snow,
        )
        for step in range(22):
            lathe(
                [(0, 0.0), (0.12, 0.02), (0.16, 0.05), (0.2, 0.0)],
                (-3 + step * 0.32 + 0.1 * (step % 2), 1.5 + 0.13 * step + 0.25 * (step % 2), -5.98),
                snow,
            )
        camera((0.2, 0.35, 3.4), (0.1, 4.4, -6), 28, 8, (0, 5, -5.5))


def pot(x, y, z, size, bloom=None, fired=True):
    """A flower pot; without bloom it is a winter stump, and not fired a cutting without a pot."""
    clay = mat((0.35, 0.13, 0.07), (0.5, 0.24, 0.15), scale=14, rough=0.9, bump=0.15)
    profile = [
        (0, 0),
        (0.075, 0),
        (0.105, 0.16),
        (0.12, 0.16),
        (0.122, 0.2),
        (0.108, 0.2),
        (0.1, 0.17),
        (0, 0.17),
    ]
    if fired:
        lathe([(r * size, h * size) for r, h in profile], (x, y, z), clay)
    stem = mat((0.2, 0.3, 0.1) if bloom else (0.12, 0.08, 0.05), rough=0.8)
    leaf = mat((0.05, 0.2, 0.03), (0.16, 0.34, 0.06), scale=40, rough=0.5, thin=0.4)
    for shoot in range(9):
        a, tall = shoot * 2.4, size * random.uniform(0.18, 0.42)
        lean = size * random.uniform(0.04, 0.14)
        top = x + lean * math.cos(a), y + lean * math.sin(a), z + 0.17 * size + tall
        rod(
            [
                (x + 0.03 * math.cos(a), y + 0.03 * math.sin(a), z + 0.16 * size),
                ((x + top[0]) / 2, (y + top[1]) / 2, z + 0.2 * size + tall * 0.5),
                top,
            ],
            0.0035 * size,
            stem,
        )
        if not bloom:
            continue
        for _ in range(5):
            r, tilt, turn = (
                size * random.uniform(0.025, 0.05),
                random.uniform(-0.7, 0.7),
                random.uniform(0, 6),
            )
            at = [part + random.gauss(0, 0.035 * size) for part in top]
            at[2] -= random.uniform(0.02, 0.2) * size
            sheet(lambda u, v, r=r: (r * v * math.cos(u * 5.9) * (1 + 0.08 * math.sin(u * 50)), r * v * math.sin(u * 5.9) * (1 + 0.08 * math.sin(u * 50)), 0.35 * r * v * v + 0.1 * r * v * math.sin(u * 40)),
                  36, 4, leaf, 0, at, (tilt, tilt * 0.6, turn))  # fmt: skip
        if shoot % 2 == 0:
            petal = mat([part * random.uniform(0.8, 1.2) for part in bloom], rough=0.6, thin=0.45)
            scatter(
                70,
                lambda: [p + random.gauss(0, 0.018 * size) for p in (top[0], top[1], top[2] + 0.07 * size)],
                0.021 * size,
                petal,
            )


def open_door(seed=12):
    start(seed, strength=0.06)
    room((-0.48, 0.48, -0.03, 2.15), wide=1.7, day=90, glare=0.6, boards=DARK, panes=False)
    for step in range(8):
        box((-0.5 + step * 0.14, 1.48, -0.02), (0.137, 3.0, 0.04), wood(*OAK, along=1), soft=0.002)
    box((0, 3.0, 1.2), (5, 0.1, 3), mat((0.65, 0.63, 0.58), (0.75, 0.73, 0.68), scale=2, rough=0.9), soft=0)
    paint = mat((0.66, 0.64, 0.58), (0.74, 0.72, 0.66), scale=7, rough=0.4)
    box((-0.86, -0.25, 1.07), (0.9, 0.045, 2.12), paint, (0, 0, 0.55))
    for z in (0.55, 1.5):
        box((-0.85, -0.28, z), (0.55, 0.03, 0.7), paint, (0, 0, 0.55), 0.015)
    rod(
        [(-1.15, -0.5, 1.02), (-1.15, -0.56, 1.02), (-1.05, -0.53, 1.02)],
        0.011,
        mat((0.6, 0.42, 0.18), metal=1, rough=0.3),
    )
    lamp("AREA", (1.5, 1.6, 2.0), (0, 2.6, 0.6), 160, 0.8)
    lamp("SUN", (3, 4.5, 3.2), (0, 0, 0), 3, 0.02, (1, 0.92, 0.8))
    camera((0.35, -3.3, 1.3), (-0.12, 0, 1.05), 32, 4)


def lake(seed=20, mood="fog", extra=None):
    """A shore with a landing stage; extra is a boat, reeds or a deck chair."""
    tone = {"fog": (0.55, 0.57, 0.6), "dawn": (0.95, 0.62, 0.4), "noon": (0.62, 0.72, 0.8)}[mood]
    start(seed, tone, 0.9 if mood == "fog" else 0.75, tone, {"fog": 11, "dawn": 80, "noon": 70}[mood])
    water = mat((0.02, 0.035, 0.04), rough=0.06, scale=1.3, stretch=(0.45, 2.4, 1), bump=0.28)
    box((0, 100, -0.5), (400, 260, 1), water, soft=0)
    plank = wood((0.1, 0.085, 0.07), (0.24, 0.21, 0.18), scale=3, rough=0.8)
    for board in range(58):
        box(
            (random.uniform(-0.03, 0.03), -1 + board * 0.205, 0.5),
            (1.25, 0.185, 0.035),
            plank,
            (0, 0, random.uniform(-0.012, 0.012)),
        )
    for pair in range(7):
        for side in (-0.62, 0.62):
            y, tall = -0.6 + pair * 1.9, 0.62 + 0.5 * (pair % 2) + random.uniform(0, 0.12)
            lathe(
                [(0.065, -0.5), (0.06, tall), (0.045, tall + 0.03), (0, tall + 0.03)],
                (side, y, 0),
                plank,
                (random.uniform(-0.03, 0.03),) * 2 + (0,),
            )
    hill = mat((0.02, 0.035, 0.03), rough=1)
    for ridge in range(2):
        sheet(
            lambda u, v, r=ridge: (
                -150 + 300 * u,
                90 + r * 35,
                v * (4 + r * 5 + 3 * math.sin(u * 9 + r * 4) + 1.5 * math.sin(u * 23)),
            ),
            90,
            2,
            hill,
        )
    if mood == "dawn":
        box(
            (0, 170, 30),
            (500, 1, 70),
            mat((0.85, 0.35, 0.16), (1, 0.66, 0.38), scale=0.012, stretch=(0.5, 1, 4), glow=0.9, spread=0.4),
            soft=0,
        )
        lamp("SUN", (-18, 90, 9), (0, 0, 0), 2.2, 0.03, (1, 0.6, 0.3))
        ball((-14, 85, 6.6), 1.5, (1, 0.8, 0.5), False)
        glow = mat((1, 0.72, 0.4), glow=9)
        lathe(
            [(1.5 * math.sin(i * 0.2), 1.5 - 1.5 * math.cos(i * 0.2)) for i in range(17)],
            (-14, 84, 6.6),
            glow,
        )
    else:
        lamp(
            "SUN",
            (-8, -4, 10),
            (0, 4, 0),
            0.6 if mood == "fog" else 3.2,
            0.3 if mood == "fog" else 0.02,
            (1, 0.95, 0.88),
        )
    if extra == "boat":
        boat(1.75, 3.4, 0.02, 3.6, mat((0.08, 0.2, 0.28), (0.14, 0.28, 0.34), scale=5, rough=0.5), 1.45)
        rod(
            [(0.62, 3.7, 1.0), (0.9, 3.0, 0.55), (1.3, 2.2, 0.45), (1.55, 1.75, 0.55)],
            0.012,
            mat((0.5, 0.42, 0.3), rough=1),
        )
        camera((-1.3, -1.6, 1.9), (1.2, 4.2, 0.2), 34, 4, (1.5, 3, 0.3))
    elif extra == "reeds":
        straw = mat((0.4, 0.28, 0.1), (0.6, 0.44, 0.18), scale=3, rough=0.8, thin=0.3)
        scatter(520, lambda: (random.gauss(1.9, 1.2), 2.2 + random.expovariate(0.9), 0), 1.7, straw, True)
        scatter(
            90,
            lambda: (random.gauss(1.9, 1.0), 2.5 + random.random(), random.uniform(1.3, 1.9)),
            0.12,
            mat((0.12, 0.05, 0.03)),
        )
        camera((0.4, -1.6, 1.15), (1.2, 4, 1.0), 40, 2.8, (1.6, 2.6, 1))
    elif extra == "deckchair":
        sand = mat((0.5, 0.4, 0.27), (0.62, 0.52, 0.37), scale=4, rough=1, bump=0.5)
        sheet(
            lambda u, v: (
                -12 + 24 * u,
                -9 + 9.5 * v,
                0.32 - 0.4 * v**3 + 0.03 * math.sin(50 * u) * math.sin(31 * v),
            ),
            120,
            60,
            sand,
        )
        beam = wood(*PINE)
        for side in (-0.28, 0.28):
            rod([(1.6 + side, -1.0, 0.25), (1.6 + side, -2.1, 1.15)], 0.02, beam)
            rod([(1.6 + side, -1.9, 0.25), (1.6 + side, -1.15, 0.72)], 0.02, beam)
        for y, z in ((-2.1, 1.15), (-1.15, 0.72)):
            rod([(1.3, y, z), (1.9, y, z)], 0.02, beam)
        for stripe in range(7):
            tint = ((0.75, 0.68, 0.55), (0.65, 0.16, 0.06))[stripe % 2]
            sheet(
                lambda u, v, s=stripe: (
                    1.34 + (s + u) * 0.075,
                    -2.1 + 0.95 * v,
                    1.15 - 0.43 * v - 0.27 * math.sin(math.pi * min(1, v * 1.02)) ** 0.8,
                ),
                3,
                30,
                mat(tint, rough=0.9, thin=0.3),
                0.004,
            )
        camera((0.2, -5.2, 1.45), (0.9, 0, 0.75), 38, 3.5, (1.6, -1.6, 0.8))
    else:
        camera(
            (-0.55 if mood == "dawn" else 0.16, -2.4, 1.75),
            (-0.7 if mood == "dawn" else 0.05, 8, 0.75),
            30,
            6,
            (0, 3, 0.5),
        )


def boat(x, y, z, long, paint, turn=0.0, sail=None):
    def hull(u, v):
        t, girth = u * 2 - 1, (v - 0.5) * math.pi
        half = 0.19 * (1 - abs(t) ** 2.6) + 0.002
        return (
            t / 2 * long,
            half * long * math.sin(girth),
            long * (-0.13 * (1 - abs(t) ** 4) * math.cos(girth) + 0.05 * t * t + 0.12),
        )

    timber = wood(*PINE, scale=20 if long < 1 else 4)
    sheet(hull, 50, 20, paint, 0.012 * long, (x, y, z), (0, 0, turn))
    for t in (-0.4, 0.05, 0.45):
        at = x + t / 2 * long * math.cos(turn), y + t / 2 * long * math.sin(turn), z + 0.085 * long
        box(at, (0.08 * long, 0.36 * long * (1 - abs(t) ** 2.6), 0.012 * long), timber, (0, 0, turn), 0.002)
    if sail:
        rod([(x, y, z + 0.02 * long), (x, y, z + 1.12 * long)], 0.011 * long, timber)
        rod(
            [
                (x, y, z + 0.25 * long),
                (x - 0.42 * long * math.cos(turn), y - 0.42 * long * math.sin(turn), z + 0.24 * long),
            ],
            0.008 * long,
            timber,
        )
        for reach, low, top in ((-0.42, 0.27, 1.08), (0.4, 0.2, 0.98)):

            def cloth(u, v, reach=reach, low=low, top=top):
                along, bulge = (
                    reach * u * (1 - v) * long,
                    0.07 * long * math.sin(math.pi * u) * math.sin(math.pi * v * 0.8 + 0.3),
                )
                return (
                    x + along * math.cos(turn) + bulge * math.sin(turn),
                    y + along * math.sin(turn) - bulge * math.cos(turn),
                    z + (low + (top - low) * v) * long,
                )

            sheet(cloth, 20, 20, sail)


def poplars(seed=21):
    fog = (0.62, 0.63, 0.65)
    start(seed, fog, 0.85, fog, 55)
    soil = mat((0.1, 0.085, 0.07), (0.2, 0.18, 0.15), scale=2, rough=1, bump=0.5)
    sheet(
        lambda u, v: (-60 + 120 * u, -6 + 160 * v, 0.05 * math.sin(u * 90)),
        200,
        60,
        mat((0.08, 0.1, 0.05), (0.16, 0.17, 0.09), scale=3, rough=1, bump=0.6),
    )
    sheet(
        lambda u, v: (
            -1.9 + 3.8 * u + 2.2 * math.sin(v * 2.2),
            -6 + 140 * v,
            0.06 - 0.05 * (abs(math.cos(u * 6.28)) < 0.35),
        ),
        40,
        120,
        soil,
    )
    leaf = mat((0.05, 0.06, 0.03), (0.1, 0.11, 0.05), scale=3, rough=0.8, thin=0.2)
    for row in range(15):
        for side in (-1, 1):
            y = 3 + row * 6.2 + side * 0.8
            x, tall = side * 3.4 + 2.2 * math.sin((y + 6) / 140 * 2.2), random.uniform(10, 13)
            rod(
                [(x, y, 0), (x + 0.1, y, tall * 0.5), (x, y, tall * 0.9)],
                0.14,
                mat((0.07, 0.06, 0.05), rough=1),
            )

            def spot(x=x, y=y, tall=tall):
                h, a = random.random() ** 0.8, random.uniform(0, 6.28)
                r = 1.15 * math.sin(math.pi * min(1, h + 0.08)) ** 0.7 * random.random() ** 0.5
                return x + r * math.cos(a), y + r * math.sin(a), 1.3 + h * tall

            scatter(4200 if row < 4 else 1200, spot, 0.2 if row < 4 else 0.26, leaf)
    scatter(
        9000,
        lambda: (random.choice((-1, 1)) * random.uniform(1.9, 9), -5 + random.expovariate(0.16), 0),
        0.3,
        mat((0.13, 0.14, 0.06), (0.25, 0.24, 0.12), scale=5),
        True,
    )
    lamp("SUN", (9, 14, 9), (0, 0, 0), 2.2, 0.2)
    camera((0.1, -4.6, 1.5), (1.3, 20, 3.1), 30, 8, (0, 12, 2))


def snow_bench(seed=22, night=False):
    fog = (0.012, 0.016, 0.03) if night else (0.66, 0.68, 0.72)
    start(seed, fog, 0.7 if night else 0.8, fog, 30 if night else 34)
    snow = mat((0.82, 0.84, 0.88), rough=0.85, scale=7, bump=0.12)
    sheet(
        lambda u, v: (
            -20 + 40 * u,
            -6 + 36 * v,
            0.09 * math.sin(17 * u + 5 * v) + 0.05 * math.sin(60 * u) * math.sin(45 * v),
        ),
        160,
        140,
        snow,
    )
    timber, iron = wood(*DARK), mat((0.03, 0.03, 0.03), rough=0.5)
    for side in (-0.75, 0.75):
        rod([(side, -0.15, 0), (side, -0.15, 0.44), (side, 0.2, 0.44), (side, 0.32, 0.9)], 0.025, iron)
        rod([(side, 0.2, 0.44), (side, 0.22, 0)], 0.025, iron)
    for slat in range(4):
        box((0, -0.15 + slat * 0.11, 0.47), (1.8, 0.09, 0.03), timber)
    for z in (0.62, 0.76, 0.88):
        box((0, 0.2 + (z - 0.44) * 0.26, z), (1.8, 0.03, 0.1), timber, (-0.26, 0, 0))
    for y, z, deep, high in ((0.0, 0.48, 0.46, 0.17), (0.325, 0.93, 0.1, 0.1)):
        sheet(
            lambda u, v, y=y, z=z, deep=deep, high=high: (
                -0.93 + 1.86 * u,
                y + (v - 0.5) * deep,
                z
                + high
                * (max(0, math.sin(math.pi * u) * math.sin(math.pi * v)) ** 0.22)
                * (1 + 0.08 * math.sin(23 * u)),
            ),
            80,
            24,
            snow,
        )
    for _ in range(9):
        x, y = random.uniform(-9, 9), random.uniform(3, 12)
        bark = mat((0.05, 0.042, 0.038), (0.1, 0.09, 0.08), scale=8, rough=1)
        rod(
            [(x, y, -0.2), (x + 0.1, y, 2.4), (x + random.uniform(-0.4, 0.4), y, 6)],
            random.uniform(0.09, 0.16),
            bark,
        )
        for limb in range(26):
            a, z, r = limb * 2.4, 1.7 + limb * 0.17, random.uniform(0.8, 1.7)
            rod(
                [
                    (x, y, z),
                    (x + 0.5 * r * math.cos(a), y + 0.5 * r * math.sin(a), z + 0.5),
                    (x + r * math.cos(a), y + r * math.sin(a), z + 1.2),
                    (x + 1.2 * r * math.cos(a + 0.4), y + 1.2 * r * math.sin(a), z + 1.9),
                ],
                0.016,
                bark,
            )
    if night:
        rod([(-1.9, 0.6, 0), (-1.9, 0.6, 3.5), (-1.6, 0.5, 3.75), (-1.3, 0.45, 3.65)], 0.045, iron)
        lathe([(0.03, 0.12), (0.07, 0.1), (0.2, 0)], (-1.3, 0.45, 3.5), iron)
        lathe([(0, 0), (0.08, 0.02), (0.1, 0.08)], (-1.3, 0.45, 3.43), mat((1, 0.72, 0.4), glow=30))
        lamp("SPOT", (-1.3, 0.45, 3.42), (-1.2, 0.3, 0), 520, 0.12, (1, 0.7, 0.38)).data.spot_size = 2.3
        camera((-0.7, -5.4, 1.55), (-0.5, 0.3, 1.5), 30, 3.5, (-1, 0.2, 1))
    else:
        lamp("SUN", (-6, 5, 5), (0, 0, 0), 1.3, 0.15)
        camera((-1.5, -3.6, 1.45), (0.2, 0.3, 0.75), 36, 4, (0, 0, 0.6))


def bundle(seed=23):
    start(seed, strength=0.12)
    table(0, 2, 1.4, wood(*OAK, rough=0.25))
    for layer in range(26):
        at = random.uniform(-0.003, 0.003), random.uniform(-0.003, 0.003), 0.002 + layer * 0.0019
        tint = random.choice(((0.7, 0.66, 0.55), (0.6, 0.55, 0.44), (0.78, 0.75, 0.67)))
        box(
            at,
            (0.13 + random.choice((0, 0, 0.006)), 0.09, 0.0013),
            mat(tint, rough=0.8),
            (0, 0, random.uniform(-0.03, 0.03)),
            0,
        )
    box(
        (0, 0, 0.0525),
        (0.112, 0.072, 0.0008),
        mat((0.12, 0.11, 0.09), (0.5, 0.47, 0.4), scale=14, stretch=(0.5, 2, 1), rough=0.35),
        soft=0,
    )
    string = mat((0.5, 0.38, 0.22), (0.35, 0.25, 0.14), scale=200, rough=1)
    h = 0.056
    for pass_ in (0.0, 0.004):
        rod([(-0.072, pass_, 0), (-0.07, pass_, h), (0.07, pass_, h), (0.072, pass_, 0)], 0.0016, string)
        rod([(pass_, -0.05, 0), (pass_, -0.048, h), (pass_, 0.048, h), (pass_, 0.05, 0)], 0.0016, string)
    for side in (-1, 1):
        loop = [
            (
                side * 0.022 * (1 - math.cos(t)) + 0.002,
                0.016 * math.sin(t) * side + 0.002,
                h + 0.004 + 0.006 * math.sin(t / 2),
            )
            for t in (i * 0.42 for i in range(16))
        ]
        rod(loop, 0.0014, string)
        rod(
            [
                (0, 0, h),
                (side * 0.03, -0.02, h + 0.004),
                (side * 0.04, -0.044, h - 0.004),
                (side * 0.05, -0.06, 0.02),
            ],
            0.0014,
            string,
        )
    cup(0.19, 0.12, 0, mat((0.75, 0.73, 0.7), rough=0.1))
    lamp("AREA", (-0.7, 0.5, 0.55), (0, 0, 0.03), 9, 0.35)
    box((0, 1.2, 0.4), (4, 0.1, 2), mat((0.2, 0.19, 0.17), rough=0.9), soft=0)
    camera((-0.15, -0.42, 0.27), (0.03, 0.015, 0.03), 55, 3.0, (0, 0, 0.055))


def prints(pictures, seed=24, slides=False, close=False):
    """Earlier pictures of the demo, laid out as prints on a table or as slides on a light table."""
    start(seed, strength=0.35 if not slides else 0.03)
    if slides:
        box((0, 0, -0.02), (0.52, 0.38, 0.04), mat((1, 0.96, 0.88), glow=1.5), soft=0.004)
        box((0, 0, -0.045), (2, 1.4, 0.04), wood(*DARK), soft=0)
        lamp("AREA", (0.6, 0.5, 0.7), (0, 0, 0), 1.2, 0.4, (1, 0.7, 0.4))
    else:
        table(0, 2.4, 1.6, wood(*PINE, rough=0.3))
        lamp("AREA", (-1.2, 0.9, 1.1), (0, 0, 0), 30, 0.9)
    wide, high = (0.05, 0.05) if slides else (0.15, 0.105)
    spots = [(i, j) for j in range(-2, 3) for i in range(-4, 5)]
    for number, (i, j) in enumerate(spots):
        picture = pictures[(number * 7) % len(pictures)]
        x, y = (
            i * (0.058 if slides else 0.172) + random.gauss(0, 0.003),
            j * (0.066 if slides else 0.128) + random.gauss(0, 0.004),
        )
        if slides and abs(i) > 3 or random.random() < 0.08:
            continue
        turn, z = random.gauss(0, 0.05), 0.002 + random.random() * 0.001
        border = mat((0.8, 0.78, 0.72), rough=0.35)
        if slides:
            for dx, dy, w, h in (
                (-0.021, 0, 0.008, 0.05),
                (0.021, 0, 0.008, 0.05),
                (0, 0.02, 0.05, 0.01),
                (0, -0.02, 0.05, 0.01),
            ):
                box((x + dx, y + dy, z + 0.001), (w, h, 0.002), border, soft=0)
            sheet(
                lambda u, v: (0.036 * (u - 0.5), 0.032 * (v - 0.5), 0),
                2,
                2,
                mat((1, 1, 1), image=picture, glow=1.3),
                0,
                (x, y, z + 0.0015),
            )
        else:
            sheet(
                lambda u, v: (wide * (u - 0.5), high * (v - 0.5), 0.008 * (u - 0.5) ** 2 * 4),
                8,
                2,
                border,
                0.0005,
                (x, y, z),
                (0, 0, turn),
            )
            sheet(
                lambda u, v: (
                    (wide - 0.012) * (u - 0.5),
                    (high - 0.012) * (v - 0.5),
                    0.0006 + 0.008 * (u - 0.5) ** 2 * 3.4,
                ),
                8,
                2,
                mat((1, 1, 1), image=picture, rough=0.25),
                0,
                (x, y, z),
                (0, 0, turn),
            )
    if slides:
        rod(
            [(0.03 * math.cos(a * 0.4) + 0.1, 0.03 * math.sin(a * 0.4) - 0.05, 0.035) for a in range(17)],
            0.004,
            mat((0.02, 0.02, 0.02), rough=0.3),
        )
        lathe(
            [(0.03, 0.004), (0.028, 0.02), (0.03, 0.035)], (0.1, -0.05, 0), mat((0.02, 0.02, 0.02), rough=0.3)
        )
        camera((-0.1, -0.36, 0.24), (0.02, -0.01, 0), 50, 2.8, (0.02, -0.03, 0))
    elif close:
        camera((0.3, -0.5, 0.26), (0.02, 0.05, 0), 50, 2.2, (0.1, -0.08, 0))
    else:
        cup(0.62, 0.33, 0, mat((0.3, 0.4, 0.45), rough=0.12))
        camera((-0.35, -0.98, 0.85), (0.04, 0.02, 0), 38, 3.2, (0, -0.05, 0))


def sill(seed=25, thing="boat", bowl=False, sun=(1, 0.78, 0.5)):
    """A window sill against the light."""
    start(seed, (0.8, 0.85, 0.9), 0.35)
    box(
        (0, 0.05, -0.02),
        (2.4, 0.5, 0.04),
        mat((0.72, 0.68, 0.6), (0.78, 0.75, 0.68), scale=9, rough=0.3, bump=0.05),
        soft=0.012,
    )
    box(
        (0, 1.8, 0.6),
        (5, 0.1, 4),
        mat([part * 0.35 for part in sun], sun, scale=1.4, glow=1.6, spread=0.2),
        soft=0,
    )
    paint = mat((0.68, 0.65, 0.58), rough=0.35)
    for x in (-0.62, 0.14, 0.9):
        box((x, 0.26, 0.6), (0.055, 0.05, 1.3), paint)
    box((0, 0.26, 0.02), (2.4, 0.05, 0.07), paint)
    lamp("SUN", (-1.4, 3, 1.6), (0, 0, 0), 5, 0.02, sun)
    lamp("AREA", (0.9, -1.2, 0.9), (0, 0, 0.1), 5, 0.8)
    if thing == "boat":
        boat(
            0.0,
            0.06,
            0.0,
            0.34,
            mat((0.5, 0.05, 0.03), (0.42, 0.04, 0.03), scale=30, rough=0.3),
            0.35,
            mat((0.85, 0.8, 0.68), thin=0.6),
        )
        for marble in range(6 if bowl else 0):
            ball(
                (0.16 + random.uniform(-0.06, 0.12), -0.06 + random.uniform(-0.05, 0.04), 0),
                0.014,
                MARBLES[marble % 5],
            )
        at, aim = (
            ((0.34, -0.62, 0.13), (0.06, 0.04, 0.1)) if bowl else ((-0.22, -0.85, 0.13), (0.0, 0.06, 0.17))
        )
        camera(at, aim, 50, 2.2, (0.1, 0, 0.05) if bowl else (0, 0.04, 0.1))
    elif thing == "marbles":
        lathe(
            [
                (0.0, 0),
                (0.05, 0),
                (0.055, 0.01),
                (0.11, 0.06),
                (0.135, 0.075),
                (0.132, 0.078),
                (0.105, 0.066),
                (0.05, 0.016),
                (0, 0.014),
            ],
            (0, 0.02, 0),
            mat((0.85, 0.84, 0.8), rough=0.15),
        )
        for marble in range(41):
            r, a, layer = 0.085 * math.sqrt((marble % 21) / 21), marble * 2.4, marble // 21
            ball(
                (r * math.cos(a), 0.02 + r * math.sin(a), 0.026 + layer * 0.021 + r * r * 2.5),
                0.0145,
                MARBLES[marble % 5],
            )
        ball((0.21, -0.06, 0), 0.0145, MARBLES[0])
        camera((-0.14, -0.52, 0.24), (0.03, 0.02, 0.05), 52, 2.4, (0, -0.03, 0.06))
    else:
        for number in range(4):
            x = -0.3 + number * 0.2
            lathe(
                [(0.0, 0.004), (0.03, 0.004), (0.036, 0.1 + 0.02 * (number % 2))],
                (x, 0.03, 0),
                mat((0.92, 0.97, 0.96), rough=0.02, glass=True),
            )
            lathe(
                [(0, 0.006), (0.029, 0.006), (0.0335, 0.06), (0, 0.06)],
                (x, 0.03, 0),
                mat((0.8, 0.88, 0.88), rough=0.02, glass=True),
            )
            pot(x, 0.03, -0.05, 0.6, (0.8, 0.2, 0.3) if number == 2 else (0.6, 0.02, 0.02), False)
        camera((-0.3, -0.85, 0.22), (-0.02, 0.03, 0.13), 46, 2.2, (-0.05, 0.0, 0.1))


def projector(seed=26):
    start(seed, strength=0.01)
    box(
        (0, 2.6, 0.6),
        (7, 0.1, 4),
        mat((0.35, 0.26, 0.2), (0.42, 0.33, 0.26), scale=18, stretch=(1, 1, 0.05), rough=0.9),
        soft=0,
    )
    table(0, 1.5, 0.9, wood(*DARK, rough=0.2))
    body, chrome = mat((0.3, 0.32, 0.3), rough=0.4, metal=0.3), mat((0.65, 0.63, 0.6), rough=0.2, metal=1)
    box((0, 0, 0.12), (0.17, 0.3, 0.15), body, soft=0.02)
    box((0, -0.06, 0.215), (0.13, 0.16, 0.05), mat((0.05, 0.05, 0.05), rough=0.4), soft=0.012)
    for vent in range(7):
        box((0.086, -0.11 + vent * 0.018, 0.14), (0.004, 0.008, 0.08), mat((1, 0.6, 0.25), glow=3.5), soft=0)
    for x in (-0.06, 0.06):
        for y in (-0.12, 0.12):
            lathe([(0.015, 0), (0.012, 0.05)], (x, y, 0), chrome)
    box((0.04, 0.11, 0.205), (0.26, 0.055, 0.02), chrome, soft=0.003)
    box((0.15, 0.11, 0.22), (0.05, 0.004, 0.05), mat((0.8, 0.76, 0.68)), soft=0)
    lathe(
        [(0.05, 0), (0.05, 0.07), (0.045, 0.11), (0.036, 0.11), (0.034, 0.09), (0, 0.085)],
        (0, 0.15, 0.12),
        mat((0.04, 0.04, 0.04), rough=0.25),
        (-math.pi / 2, 0, 0),
    )
    lathe([(0, 0), (0.033, 0)], (0, 0.247, 0.12), mat((1, 0.9, 0.7), glow=26), (-math.pi / 2, 0, 0))
    beam = mat((1, 0.86, 0.62), glow=0.0)
    nodes, link = beam.node_tree.nodes, beam.node_tree.links.new
    air, clear, blend, edge = (
        nodes.new(f"ShaderNode{kind}") for kind in ("Emission", "BsdfTransparent", "AddShader", "LayerWeight")
    )
    facing, power = nodes.new("ShaderNodeMath"), nodes.new("ShaderNodeMath")
    facing.operation, facing.inputs[0].default_value = "SUBTRACT", 1.0
    power.operation, power.inputs[1].default_value = "MULTIPLY", 0.11
    air.inputs[0].default_value = (1, 0.8, 0.52, 1)
    edge.inputs[0].default_value = 0.5
    for source, target in ((edge.outputs["Facing"], facing.inputs[1]), (facing.outputs[0], power.inputs[0]), (power.outputs[0], air.inputs[1]),
                           (air.outputs[0], blend.inputs[0]), (clear.outputs[0], blend.inputs[1]), (blend.outputs[0], nodes["Material Output"].inputs[0])):  # fmt: skip
        link(source, target)
    lathe([(0.035, 0), (0.5, 2.3)], (0, 0.25, 0.12), beam, (-math.pi / 2 + 0.08, 0, 0), 80)
    lamp("SPOT", (0, 0.3, 0.13), (0, 2.6, 0.3), 70, 0.02, (1, 0.8, 0.5)).data.spot_size = 0.42
    lamp("AREA", (-1.2, -0.7, 0.9), (0, 0, 0.1), 3.5, 0.5, (1, 0.62, 0.35))
    for stack in range(2):
        box(
            (0.3 + stack * 0.13, -0.05 - stack * 0.1, 0.03),
            (0.11, 0.17, 0.06),
            mat(((0.5, 0.12, 0.05), (0.75, 0.55, 0.12))[stack], rough=0.6),
            (0, 0, 0.3 - stack * 0.5),
            0.004,
        )
    camera((-0.62, -0.86, 0.42), (0.06, 0.25, 0.14), 40, 2.8, (0, 0.0, 0.15))


def laundry(seed=27, evening=False):
    start(seed, (0.45, 0.62, 0.9) if not evening else (0.8, 0.6, 0.5), 0.7)
    box(
        (0, 60, 10),
        (700, 1, 300),
        mat(
            (0.3, 0.52, 0.85) if not evening else (0.95, 0.6, 0.35),
            (0.85, 0.9, 0.95),
            scale=0.035,
            stretch=(1, 1, 2.2),
            glow=0.75,
            spread=0.25,
        ),
        soft=0,
    )
    sheet(
        lambda u, v: (-12 + 24 * u, -4 + 26 * v, 0.1 * math.sin(9 * u) * v),
        80,
        60,
        mat((0.06, 0.11, 0.02), (0.13, 0.19, 0.04), scale=3, rough=1),
    )
    grass = mat((0.1, 0.2, 0.03), (0.3, 0.34, 0.09), scale=1.5, thin=0.35)
    scatter(34000, lambda: (random.uniform(-6, 6), -3.2 + random.expovariate(0.28), 0), 0.2, grass, True)
    scatter(
        260,
        lambda: (random.uniform(-5, 5), -2 + random.expovariate(0.3), random.uniform(0.14, 0.2)),
        0.035,
        mat((0.9, 0.85, 0.7)),
    )
    leaf = mat((0.04, 0.11, 0.02), (0.12, 0.22, 0.04), scale=0.7, thin=0.3)
    for shrub in range(15):
        x, y, r = -9 + shrub * 1.35, random.uniform(7, 9), random.uniform(1.0, 2.1)

        def spot(x=x, y=y, r=r):
            a, b, far = random.uniform(0, 6.28), random.uniform(-0.4, 1.57), r * random.random() ** 0.33
            return (
                x + far * math.cos(a) * math.cos(b),
                y + far * math.sin(a) * math.cos(b),
                0.7 + far * math.sin(b) * 1.3,
            )

        scatter(2600, spot, 0.17, leaf)
    post = wood((0.12, 0.09, 0.07), (0.25, 0.2, 0.16), along=2)
    for x in (-3.0, 3.4):
        box((x, 0.6, 1.1), (0.1, 0.1, 2.2), post)
    sag = [(-3.0 + 6.4 * t / 20, 0.6, 2.1 - 0.22 * math.sin(math.pi * t / 20)) for t in range(21)]
    rod(sag, 0.006, mat((0.6, 0.55, 0.45)))
    tints = ((0.85, 0.84, 0.82), (0.82, 0.8, 0.76), (0.75, 0.42, 0.32), (0.86, 0.85, 0.83))
    x = -2.55
    for number, wide in enumerate((1.5, 1.35, 0.75, 1.3)):
        tall, gust = random.uniform(1.25, 1.5) * (0.6 if wide < 1 else 1), random.uniform(0.35, 0.75)

        def cloth(u, v, x=x, wide=wide, tall=tall, gust=gust, number=number):
            hang = 2.1 - 0.22 * math.sin(math.pi * (x + 3 + u * wide) / 6.4)
            lift = gust * (1 - v) ** 1.6
            wave = 0.07 * math.sin(u * 9 + number + 3 * v) * (1 - v * 0.7)
            return (
                x + u * wide + 0.35 * lift * u,
                0.6 + wave + lift * (0.7 + 0.4 * math.sin(2.6 * u + number)),
                hang - tall * (1 - v) + 0.45 * lift * lift,
            )

        sheet(cloth, 60, 50, mat(tints[number], thin=0.4, rough=0.95, bump=0.05, scale=20))
        for u in (0.03, 0.5, 0.97):
            top = cloth(u, 1.0)
            box((top[0], 0.6, top[2] + 0.01), (0.016, 0.02, 0.09), wood(*PINE), soft=0.002)
        x += wide + 0.14
    lamp(
        "SUN",
        (5, 7, 4.6) if not evening else (-9, 7, 2.6),
        (0, 0, 0),
        4.2,
        0.02,
        (1, 0.93, 0.8) if not evening else (1, 0.6, 0.32),
    )
    camera((-1.7, -3.1, 0.95), (0.35, 2, 1.35), 30, 5, (0, 0.6, 1.2)) if not evening else camera(
        (2.2, -1.9, 0.75), (-0.6, 1.5, 1.5), 30, 4, (0.6, 0.6, 1.5)
    )


def lights(count, near, far, wide, high, tones):
    for _ in range(count):
        y = random.uniform(near, far)
        at = random.uniform(-wide, wide) * y, y, random.uniform(*high) * y
        tone = random.choice(tones)
        ball(at, 0.006 * y, tone, False)
        arc = [(0.007 * y * math.sin(i * 0.4), -0.007 * y * math.cos(i * 0.4)) for i in range(9)]
        lathe(arc, at, mat(tone, glow=random.uniform(6, 22)), around=12)


CITY = ((1, 0.62, 0.25), (1, 0.75, 0.45), (1, 0.5, 0.2), (0.6, 0.75, 1), (1, 0.12, 0.05), (0.4, 1, 0.6))


def wet_window(seed=28, drops=True):
    start(seed, (0.02, 0.03, 0.06), 0.5)
    box(
        (0, 60, 5),
        (160, 1, 60),
        mat((0.008, 0.012, 0.028), (0.02, 0.028, 0.055), scale=0.05, glow=0.9),
        soft=0,
    )
    lights(70, 8, 30, 0.42, (-0.2, 0.12), CITY)
    if drops:
        paint = mat((0.3, 0.3, 0.32), rough=0.4)
        box((0.36, -0.02, 0), (0.05, 0.06, 1.4), paint)
        box((0, -0.03, -0.3), (1.6, 0.16, 0.05), paint, soft=0.01)
        lens = mat((1, 1, 1), rough=0.0)
        lens.node_tree.nodes["Principled BSDF"].inputs["Transmission Weight"].default_value = 1
        lens.node_tree.nodes["Principled BSDF"].inputs["IOR"].default_value = 1.33
        for _ in range(750):
            r = 0.0018 + 0.0065 * random.random() ** 4
            x, z, tall = random.uniform(-0.55, 0.34), random.uniform(-0.27, 0.36), random.uniform(1, 1.5)
            cap = [(r * math.sin(i * math.pi / 14), 0.55 * r * math.cos(i * math.pi / 14)) for i in range(15)]
            lathe(cap, (x, 0, z), lens, (math.pi / 2, 0, 0), 14).scale.y = tall
        lathe(
            [(0, 0), (0.035, 0), (0.042, 0.08), (0.038, 0.08), (0.03, 0.01), (0, 0.01)],
            (0.19, -0.07, -0.275),
            mat((0.3, 0.32, 0.35), rough=0.2),
        )
        lamp("AREA", (-0.6, -0.8, 0.5), (0, 0, -0.1), 0.7, 0.5, (1, 0.7, 0.4))
    camera((-0.04, -0.86, 0.02), (-0.04, 0, 0.02), 50, 1.6)


def train(seed=29, view="seat"):
    """A carriage at night with the lights outside."""
    start(seed, (0.02, 0.025, 0.04), 0.4)
    box(
        (0, 60, 5), (200, 1, 80), mat((0.006, 0.009, 0.02), (0.016, 0.02, 0.04), scale=0.05, glow=0.8), soft=0
    )
    lights(60, 9, 34, 0.75, (-0.1, 0.09), CITY)
    panel = mat((0.22, 0.23, 0.22), (0.26, 0.27, 0.26), scale=4, rough=0.45)
    rubber, chrome = mat((0.02, 0.02, 0.022), rough=0.5), mat((0.6, 0.6, 0.6), rough=0.2, metal=1)
    for x, z, wide, high in (
        (0, 0.35, 4, 1.0),
        (0, 1.95, 4, 0.5),
        (-1.35, 1.3, 1.3, 1.0),
        (1.35, 1.3, 1.3, 1.0),
    ):
        box((x, 0, z), (wide, 0.06, high), panel, soft=0.012)
    for z in (0.86, 1.69):
        box((0, -0.02, z), (1.42, 0.06, 0.035), rubber, soft=0.01)
    for x in (-0.695, 0.695):
        box((x, -0.02, 1.275), (0.035, 0.06, 0.86), rubber, soft=0.01)
    box((0, 0.0, 1.45), (1.4, 0.02, 0.02), chrome)
    pane = mat((1, 1, 1), rough=0.0, glass=True)
    box((0, 0.01, 1.27), (1.4, 0.004, 0.84), pane, soft=0)
    box(
        (0, -0.19, 0.82),
        (0.42, 0.34, 0.022),
        mat((0.3, 0.26, 0.2), (0.36, 0.31, 0.25), scale=30, rough=0.3),
        soft=0.01,
    )
    lathe(
        [(0, 0), (0.027, 0), (0.035, 0.095), (0.033, 0.095), (0.026, 0.01), (0, 0.01)],
        (0.07, -0.2, 0.831),
        mat((0.7, 0.68, 0.62), rough=0.6),
    )
    box((-0.08, -0.22, 0.834), (0.055, 0.1, 0.001), mat((0.75, 0.7, 0.6)), (0, 0, 0.5), 0)
    cloth = mat((0.05, 0.09, 0.2), (0.09, 0.15, 0.3), scale=110, rough=0.95, bump=0.3)
    for side in (-1, 1):
        box((side * 0.98, -0.55, 0.85), (0.16, 0.95, 1.0), cloth, (0, side * 0.14, 0), 0.06)
        box(
            (side * 1.02, -0.55, 1.42),
            (0.14, 0.9, 0.24),
            mat((0.12, 0.07, 0.05), rough=0.4),
            (0, side * 0.14, 0),
            0.05,
        )
        box((side * 0.72, -0.55, 0.42), (0.5, 0.95, 0.16), cloth, soft=0.06)
    lamp("AREA", (0, -1.2, 2.2), (0, -0.4, 0.6), 7, 0.9, (0.82, 0.92, 1), 0.15)
    lamp("POINT", (0.9, -0.3, 1.75), (0, 0, 0), 1.2, 0.05, (1, 0.7, 0.4))
    if view == "seat":
        camera((-0.95, -1.75, 1.35), (0.2, -0.25, 1.02), 30, 2.0, (0.05, -0.2, 0.9))
    else:
        camera((0.12, -0.95, 1.2), (0.05, 0, 1.2), 34, 1.5, (0.07, -0.15, 0.95))


def balcony(seed=30):
    """Geraniums on a railing against the light."""
    start(seed, (0.75, 0.85, 1.0), 0.7)
    box(
        (0, 26, 4),
        (90, 1, 40),
        mat((0.42, 0.52, 0.42), (0.95, 0.93, 0.85), scale=0.16, glow=1.0, spread=0.2),
        soft=0,
    )
    leaf = mat((0.1, 0.2, 0.05), (0.25, 0.36, 0.1), scale=0.8, thin=0.5)
    for crown in range(4):
        x, z = -6 + crown * 4.2, random.uniform(-0.5, 1.5)
        scatter(
            2600,
            lambda x=x, z=z: (x + random.gauss(0, 1.1), 9 + random.gauss(0, 1), z + random.gauss(0, 1.1)),
            0.25,
            leaf,
        )
    box((0, 0, -0.05), (5, 1.4, 0.1), mat((0.5, 0.47, 0.43), (0.6, 0.57, 0.53), scale=6, bump=0.15), soft=0)
    iron = mat((0.05, 0.06, 0.06), rough=0.5)
    for bar in range(34):
        rod([(-2 + bar * 0.12, 0.3, 0), (-2 + bar * 0.12, 0.3, 0.95)], 0.007, iron)
    rod([(-2.2, 0.3, 0.96), (2.2, 0.3, 0.96)], 0.02, iron)
    timber = wood(*PINE, rough=0.7)
    box((0, 0.12, 0.42), (1.7, 0.3, 0.03), timber)
    for x in (-0.75, 0.75):
        box((x, 0.12, 0.2), (0.04, 0.26, 0.4), timber)
    blooms = ((0.75, 0.02, 0.02), (0.8, 0.16, 0.28), (0.65, 0.015, 0.02), (0.7, 0.03, 0.03), (0.8, 0.2, 0.32))
    for number, bloom in enumerate(blooms):
        pot(-0.68 + number * 0.34, 0.1 + 0.04 * (number % 2), 0.435, 1.0 + 0.15 * (number % 2), bloom)
    lathe(
        [(0, 0), (0.1, 0), (0.11, 0.2), (0.1, 0.2), (0, 0.05)],
        (1.05, -0.15, 0),
        mat((0.35, 0.4, 0.42), rough=0.35, metal=0.9),
    )
    lamp("SUN", (-3, 6, 3.6), (0, 0, 0), 4, 0.02, (1, 0.9, 0.75))
    lamp("AREA", (1.2, -1.8, 1.6), (0, 0, 0.6), 25, 1.5)
    camera((-0.95, -1.55, 1.05), (0.08, 0.2, 0.68), 38, 2.8, (-0.15, 0.05, 0.75))
