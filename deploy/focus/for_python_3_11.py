"""Lets focus-validator 2.2.1, which asks for Python 3.12, run on 3.11: one f-string has a backslash in it."""

import pathlib
import sys

OLD = """f"'{k.replace('\\"', '\\"\\"')}'" for k in ignore_keys"""
NEW = """"'" + k.replace('"', '""') + "'" for k in ignore_keys"""

(source,) = pathlib.Path(sys.argv[1]).glob("lib/python3*/site-packages/focus_validator/config_objects/focus_to_duckdb_converter.py")
text = source.read_text()
if text.count(OLD) != 1:
    sys.exit(f"{source} is not the file that was expected; look whether it runs without this change")
source.write_text(text.replace(OLD, NEW))
