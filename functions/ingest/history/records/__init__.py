"""Files of exports as records, one at a time, whatever they are wrapped in."""
