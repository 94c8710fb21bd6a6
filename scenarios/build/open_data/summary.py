"""What a build prints: sums that a reader can check against published figures."""

import numpy as np

from kopa_sim.importers.postcode_areas import BANDS
from kopa_sim.importers.school_demand import STAGE_GRADES
from kopa_sim.importers.school_grades import grades_taught
from open_data.areas import Areas
from open_data.demand import peak_pupils
from open_data.extracts import Extracts
from open_data.observations import Observed
from open_data.regions import RegionSpec
from open_data.schools import Schools


def summarise(
    extracts: Extracts, region: RegionSpec, areas: Areas, observed: Observed, schools: Schools
) -> list[str]:
    """Return the lines of the summary."""
    hidden = int(extracts.areas_2019["age_7_12"].isna().sum())
    lines = [
        f"{region.folder}: {len(region.municipalities)} municipalities, {len(areas.table)} areas"
        f" ({hidden} suppressed in the source), {len(schools.rows)} schools"
    ]
    later = np.sum(list(observed.municipality.values()), axis=0)
    for band, (first, last) in enumerate(BANDS):
        lines.append(
            f"  ages {first}-{last}: {int(areas.children[:, band].sum()):>6} in 2019 (registered);"
            f" 2024 published {int(observed.published[band]):>6}, scaled {int(later[band]):>6}"
        )
    for postcode, base in observed.matched.items():
        lines.append(f"  postcode {postcode} of 2024 is counted in {base}")
    for _, name, reason in schools.left_out:
        lines.append(f"  left out: {name} ({reason})")
    for code, name in region.municipalities.items():
        peaks = peak_pupils(extracts, observed, code)
        taught = {
            stage: sum(
                places
                for row, grades, places in zip(schools.rows, schools.grades, schools.places, strict=True)
                if row.municipality == code
                and not row.given_intake
                and set(STAGE_GRADES[stage]) & set(grades_taught(grades.span))
            )
            for stage in ("primary", "lower_secondary")
        }
        lines.append(
            f"  {name}: peak of grades 0-6 {peaks['pre_primary'] + peaks['primary']:.0f}, of 7-9"
            f" {peaks['lower_secondary']:.0f}; places of schools that teach 1-6 {taught['primary']}, 7-9"
            f" {taught['lower_secondary']}"
        )
    return lines
