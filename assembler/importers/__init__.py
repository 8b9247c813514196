"""Other people's files -> records, written beside what stands in a study."""
