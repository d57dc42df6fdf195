"""The world, one module for each thing in it."""
