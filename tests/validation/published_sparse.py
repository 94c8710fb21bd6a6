"""What the OECD and the Joint Research Centre found for sparse country, and ours beside it."""

from functools import partial

from tests.validation.comparison import COUNT, SHARE, Comparison
from tests.validation.sparse_country import fewer_schools, longer_way, premium

TITLE = "Sparse country and cities"
INTRODUCTION = """Access and Cost of Education and Health Services (OECD and Joint Research Centre 2021) modelled
schools on a grid of the whole of Europe. Ours are the schools of the three regions as they stand. City: at least
50,000 residents within 10 km of the school (in and around Jyväskylä and Joensuu); sparse: under 50 residents per km²
within 5 km. Current cost without internal rent and journeys, as theirs; primary is grades 0–6 (theirs ages 6–11),
secondary is grades 7–9 and upper secondary (theirs 12–17). The cost of a school of several stages is divided as
schools of one stage each with the same pupils would cost.

For 2035 they opened schools by a threshold of pupils, in 2011 and again in 2035; here the rule `close_small_schools`
acts on the mean future with the same size in 2026 and in 2035, over schools of grades 0–6 in sparse country, and the
way is the mean road distance of the pupils of these grades who live there. A quarter of these pupils go in the nine
years."""

SOURCE = "OECD and JRC 2021"


def _size(pupils, remark_fewer="", remark_way=""):
    return (
        Comparison(
            f"Sparse country, schools of at least {pupils} pupils: fewer in 2035 than in 2026",
            "8–20 % fewer by 2035 (villages 5–13 %)",
            SOURCE,
            partial(fewer_schools, pupils),
            0.08,
            0.20,
            SHARE,
            True,
            remark_fewer,
        ),
        Comparison(
            f"the same, at least {pupils} pupils: longer mean way to school",
            "at similar distance",
            SOURCE,
            partial(longer_way, pupils),
            -0.05,
            0.05,
            SHARE,
            True,
            remark_way,
        ),
    )


COMPARISONS = (
    Comparison(
        "Primary education, cost per pupil in sparse country against cities",
        "over 1.40 in Finland; 1.20 in Europe",
        SOURCE,
        partial(premium, "primary"),
        1.40,
        1.80,
        COUNT,
        False,
        "assistants were derived from a national total; theirs are schools that a model would place, ours those that "
        "are left: 92 pupils on the mean in sparse country, several grades in one group. The published ratio of "
        "teaching (1.13, above) is of our order. With journeys ours is 1.32: distance is paid for on the road",
    ),
    Comparison(
        "Secondary education, the same",
        "1.11 in Europe; Finland's own not found",
        SOURCE,
        partial(premium, "secondary"),
        1.03,
        1.25,
        COUNT,
        False,
        "as above; half of the secondary stages in sparse country have 75 pupils or fewer, and Finnish statistics of "
        "upper secondary education have 1.41, rural against urban (10,289 € and 7,318 €, OPH 2015)",
    ),
    *_size(20, "three of 46 schools: the last of a municipality stays open, and few more fall below"),
    *_size(
        40,
        "eight of 39 schools, one too many for the band: many are of this size, and their pupils fall by a quarter",
        "each of the eight was the nearest to its pupils",
    ),
    *_size(60, "four of 31 schools"),
)
