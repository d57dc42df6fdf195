"""The shell: asks the world, calls the steps, carries out what they return."""
