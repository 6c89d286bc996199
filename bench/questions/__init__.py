"""What asking costs beyond the reports that `bench.reports` measures."""
