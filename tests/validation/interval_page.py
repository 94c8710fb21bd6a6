"""The tables of docs/demography/futures.md, written from what the model gives now."""

from pathlib import Path

from kopa_sim.study.backtest import AGE_GROUPS
from kopa_sim.study.backtest.scores import HORIZONS, LEVELS
from tests.validation import interval_results as results
from tests.validation.municipal_intervals import BANDS, SIZES, TARGETS, coverage
from tests.validation.municipal_spread import ALIVE_AT_LAUNCH

PAGE = Path(__file__).parents[2] / "docs" / "demography" / "futures.md"
METHODS = ("kopa_sim", "constant", "cohort-change ratios")
SIZE_NAMES = ("under 5,000", "5,000–20,000", "20,000 and over")


def table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def fit_table():
    shown = (1, 3, 5, 10)
    fits = results.form_misfits()
    header = [
        "typical error, %",
        *(f"{ahead} y" for ahead in shown),
        *(f"misfit: {form}" for form in fits["fertility, country"]),
    ]
    rows = [
        [
            path,
            *(f"{100 * found[ahead - 1]:.2f}" for ahead in shown),
            *(f"{100 * value:.0f} %" for value in fits[path].values()),
        ]
        for path, found in results.typical_errors().items()
    ]
    return table(header, rows)


def score_table():
    header = [
        "ages, years ahead",
        *(f"error: {name}" for name in METHODS),
        *(f"bias: {name}" for name in METHODS),
    ]
    header += [f"{100 * level:.0f} % held" for level in LEVELS] + ["80 % width"]
    rows = []
    for ages in AGE_GROUPS:
        for horizon in HORIZONS:
            found = results.regional_score(ages, horizon)
            rows.append(
                [f"{ages}, {horizon}"]
                + [f"{100 * found.error[name]:.2f}" for name in METHODS]
                + [f"{100 * found.bias[name]:+.1f}" for name in METHODS]
                + [f"{100 * found.coverage[level]:.0f}" for level in LEVELS]
                + [f"{100 * found.width[0.80]:.1f}"]
            )
    return table(header, rows)


WIDTHS = {
    "fertility_national_sd_share": "fertility, country",
    "fertility_municipal_sd_share": "places",
    "immigration_national_sd_share": "immigration, country",
    "immigration_step_share": "steps",
    "migration_municipal_sd_share": "in-migration, places",
    "migration_step_share": "steps",
}


def origin_table():
    header = ["origin", *WIDTHS.values(), "earlier launches: ours / ratios", "this one: ours / ratios"]
    header += [f"80 % held, {ages}" for ages in AGE_GROUPS]
    rows = []
    for year in (*results.ORIGINS, results.LAST):
        widths = [f"{results.widths_known(year)[name]:.3f}" for name in WIDTHS]
        earlier = " / ".join(f"{100 * error:.2f}" for error in results.earlier_errors(year))
        if year == results.LAST:
            rows.append([year, *widths, earlier, "–", *("–" for _ in AGE_GROUPS)])
            continue
        found = {ages: results.regional_score(ages, 5, year) for ages in AGE_GROUPS}
        error = found["7–15"].error
        pair = f"{100 * error['kopa_sim']:.2f} / {100 * error['cohort-change ratios']:.2f}"
        held = [f"{100 * found[ages].coverage[0.80]:.0f}" for ages in AGE_GROUPS]
        rows.append([year, *widths, earlier, pair, *held])
    return table(header, rows)


def municipal_table():
    header = ["year, ages", *(f"{name}: chance / paths" for name in SIZE_NAMES)]
    rows = []
    for year in TARGETS:
        for band in BANDS:
            alive = "" if band in ALIVE_AT_LAUNCH[year] else " (some born later)"
            used = " — fitted on" if year in results.FITTED_ON and not alive else ""
            cells = [
                " / ".join(
                    f"{100 * coverage(sampled, 0.80, year, band, size)[0]:.0f}"
                    for sampled in results.municipal_futures().values()
                )
                for size in SIZES
            ]
            rows.append([f"{year}, {band}{alive}{used}", *cells])
    return table(header, rows)


TABLES = {
    "fit": fit_table,
    "scores": score_table,
    "origins": origin_table,
    "municipalities": municipal_table,
}


def marks(name):
    return f"<!-- {name}: generated -->", f"<!-- {name}: end -->"


def written_anew(page):
    """Return the page with its tables as the model gives them now."""
    for name, make in TABLES.items():
        begin, end = marks(name)
        before, rest = page.split(begin)
        page = f"{before}{begin}\n\n{make()}\n{end}{rest.split(end)[1]}"
    return page
