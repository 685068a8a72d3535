# ruff: noqa: INP001
"""The darkroom: turns a clean render into a photograph of its decade."""

import io

import numpy as np
from PIL import Image, ImageFilter

RNG = np.random.default_rng(1967)


def blur(array, radius):
    """Gaussian blur of a float picture, through a smaller copy."""
    high, wide = array.shape[:2]
    small = Image.fromarray((array.clip(0, 1) * 255).astype("uint8"))
    small = small.resize((wide // 4, high // 4)).filter(ImageFilter.GaussianBlur(radius / 4))
    return np.asarray(small.resize((wide, high), Image.Resampling.BICUBIC), float) / 255


def grain(high, wide, strength, size=1.0):
    noise = Image.fromarray(
        RNG.normal(128, 40, (int(high / size), int(wide / size))).clip(0, 255).astype("uint8")
    )
    noise = noise.filter(ImageFilter.GaussianBlur(0.7)).resize((wide, high), Image.Resampling.BICUBIC)
    return (np.asarray(noise, float) / 128 - 1)[..., None] * strength * 4


def vignette(high, wide, strength):
    y, x = np.mgrid[-1 : 1 : high * 1j, -1 : 1 : wide * 1j]
    return (1 - strength * (x * x + y * y) ** 1.3 / 2)[..., None]


def levels(picture, dark, bright, gamma=1.0):
    low, high = np.percentile(picture, (0.4, 99.6))
    stretched = ((picture - low) / max(high - low, 0.2)).clip(0, 1) ** gamma
    return dark + (bright - dark) * stretched


def curve(picture, contrast):
    """An S-curve around middle grey."""
    return picture + contrast * (picture - 0.5) * 4 * picture * (1 - picture)


def saturate(picture, amount):
    grey = picture @ np.array([0.3, 0.59, 0.11])
    return grey[..., None] + (picture - grey[..., None]) * amount


def tint(picture, shadows, lights):
    grey = (picture @ np.array([0.3, 0.59, 0.11]))[..., None]
    return picture + (1 - grey) * np.array(shadows) + grey * np.array(lights)


def snowfall(picture, flakes=420):
    high, wide = picture.shape[:2]
    layer = np.zeros((high, wide))
    for size, share in ((1.2, 0.6), (2.2, 0.3), (5.0, 0.1)):
        sheet = np.zeros((high, wide))
        count = int(flakes * share)
        sheet[RNG.integers(0, high, count), RNG.integers(0, wide, count)] = 1
        sheet = np.asarray(
            Image.fromarray((sheet * 255).astype("uint8")).filter(ImageFilter.GaussianBlur(size)), float
        )
        layer += sheet / max(sheet.max(), 1) * (0.75 if size < 3 else 0.3)
    return picture + layer.clip(0, 1)[..., None] * (0.95 - picture).clip(0, 1)


def tone(picture, code):
    """The look of one participant's pictures: BE print, KM slide, SZ night, VA daylight."""
    halo = blur(picture, 28)
    if code == "BE":
        grey = (picture @ np.array([0.32, 0.55, 0.13]))[..., None].repeat(3, 2)
        grey = curve(levels(grey, 0.035, 0.95, 0.92), 0.34) + 0.06 * halo.mean(2, keepdims=True) ** 2
        return tint(grey, (0.012, 0.004, -0.012), (0.006, 0.002, -0.018)), 0.34
    if code == "KM":
        warm = saturate(curve(levels(picture, 0.03, 0.97, 0.95), 0.3), 1.3) + 0.1 * halo**2 * np.array(
            [1, 0.6, 0.3]
        )
        return tint(warm, (0.035, 0.008, 0.012), (0.04, 0.005, -0.07)), 0.3
    if code == "SZ":
        dark = curve(levels(picture, 0.0, 0.95, 1.0), 0.14) + 0.22 * halo**1.5 * np.array([1, 0.9, 0.9])
        return tint(saturate(dark, 1.08), (-0.014, 0.008, 0.034), (0.0, 0.0, -0.01)), 0.45
    soft = levels(picture, 0.05, 0.98, 0.88) + 0.07 * halo**2
    return tint(saturate(soft, 0.94), (0.008, 0.012, 0.022), (0.006, 0.003, -0.004)), 0.12


def develop(render, code, long_edge, snow=False):
    """A finished float picture from the path of a render."""
    picture = Image.open(render).convert("RGB")
    scale = long_edge / max(picture.size)
    picture = picture.resize([round(side * scale) for side in picture.size], Image.Resampling.LANCZOS)
    picture = picture.filter(ImageFilter.UnsharpMask(2.2, 70, 2))
    array = np.asarray(picture, float) / 255
    if snow:
        array = snowfall(array)
    array, falloff = tone(array, code)
    array = array * vignette(*array.shape[:2], falloff)
    middle = 1 - (2 * array.mean(2, keepdims=True) - 1) ** 2
    strength = {"BE": 0.016, "KM": 0.011, "SZ": 0.014, "VA": 0.006}[code]
    return (array + grain(*array.shape[:2], strength, 1.5) * (0.35 + 0.65 * middle)).clip(0, 1)


def mount(array, code):
    """BE's prints keep their white border, KM's slides the rounded corners of the frame."""
    high, wide = array.shape[:2]
    if code == "BE":
        rim = round(0.035 * max(high, wide))
        paper = np.ones((high + 2 * rim, wide + 2 * rim, 3)) * (0.93, 0.92, 0.885)
        paper += grain(*paper.shape[:2], 0.002, 2)
        paper[rim:-rim, rim:-rim] = array
        return paper
    if code == "KM":
        y, x = np.mgrid[0:high, 0:wide]
        radius = 0.022 * wide
        past = [
            np.maximum(0, np.abs(axis - (size - 1) / 2) - (size / 2 - radius))
            for axis, size in ((x, wide), (y, high))
        ]
        return array * (radius + 0.5 - np.hypot(*past)).clip(0, 1)[..., None] ** 0.8
    return array


def save(array, path, budget):
    """A progressive JPEG of at most `budget` bytes; the file is never half written."""
    whole = Image.fromarray((array.clip(0, 1) * 255).astype("uint8"))
    for scale, quality in ((scale, quality) for scale in (1, 0.86, 0.74) for quality in range(80, 48, -3)):
        picture = whole.resize([round(side * scale) for side in whole.size], Image.Resampling.LANCZOS)
        data = io.BytesIO()
        picture.save(data, "JPEG", quality=quality, progressive=True, optimize=True)
        if data.tell() <= budget:
            break
    part = path.with_suffix(".part")
    part.write_bytes(data.getvalue())
    part.replace(path)
