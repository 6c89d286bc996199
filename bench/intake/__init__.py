"""What taking events in costs beyond the batch that `bench.ingest` measures."""
