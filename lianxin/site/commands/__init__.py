"""The command `lianxin`: what an operator can ask for, one file for each topic.

Owns the list and how answers are told. Exit 0 done, 1 done with refusals or findings, 2 wrong call; with `--json`
the last line is one JSON object.
"""
