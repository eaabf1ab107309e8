"""Tests of the judgement: what a report may say about the files of a job."""
