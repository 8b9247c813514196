"""What stands on the page: one frozen model for every output format."""
