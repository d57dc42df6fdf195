"""Virtual time, network and parties from one seed."""
