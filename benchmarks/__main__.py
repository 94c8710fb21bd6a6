"""Run all benchmarks and print their ratios: `make benchmarks`."""

from benchmarks import blocks, groups, workers

if __name__ == "__main__":
    for benchmark in (groups, blocks, workers):
        print(f"== {benchmark.__doc__.splitlines()[0]}")
        for line in benchmark.run():
            print(f"   {line}")
