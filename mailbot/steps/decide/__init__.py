"""What follows from a happening: one module a phase, one front door."""
