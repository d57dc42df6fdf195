"""What the events of many disputes say; reads only."""
