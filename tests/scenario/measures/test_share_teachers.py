"""Sharing teachers: which pools are refused."""

from tests.scenario.spoiling import check_one_problem, measure


def test_two_pools_of_one_name_are_refused(folder):
    pool = (
        'measure = "share_teachers"\nyear = 2027\nschools = ["keskuskoulu", "mallila"]\nsubjects = ["music"]'
    )
    measure(f"{pool}\n[[options.measures]]\n{pool}")(folder)
    check_one_problem(folder, ["share_teachers", "pool 'pool' stands in the option", "another name"])
