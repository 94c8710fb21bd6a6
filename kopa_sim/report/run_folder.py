"""The run folder: whole or absent. Work lies in ``<folder>.partial``, which is renamed when complete."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kopa_sim.model.errors import KopaError
from kopa_sim.report.all_draws import kept_tables
from kopa_sim.report.csv_files import write_tables
from kopa_sim.report.data_files import DataFiles, writing
from kopa_sim.report.figures import (
    FIGURES,
    ROUTE_FIGURES,
    TOUR_FIGURES,
    WEEK_FIGURES,
    RenderedFigure,
    render_figure,
    write_figures,
)
from kopa_sim.report.front_sheet import front_sheet
from kopa_sim.report.kept_draws import draw_coordinates, draw_variables
from kopa_sim.report.manifest import build_manifest, hashes_of, write_manifest
from kopa_sim.report.page import render_page
from kopa_sim.report.tables import build_tables
from kopa_sim.report.texts import Texts, texts_in
from kopa_sim.study.optimise.sentences import Sentence
from kopa_sim.study.result import RunResult

Progress = Callable[[str, int, int], None]

LOCK: Final[str] = "lock"
"""File in the partial folder that holds the number of the process at work."""


class FolderExistsError(KopaError):
    """The run folder is there already, or someone is writing it."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def partial_of(folder: Path) -> Path:
    """Return where the work for a run folder lies until it is complete."""
    return folder.with_name(folder.name + ".partial")


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def refuse_existing(folder: Path) -> None:
    """Raise FolderExistsError when the run folder cannot be made.

    What a run that was killed left in the partial folder is no hindrance: it is thrown away later.
    """
    if folder.exists() or folder.is_symlink():
        raise FolderExistsError(
            Sentence(
                "folder_exists",
                "{folder} exists already; name another folder with -o, or remove it",
                folder=str(folder),
            )
        )
    partial = partial_of(folder)
    if not partial.exists():
        return
    lock = partial / LOCK
    text = lock.read_text(encoding="ascii").strip() if lock.is_file() else ""
    if not text.isdigit() and any(partial.iterdir()):
        raise FolderExistsError(
            Sentence(
                "folder_foreign",
                "{folder} exists and was not left by a run; remove it first",
                folder=str(partial),
            )
        )
    if text.isdigit() and _is_running(int(text)):
        raise FolderExistsError(
            Sentence(
                "folder_busy",
                "process {process} is writing {folder} at this moment",
                process=text,
                folder=str(folder),
            )
        )


@contextmanager
def whole_or_absent(folder: Path) -> Iterator[Path]:
    """Give a folder to work in that becomes ``folder`` at the end, or disappears if anything goes wrong."""
    refuse_existing(folder)
    partial = partial_of(folder)
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    try:
        (partial / LOCK).write_text(f"{os.getpid()}\n", encoding="ascii")
        yield partial
        (partial / LOCK).unlink()
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _draw_figures(result: RunResult, texts: Texts, on_progress: Progress) -> list[RenderedFigure]:
    figures = []
    names = [
        *FIGURES,
        *(ROUTE_FIGURES if result.routed else ()),
        *(TOUR_FIGURES if result.toured else ()),
        *(WEEK_FIGURES if result.watched else ()),
    ]
    for index, name in enumerate(names):
        on_progress("figures", index, len(names))
        figures.append(render_figure(name, result, texts))
    on_progress("figures", len(names), len(names))
    return figures


def _data_files(result: RunResult, texts: Texts, *, all_draws: bool) -> DataFiles:
    scenario = result.scenario
    return DataFiles(
        tables=build_tables(result),
        front=front_sheet(result, texts),
        texts=texts,
        draws=draw_variables(result),
        coordinates=draw_coordinates(result),
        attributes={
            "title": scenario.title,
            "scenario": scenario.name,
            "price_year": scenario.price_year,
            "seed": result.seed,
            "draws": result.draws,
            "replications": result.replications,
        },
        author="kopa_sim",
        kept=kept_tables(result) if all_draws else (),
    )


def _write_contents(
    result: RunResult, folder: Path, texts: Texts, on_progress: Progress, *, all_draws: bool
) -> None:
    on_progress("tables", 0, 1)
    files = _data_files(result, texts, all_draws=all_draws)
    with writing(files, folder):
        write_tables(dict(files.tables), folder / "tables")
        on_progress("tables", 1, 1)
        figures = _draw_figures(result, texts, on_progress)
        write_figures(figures, folder / "figures")
        page = render_page(result, figures, texts)
        (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")
        on_progress("files", 0, 1)
    on_progress("files", 1, 1)


def write_run(
    result: RunResult,
    folder: Path,
    *,
    command_line: str = "",
    started: datetime | None = None,
    finished: datetime | None = None,
    on_progress: Progress = no_progress,
    all_draws: bool = False,
) -> Path:
    """Write everything people read of a run into a new folder, and return it.

    Parameters
    ----------
    command_line, started, finished
        How and when the calculation ran, for the manifest.
    on_progress
        Called with the stage of the work, how much is done, and how much there is.
    all_draws
        Whether results.nc keeps every future of every table, not of the verdict and the pupils alone.

    Raises
    ------
    FolderExistsError
        If the folder is there already or is being written.
    """
    now = datetime.now(UTC)
    begun = time.perf_counter()
    with whole_or_absent(folder) as partial:
        texts = texts_in(result.scenario.language)
        _write_contents(result, partial, texts, on_progress, all_draws=all_draws)
        outputs = {name: digest for name, digest in hashes_of(partial).items() if name != LOCK}
        manifest = build_manifest(
            result,
            command_line=command_line,
            started=started or now,
            finished=finished or now,
            timings_s={**result.timings_s, "write": time.perf_counter() - begun},
            outputs=outputs,
        )
        write_manifest(manifest, partial / "manifest.json")
    return folder
