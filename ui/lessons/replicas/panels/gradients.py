"""The panels of the batch, its shares, the losses and the gradients."""

from lenet.results.paradigms import both_names
from lenet.results.replicas import Replica, SplitStep
from ui.components import pixels
from ui.components.html import box, headline, img, legend, note, table
from ui.components.numbers import TIMES, counted, number
from ui.components.pixels import DIVERGING, SEQUENTIAL
from ui.lessons.replicas.panels.cards import bits, cards, name, stack

WHITE = 255.0


def batch(split: SplitStep, kernel: str) -> str:
    """Show the global batch as one picture."""
    count, height, width = split.images.shape
    first = split.replicas[0].before
    return box(
        headline(
            f"The global batch: <b>{counted(count, 'image')}</b> of {height} {TIMES} "
            f"{width} pixels, for {counted(len(split.replicas), 'replica')}."
        ),
        note(
            "Every replica starts with the same weights. Their checksum: "
            + ", ".join(
                dict.fromkeys(bits(each.before, first) for each in split.replicas)
            )
            + "."
        ),
        _images(split, 0, count, size=540),
    )


def parts(split: SplitStep, kernel: str) -> str:
    """Show which images each replica takes."""
    return box(
        headline(
            f"<code>np.array_split</code> cuts {counted(len(split.images), 'image')} "
            f"into {counted(len(split.replicas), 'share')}. Each image is in one share."
        ),
        cards(
            [_images(split, each.first, each.stop) for each in split.replicas],
            [
                f"on {each.device}: images {each.first + 1} to {each.stop}"
                for each in split.replicas
            ],
        ),
    )


def losses(split: SplitStep, kernel: str) -> str:
    """Show each replica's own mean loss, and its share of the loss."""
    count = len(split.images)
    rows = [_loss(split, index) for index in range(len(split.replicas))]
    total = float(split.losses.sum(dtype=float))
    mean = f"<b>{number(total / count, 5)}</b>"
    added = f"<b>{number(split.loss, 5)}</b>"
    rows.append(("All", str(count), f"<b>{number(total, 5)}</b>", added, mean))
    heads = (
        "Replica",
        "Images",
        "Sum of losses",
        f"Share: ÷ {count}",
        "Own mean",
    )
    shares = [each.share for each in split.replicas]
    return box(
        headline(
            "Each replica sums the losses of its own images and divides by the "
            f"<b>global</b> batch, {count}. The shares add up to {added}."
        ),
        stack(shares, "The replicas' shares of the loss"),
        table(heads, rows, "Losses"),
        note(
            "The share is the value that <code>train_step</code> computed on the "
            "replica. The other columns are computed from the loss of each image with "
            f"the same weights. Their mean over the whole batch is {mean}."
        ),
    )


def gradients(split: SplitStep, kernel: str) -> str:
    """Show each replica's gradient of its share, on one scale."""
    limit = largest(split, kernel)
    return box(
        headline(
            "Each replica's tape returns the gradient of <b>its own share</b>. "
            "Other images make another gradient."
        ),
        cards(
            [gradient(each, kernel, limit) for each in split.replicas],
            [
                f"root mean square {number(each.own.sizes[kernel])}"
                for each in split.replicas
            ],
        ),
        legend(DIVERGING, limit),
        note(_differ(split)),
    )


def gradient(replica: Replica, kernel: str, limit: float, width: int = 260) -> str:
    """Draw the gradient of one replica's share."""
    levels = pixels.levels(replica.own.drawn[kernel], DIVERGING, limit)
    alt = f"Gradient of {both_names(kernel)} on {replica.device}"
    return img(pixels.weights(levels), DIVERGING, alt, width=width, height=200)


def largest(split: SplitStep, kernel: str) -> float:
    """Return the end of the scale that all gradients of a kernel share."""
    drawn = [each.own.drawn[kernel] for each in split.replicas]
    drawn.append(split.replicas[0].summed.drawn[kernel])
    return max(map(pixels.largest, drawn))


def divisor(split: SplitStep) -> int:
    """Return the number by which the first replica divided its sum of losses."""
    first = split.replicas[0]
    total = float(split.losses[first.first : first.stop].sum(dtype=float))
    return round(total / first.share)


def _images(split: SplitStep, first: int, stop: int, size: int = 0) -> str:
    levels = pixels.levels(split.images[first:stop], SEQUENTIAL, WHITE)
    labels = " ".join(map(str, split.labels[first:stop].tolist()))
    alt = f"Images {first + 1} to {stop} of the batch: {labels}"
    return img(pixels.tiled(levels), SEQUENTIAL, alt, width=size, height=size)


def _loss(split: SplitStep, index: int) -> tuple[str, ...]:
    replica = split.replicas[index]
    own = split.losses[replica.first : replica.stop]
    total = float(own.sum(dtype=float))
    numbers = (number(x, 5) for x in (total, replica.share, total / len(own)))
    return name(index), str(len(own)), *numbers


def _differ(split: SplitStep) -> str:
    different = len({each.own.checksum for each in split.replicas})
    count = len(split.replicas)
    return (
        f"{counted(count, 'replica')}, {counted(different, 'different gradient')} "
        f"of {counted(len(split.replicas[0].own.sizes), 'weight array')} each."
    )
