"""Questions with nothing to decide, and questions so small that every plan is priced."""

import pytest

from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.optimise.impossible import ImpossibleWishError
from tests.study.optimise.answers import minimal


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        (
            Wishes(keep=("takakyla", "mallila")),
            ("--keep: takakyla, mallila", "upper secondary education: keskuskoulu"),
        ),
        (Wishes(keep=("mallila",), municipalities=("902",)), ("--keep: mallila", "--municipality")),
        (Wishes(objective="minutes", keep=("takakyla", "mallila")), ("--keep: takakyla, mallila",)),
    ],
)
def test_where_no_school_may_close_every_school_has_its_reason(wishes, told):
    with pytest.raises(ImpossibleWishError) as refused:
        optimise(minimal(), wishes)
    assert [words for words in told if words not in str(refused.value)] == []


def test_where_no_school_may_close_but_one_may_grow_there_is_an_answer():
    answer = optimise(minimal(), Wishes(keep=("takakyla", "mallila"), extending=True, seconds=5.0))
    assert answer.networks[0].closed == ()
    assert answer.networks[0].cost_eur <= answer.base.cost_eur + 0.01


def test_few_plans_are_all_priced_and_the_best_of_them_is_proved():
    """Schools that share teachers are tied together, so that no table could bound them."""
    answer = optimise(minimal(), Wishes(base_option="shared_teachers", seconds=20.0))
    best = answer.networks[0]
    assert best.proved and best.bound_eur == pytest.approx(best.cost_eur, abs=0.01)
    assert not answer.limit_reached
