"""How every figure looks: sizes, colours that colour-blind readers tell apart, and room for what it shows.

Figures are made with Matplotlib's objects and never with pyplot, so nothing global is left behind.
"""

import io
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import Formatter
from matplotlib.transforms import offset_copy

from kopa_sim.report.texts import Texts

WIDTH_IN: Final[float] = 8.6
"""Width of every figure, inches: a page column."""

DOTS_PER_INCH: Final[int] = 144

INK: Final[str] = "#222222"
GREY: Final[str] = "#8a8a8a"
PALE: Final[str] = "#e6e6e6"
BLUE: Final[str] = "#33608c"
RED: Final[str] = "#b5482f"

OPTION_COLOURS: Final[tuple[str, ...]] = (
    "#4d4d4d",
    "#4477aa",
    "#ee6677",
    "#228833",
    "#ccbb44",
    "#66ccee",
    "#aa3377",
    "#bb7733",
)
"""Paul Tol's "bright" scheme after a grey for as_is."""

ITEM_COLOURS: Final[tuple[str, ...]] = (
    "#332288",
    "#88ccee",
    "#44aa99",
    "#117733",
    "#999933",
    "#ddcc77",
    "#cc6677",
    "#882255",
    "#aa4499",
    "#bbbbbb",
)
"""Paul Tol's "muted" scheme, one a cost item."""

BAND_COLOURS: Final[tuple[str, ...]] = ("#fde3a7", "#f1a340", "#c2605b", "#6a4c93", "#2b2d5b")
"""From young to old: light to dark, so the order survives a black-and-white copy."""

VERDICT_COLOURS: Final[dict[str, str]] = {
    "sustainable": "#2b7a78",
    "conditional": "#d9a441",
    "not_sustainable": "#b5482f",
}

STYLE: Final[dict[str, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 9,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "text.parse_math": False,
    "text.hinting": "none",
    "svg.fonttype": "path",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}

_LINE_IN = 0.19
_TITLE_IN = 0.30


@contextmanager
def house_style(name: str = "kopa") -> Iterator[None]:
    """Draw and save with our settings, and leave Matplotlib's own untouched afterwards."""
    settings: Any = {**STYLE, "svg.hashsalt": name}
    with mpl.rc_context(settings):
        yield


def wrap(text: str, width: int) -> str:
    """Return a text broken into lines of at most ``width`` characters."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=True)) or text


def titled_figure(title: str, finding: str, height_in: float) -> Figure:
    """Return an empty figure with its subject and what it shows on top.

    Parameters
    ----------
    height_in
        Height below the heading, inches.
    """
    lines = textwrap.wrap(finding, 112)
    heading = _TITLE_IN + _LINE_IN * len(lines) + 0.08
    height = height_in + heading
    figure = Figure(figsize=(WIDTH_IN, height), dpi=DOTS_PER_INCH, layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.0, 0.0, 1.0, height_in / height), w_pad=0.06, h_pad=0.06)
    figure.text(0.01, 1 - 0.06 / height, title, fontsize=11.5, fontweight="bold", va="top")
    figure.text(
        0.01,
        1 - _TITLE_IN / height,
        "\n".join(lines),
        fontsize=9.5,
        va="top",
        color="#444444",
        linespacing=1.35,
    )
    return figure


def only_horizontal_grid(axes: Axes) -> None:
    """Give a chart of values against years light lines to read the values by."""
    axes.grid(visible=True, axis="y", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def only_vertical_grid(axes: Axes) -> None:
    """Give a chart of horizontal bars light lines to read the values by."""
    axes.grid(visible=True, axis="x", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)


def name_rows(
    axes: Axes, names: Sequence[str], size: float = 8.5, pad: float = 4.0, bold: Sequence[bool] = ()
) -> None:
    """Write a name before each row of a chart, row 0 first; plain texts are much faster than ticks.

    Parameters
    ----------
    pad
        Space between the names and the axis, points.
    bold
        Which names are bold; none when empty.
    """
    axes.set_yticks([])
    before = offset_copy(axes.get_yaxis_transform(), axes.get_figure(root=True), -pad, 0.0, units="points")
    for row, name in enumerate(names):
        weight = "bold" if bold and bold[row] else "normal"
        axes.text(
            0.0,
            row,
            name,
            ha="right",
            va="center_baseline" if "\n" not in name else "center",
            fontsize=size,
            fontweight=weight,
            transform=before,
        )


def ink_on(colour: str) -> str:
    """Return the colour of letters that can be read on a ground: white on dark, ink on light."""
    red, green, blue = to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.55 else "white"


def fix_layout(figure: Figure) -> None:
    """Place everything once, so that saving in two formats does not do it again each time."""
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.execute(figure)
    figure.set_layout_engine("none")


class WrittenNumbers(Formatter):
    """Numbers along an axis as the language writes them, with as many decimals as its ticks need."""

    def __init__(self, texts: Texts, *, signed: bool) -> None:
        self.texts, self.signed = texts, signed

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Return one number as text."""
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Return the numbers of an axis as texts."""
        ticks = [float(value) for value in values]
        close = 1e-6 * max((abs(tick) for tick in ticks), default=1.0)
        needed = (d for d in range(4) if all(abs(tick - round(tick, d)) <= close for tick in ticks))
        decimals = next(needed, 4)
        return [self.texts.number(tick, decimals, signed=self.signed) for tick in ticks]


def number_ticks(axis: Axis, texts: Texts, *, signed: bool = False) -> None:
    """Write an axis's numbers as the language does."""
    axis.set_major_formatter(WrittenNumbers(texts, signed=signed))


def svg_bytes(figure: Figure, name: str) -> bytes:
    """Return the figure as SVG, the same bytes every time.

    The canvas is asked directly: ``Figure.savefig`` would draw everything twice.
    """
    buffer = io.BytesIO()
    dpi = figure.dpi
    with house_style(name):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    figure.set_dpi(dpi)
    return buffer.getvalue()


def png_bytes(figure: Figure) -> bytes:
    """Return the figure as PNG, the same bytes every time."""
    buffer = io.BytesIO()
    with house_style():
        canvas: Any = FigureCanvasAgg(figure)
        canvas.print_png(buffer, metadata={"Software": None}, pil_kwargs={"compress_level": 3})
    return buffer.getvalue()
