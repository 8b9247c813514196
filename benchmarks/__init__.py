"""Workloads of known size, and what a build of them costs."""
