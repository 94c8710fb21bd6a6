"""Run all benchmarks and print their ratios: `make benchmarks`."""

from benchmarks import (
    blocks,
    closing_plan,
    cohort,
    groups,
    location,
    operations_kainuu,
    operations_queue,
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
        operations_queue,
        operations_kainuu,
        workers,
    ):
        print(f"== {benchmark.__doc__.splitlines()[0]}")
        for line in benchmark.run():
            print(f"   {line}")
