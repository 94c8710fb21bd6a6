"""What is timed, against what, as ratios within one run; see docs/performance.md."""
