#!/usr/bin/env python3
"""validate.py SCHEMA FILE: is a JSON or TOML file valid against a JSON Schema? Dates of TOML are texts."""
import datetime
import json
import sys
import tomllib

import jsonschema


def as_json(value):
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


schema_path, path = sys.argv[1:]
with open(schema_path, encoding="utf-8") as file:
    schema = json.load(file)
with open(path, "rb") as file:
    value = as_json(tomllib.load(file)) if path.endswith(".toml") else json.load(file)
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
problems = sorted(kind(schema).iter_errors(value), key=str)
for problem in problems[:5]:
    print(list(problem.absolute_path), problem.message[:300])
sys.exit(1 if problems else 0)
