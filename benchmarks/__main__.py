"""Run all benchmarks and print their ratios: `make benchmarks`."""

from benchmarks import (
    blocks,
    closing_plan,
    cohort,
    groups,
    location,
    optimise_kainuu,
    shared_teachers,
    workers,
)

if __name__ == "__main__":
    for benchmark in (
        groups,
        cohort,
        blocks,
        location,
        closing_plan,
        optimise_kainuu,
        shared_teachers,
        workers,
    ):
        print(f"== {benchmark.__doc__.splitlines()[0]}")
        for line in benchmark.run():
            print(f"   {line}")
