from .condition_parser import parse_condition
from .content_kind import PLAYS, YAML, is_scenario, is_sheet, nameless, play_files, scenario_files, sheet_files
from .mirrors_reader import InvalidMirrors, load_mirrors, read_mirrors
from .reader import Reading, read_file, read_text
from .references import END
from .yaml_data import LONGEST, Data, Fields, Items, YamlError, YamlScalar, line_of, plain, read_yaml

__all__ = [
    "END",
    "LONGEST",
    "PLAYS",
    "YAML",
    "Data",
    "Fields",
    "InvalidMirrors",
    "Items",
    "Reading",
    "YamlError",
    "YamlScalar",
    "is_scenario",
    "is_sheet",
    "line_of",
    "load_mirrors",
    "nameless",
    "parse_condition",
    "plain",
    "play_files",
    "read_file",
    "read_mirrors",
    "read_text",
    "read_yaml",
    "scenario_files",
    "sheet_files",
]
