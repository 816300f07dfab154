"""Simulate photos of a digit: on tables, in bad light, on ruled paper, cropped.

Each situation is a function of ink, (height, width) float in [0, 1] with no
empty margin, and a random generator. It returns a picture, (height, width, 4)
uint8. The digits are those of the sample that ships; people's photos are not
collected here.
"""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Situation = Callable[[np.ndarray, np.random.Generator], np.ndarray]
HEIGHT, WIDTH = 900, 1_200
PAPER, INK = 225, 60


def ink_of(digit: np.ndarray, side: int = 280) -> np.ndarray:
    """Return a digit of MNIST, (32, 32, 1), as ink of a pen with clear edges."""
    image = Image.fromarray(digit[..., 0]).resize((8 * 32, 8 * 32), 3)
    amount = np.clip(2.5 * (np.asarray(image) - 0.5) + 0.5, 0, 1)
    rows, columns = np.nonzero(amount.any(1))[0], np.nonzero(amount.any(0))[0]
    cropped = amount[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return scaled(cropped, side)


def scaled(ink: np.ndarray, height: int) -> np.ndarray:
    """Return ink with another height, in pixels."""
    width = max(1, round(ink.shape[1] * height / ink.shape[0]))
    image = Image.fromarray(ink.astype(np.float32)).resize((width, height), 3)
    return np.clip(np.asarray(image), 0, 1)


def placed(
    ink: np.ndarray, shape: tuple[int, int], random: np.random.Generator, margin: int
) -> np.ndarray:
    """Return ink somewhere on a sheet of this shape."""
    sheet = np.zeros(shape)
    height, width = ink.shape
    top = random.integers(margin, max(margin, shape[0] - margin - height) + 1)
    left = random.integers(margin, max(margin, shape[1] - margin - width) + 1)
    left = min(left, shape[1] - width)
    sheet[top : top + height, left : left + width] = ink
    return sheet


def sheet_of(
    ink: np.ndarray,
    random: np.random.Generator,
    shape: tuple[int, int] = (HEIGHT, WIDTH),
    share: tuple[float, float] = (0.3, 0.6),
    levels: tuple[int, int] = (PAPER, INK),
) -> np.ndarray:
    """Return a sheet with a digit of a share of its height, as grey levels."""
    paper, dark = levels
    height = round(random.uniform(*share) * shape[0])
    widest = (shape[1] - 4) * ink.shape[0] // ink.shape[1]
    digit = scaled(ink, min(height, widest))
    margin = min(25, (shape[0] - len(digit)) // 2)
    return paper + (dark - paper) * placed(digit, shape, random, margin)


def photographed(
    grey: np.ndarray,
    random: np.random.Generator,
    *,
    slope: float = 0.15,
    noise: float = 4,
    blur: float = 1,
    tint: tuple[float, float, float] = (1, 0.98, 0.94),
) -> np.ndarray:
    """Return a scene as a camera shows it: light that falls off, noise, blur."""
    rows, columns = np.mgrid[: grey.shape[0], : grey.shape[1]]
    across, down = random.uniform(-slope, slope, 2)
    light = 1 + across * (columns / grey.shape[1] - 0.5)
    light = light + down * (rows / grey.shape[0] - 0.5)
    lit = np.clip(grey * light, 0, 255).astype(np.uint8)
    soft = Image.fromarray(lit).filter(ImageFilter.GaussianBlur(blur))
    seen = np.asarray(soft) + random.normal(0, noise, grey.shape)
    bands = [np.clip(seen * share, 0, 255) for share in tint]
    return np.dstack([*bands, np.full(grey.shape, 255)]).astype(np.uint8)


def on_table(
    sheet: np.ndarray, table: np.ndarray, corners: list[tuple[float, float]]
) -> np.ndarray:
    """Return a table with the sheet on it, whose corners come to lie at `corners`.

    They are (across, down) from the upper left one on, clockwise.
    """
    height, width = sheet.shape
    own = [(0, 0), (width, 0), (width, height), (0, height)]
    rows, target = [], []
    for (x, y), (u, v) in zip(corners, own, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        target += [u, v]
    factors = np.linalg.solve(np.array(rows), np.array(target))
    size = (table.shape[1], table.shape[0])

    def seen(values: np.ndarray) -> np.ndarray:
        image = Image.fromarray(values.astype(np.float32))
        method = Image.Transform.PERSPECTIVE
        return np.asarray(image.transform(size, method, tuple(factors), 2))

    there = np.clip(seen(np.ones_like(sheet)), 0, 1)
    return np.where(there > 0.5, seen(sheet), table)


def corners_of(
    margins: tuple[int, int], angle: float = 0, bend: float = 0, random=None
) -> list[tuple[float, float]]:
    """Return a sheet's corners on a table, turned by an angle and pulled apart."""
    across, down = margins
    points = np.array(
        [
            (across, down),
            (WIDTH - across, down),
            (WIDTH - across, HEIGHT - down),
            (across, HEIGHT - down),
        ],
        float,
    )
    middle = np.array([WIDTH / 2, HEIGHT / 2])
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    points = (points - middle) @ np.array([[cosine, sine], [-sine, cosine]]) + middle
    if bend:
        points += random.uniform(-bend, bend, points.shape)
    return [tuple(point) for point in points]


def plain(level: float) -> np.ndarray:
    return np.full((HEIGHT, WIDTH), float(level))


def wood(random: np.random.Generator, level: float = 110, depth: float = 28):
    """Return a table of wood: dark and light grain, nearly parallel."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    bent = rows + 25 * np.sin(columns / random.uniform(150, 400))
    grain = sum(
        np.sin(bent / random.uniform(4, 60) + random.uniform(0, 6)) for _ in range(5)
    )
    return level + depth * grain / 2


def tiles(random: np.random.Generator) -> np.ndarray:
    """Return a chequered cloth."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    side = random.integers(40, 120)
    return np.where((rows // side + columns // side) % 2, 150.0, 60.0)


def speckled(random: np.random.Generator) -> np.ndarray:
    """Return a table of stone: blotches of all sizes."""
    grey = plain(110)
    for side in (6, 20, 60):
        small = random.normal(0, 1, (HEIGHT // side, WIDTH // side))
        image = Image.fromarray(small.astype(np.float32)).resize((WIDTH, HEIGHT), 3)
        grey = grey + 22 * np.asarray(image)
    return grey


def some_sheet(ink, random, margins):
    """Return a sheet of the size that fits between these margins."""
    shape = (HEIGHT - 2 * margins[1], WIDTH - 2 * margins[0])
    return sheet_of(ink, random, shape)


def _on(table: Callable, angles: float = 0, bend: float = 0, rim=(80, 220)):
    """Return the situation of a sheet on such a table."""

    def situation(ink, random):
        margins = tuple(int(value) for value in random.integers(*rim, 2))
        sheet = some_sheet(ink, random, margins)
        angle = random.uniform(-angles, angles)
        corners = corners_of(margins, angle, bend, random)
        return photographed(on_table(sheet, table(random), corners), random)

    return situation


def paper(ink, random):
    return photographed(sheet_of(ink, random), random, slope=0.5)


def shadow(ink, random):
    """Return paper with the shadow of a hand or a phone, whose edge is soft."""
    grey = sheet_of(ink, random)
    x, y = random.uniform(0.3, 0.7) * WIDTH, random.uniform(0.3, 0.7) * HEIGHT
    mask = Image.new("L", (WIDTH, HEIGHT))
    angle = random.uniform(0, 2 * np.pi)
    far = [
        (x + 3_000 * np.cos(angle + turn), y + 3_000 * np.sin(angle + turn))
        for turn in (-1.5, 0, 1.5)
    ]
    ImageDraw.Draw(mask).polygon([*far, (x, y)], fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(random.uniform(6, 40)))
    return photographed(grey * (1 - 0.45 * np.asarray(soft) / 255), random)


def lamp(ink, random):
    """Return paper under a lamp: a bright spot, dark corners."""
    grey = sheet_of(ink, random)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    x, y = random.uniform(0.2, 0.8) * WIDTH, random.uniform(0.2, 0.8) * HEIGHT
    far = ((columns - x) ** 2 + (rows - y) ** 2) / 700**2
    return photographed(grey * (0.35 + 0.7 * np.exp(-far)), random)


def _lines(random, spacing, angle, both, level, thick):
    """Return how much the lines of a ruled sheet darken it, 0 to 1."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    down = rows * cosine + columns * sine
    across = columns * cosine - rows * sine
    lines = (down % spacing) < thick
    if both:
        lines |= (across % spacing) < thick
    return level * lines


def _ruled(both):
    def situation(ink, random):
        spacing = random.integers(35, 90)
        lines = _lines(
            random,
            spacing,
            random.uniform(-4, 4),
            both,
            random.uniform(0.15, 0.4),
            random.integers(2, 5),
        )
        grey = sheet_of(ink, random)
        return photographed(grey * (1 - lines), random)

    return situation


def framed(ink, random):
    """Return paper with a box drawn around the digit, as on a form."""
    grey = sheet_of(ink, random, share=(0.35, 0.5))
    rows, columns = np.nonzero(grey < (PAPER + INK) / 2)
    gap = random.integers(20, 70)
    image = Image.fromarray(grey.astype(np.float32))
    box = (columns.min() - gap, rows.min() - gap, columns.max() + gap, rows.max() + gap)
    thick = int(random.integers(3, 14))
    ImageDraw.Draw(image).rectangle(box, outline=INK, width=thick)
    turned = image.rotate(random.uniform(-6, 6), 2, fillcolor=PAPER)
    return photographed(np.asarray(turned), random)


def circled(ink, random):
    """Return paper with a circle drawn around the digit."""
    grey = np.full((HEIGHT, WIDTH), float(PAPER))
    digit = scaled(ink, 350)
    top, left = (HEIGHT - 350) // 2, (WIDTH - digit.shape[1]) // 2
    grey[top : top + 350, left : left + digit.shape[1]] -= (PAPER - INK) * digit
    image = Image.fromarray(grey.astype(np.float32))
    radius = 0.5 * np.hypot(350, digit.shape[1]) + random.integers(20, 70)
    radius = min(radius, HEIGHT / 2 - 20)
    ImageDraw.Draw(image).circle((WIDTH / 2, HEIGHT / 2), radius, outline=INK, width=9)
    return photographed(np.asarray(image), random)


def screenshot(ink, random):
    """Return a window of a drawing program: a thin frame, a dark bar, no noise."""
    grey = sheet_of(ink, random, levels=(255, 0))
    grey[:40] = 70
    grey[40:44] = grey[-4:] = 120
    grey[:, :4] = grey[:, -4:] = 120
    return photographed(grey, random, slope=0, noise=0, blur=0.1, tint=(1, 1, 1))


def whiteboard(ink, random):
    """Return a whiteboard: blue marker, a reflection, its metal rim."""
    grey = sheet_of(ink, random, levels=(200, 75))
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    x, y = random.uniform(0, 1) * WIDTH, random.uniform(0, 1) * HEIGHT
    spot = np.exp(-(((columns - x) / 90) ** 2 + ((rows - y) / 160) ** 2))
    grey = np.minimum(grey + 70 * spot, 255)
    grey[:30], grey[-30:] = 120, 90
    return photographed(grey, random, tint=(0.9, 0.95, 1))


def blackboard(ink, random):
    """Return chalk on a blackboard, smeared, in a wooden frame."""
    chalk = ink * np.clip(random.normal(0.85, 0.2, ink.shape), 0, 1)
    grey = sheet_of(chalk, random, levels=(55, 215))
    image = Image.fromarray(random.normal(0, 1, (9, 12)).astype(np.float32))
    grey = grey + 8 * np.asarray(image.resize((WIDTH, HEIGHT), 3))
    grey[-60:] = 150
    return photographed(grey, random, tint=(0.9, 1, 0.92))


def slate(ink, random):
    """Return chalk on a small slate that lies on a light table."""
    margins = (150, 120)
    shape = (HEIGHT - 2 * margins[1], WIDTH - 2 * margins[0])
    sheet = sheet_of(ink, random, shape, levels=(50, 220))
    corners = corners_of(margins, random.uniform(-10, 10))
    return photographed(on_table(sheet, plain(205), corners), random)


def sticky(ink, random):
    """Return a sticky note, small on a large table."""
    sheet = sheet_of(ink, random, (300, 300), share=(0.5, 0.75), levels=(215, 50))
    left, top = random.integers(30, WIDTH - 380), random.integers(30, HEIGHT - 380)
    angle = np.radians(random.uniform(-12, 12))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    square = np.array([(0, 0), (300, 0), (300, 300), (0, 300)]) - 150
    corners = [tuple(p) for p in square @ turn + (left + 175, top + 175)]
    table = plain(random.choice([70, 120, 150]))
    return photographed(on_table(sheet, table, corners), random)


def _transparent(colour, soft=False):
    def situation(ink, random):
        amount = placed(scaled(ink, 400), (700, 800), random, 60)
        rgb = np.full((*amount.shape, 3), colour)
        return np.dstack([rgb, 255 * amount]).astype(np.uint8)

    return situation


def cut_out(ink, random):
    """Return a sheet that was cut out of its photo: transparent around it."""
    margins = (150, 120)
    sheet = some_sheet(ink, random, margins)
    corners = corners_of(margins, random.uniform(-12, 12))
    grey = on_table(sheet, plain(-1), corners)
    rgba = photographed(np.maximum(grey, 0), random, blur=0.1)
    rgba[grey < 0] = 0
    return rgba


def jpeg(ink, random):
    """Return a poor photo: dark, much noise, and strong compression."""
    grey = sheet_of(ink, random, levels=(130, 65))
    rgba = photographed(grey, random, noise=14)
    file = io.BytesIO()
    Image.fromarray(rgba).convert("RGB").save(file, "JPEG", quality=15)
    return np.array(Image.open(file).convert("RGBA"))


def faint(ink, random):
    """Return a digit by a hard pencil."""
    return photographed(sheet_of(ink, random, levels=(215, 165)), random)


def tiny(ink, random):
    return photographed(sheet_of(ink, random, share=(0.05, 0.09)), random)


def huge(ink, random):
    """Return a digit that fills the picture from the top to the bottom."""
    shape = (HEIGHT, HEIGHT)
    return photographed(sheet_of(ink, random, shape, (0.9, 0.98)), random)


def _cropped(levels, pad=0):
    def situation(ink, random):
        paper_level, dark = levels
        grey = paper_level + (dark - paper_level) * np.pad(ink, pad)
        return photographed(grey, random)

    return situation


def cut_by_edge(ink, random):
    """Return a digit that touches one edge of the photo, but is whole."""
    grey = plain(PAPER)
    digit = scaled(ink, 450)
    left = random.integers(0, WIDTH - digit.shape[1])
    rows = slice(0, 450) if random.random() < 0.5 else slice(-450, None)
    grey[rows, left : left + digit.shape[1]] -= (PAPER - INK) * digit
    return photographed(grey, random)


def with_pen(ink, random):
    """Return a sheet on a table, with a pen lying on the table beside it."""
    margins = (250, 120)
    sheet = some_sheet(ink, random, margins)
    table = Image.fromarray(plain(150).astype(np.float32))
    ImageDraw.Draw(table).line((120, 150, 160, 760), fill=40, width=30)
    corners = corners_of(margins, random.uniform(-5, 5))
    return photographed(on_table(sheet, np.asarray(table), corners), random)


def punched(ink, random):
    """Return a sheet with holes at its left side, and a fold."""
    grey = sheet_of(ink, random)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    for down in (250, 650):
        grey[(rows - down) ** 2 + (columns - 18) ** 2 < 16**2] = 70
    grey[:, WIDTH // 2 - 3 : WIDTH // 2 + 3] *= 0.9
    return photographed(grey, random)


def _coloured(paper_colour, ink_colour):
    """Return the situation of ink of one colour on paper of another one."""

    def situation(ink, random):
        amount = sheet_of(ink, random, levels=(0, 1))[..., None]
        difference = np.subtract(ink_colour, paper_colour)
        noise = random.normal(0, 4, (HEIGHT, WIDTH, 1))
        rgb = np.array(paper_colour) + difference * amount + noise
        alpha = np.full((HEIGHT, WIDTH), 255)
        return np.dstack([np.clip(rgb, 0, 255), alpha]).astype(np.uint8)

    return situation


def _small(side, levels=(255, 0)):
    """Return the situation of a picture of few pixels, as old data sets have."""

    def situation(ink, random):
        paper_level, dark = levels
        square = np.zeros((320, 320))
        digit = scaled(ink, 260)[:, :320]
        left = (320 - digit.shape[1]) // 2
        square[30:290, left : left + digit.shape[1]] = digit
        small = Image.fromarray(square.astype(np.float32)).resize((side, side), 4)
        grey = paper_level + (dark - paper_level) * np.asarray(small)
        return np.dstack([grey] * 3 + [np.full(grey.shape, 255)]).astype(np.uint8)

    return situation


def dark_rim(ink, random):
    """Return a scan: the lid left a dark strip along two sides."""
    grey = sheet_of(ink, random)
    grey[:, : random.integers(15, 60)] = 30
    grey[-random.integers(15, 60) :] = 30
    return photographed(grey, random)


SITUATIONS: dict[str, Situation] = {
    "plain paper, uneven light": paper,
    "a sheet on a dark table": _on(lambda _: plain(40)),
    "a sheet on a grey table": _on(lambda _: plain(130)),
    "a sheet on a light table": _on(lambda _: plain(190)),
    "a sheet, turned": _on(lambda r: plain(r.uniform(40, 150)), angles=25),
    "a sheet in perspective": _on(lambda r: plain(r.uniform(40, 150)), 12, 75),
    "a sheet on wood": _on(wood, angles=8),
    "a sheet on a chequered cloth": _on(tiles, angles=8),
    "a sheet on stone": _on(speckled, angles=8),
    "a narrow strip of table": _on(lambda _: plain(40), 2, rim=(8, 40)),
    "a sticky note on a table": sticky,
    "a pen beside the sheet": with_pen,
    "a shadow": shadow,
    "a lamp": lamp,
    "ruled paper": _ruled(False),
    "squared paper": _ruled(True),
    "a box around the digit": framed,
    "a circle around the digit": circled,
    "holes and a fold": punched,
    "a scan with dark sides": dark_rim,
    "a screenshot": screenshot,
    "a whiteboard": whiteboard,
    "a blackboard": blackboard,
    "a slate on a table": slate,
    "transparent, black strokes": _transparent(0),
    "transparent, white strokes": _transparent(255),
    "a sheet cut out, transparent around": cut_out,
    "noise and strong compression": jpeg,
    "a hard pencil": faint,
    "red on white": _coloured((235, 235, 230), (200, 30, 40)),
    "yellow on white": _coloured((245, 245, 245), (250, 230, 60)),
    "red on green": _coloured((60, 140, 70), (190, 60, 60)),
    "a tiny digit": tiny,
    "a huge digit": huge,
    "touching an edge": cut_by_edge,
    "cropped to its ink": _cropped((PAPER, INK)),
    "cropped to its ink, light on dark": _cropped((50, 220)),
    "cropped with 4 pixels around": _cropped((PAPER, INK), 4),
    "28 x 28 pixels, light on dark": _small(28, (0, 255)),
    "16 x 16 pixels": _small(16),
    "8 x 8 pixels": _small(8),
}


def several(inks: list[np.ndarray], random: np.random.Generator) -> np.ndarray:
    """Return paper with some digits beside each other."""
    grey = plain(PAPER)
    left = 80
    for ink in inks:
        digit = scaled(ink, int(random.integers(220, 280)))
        top = 300 + int(random.integers(-40, 40))
        height, width = digit.shape
        grey[top : top + height, left : left + width] -= (PAPER - INK) * digit
        left += width + int(random.integers(40, 120))
    return photographed(grey, random)
