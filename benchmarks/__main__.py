"""Run all benchmarks and print their ratios: `make benchmarks`."""

from benchmarks import blocks, cohort, groups, location, workers

if __name__ == "__main__":
    for benchmark in (groups, cohort, blocks, location, workers):
        print(f"== {benchmark.__doc__.splitlines()[0]}")
        for line in benchmark.run():
            print(f"   {line}")
