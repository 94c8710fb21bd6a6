"""What notice by length of service may not be."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.toml_file import TomlFile

NOTICE: Final[str] = "teaching.notice_months_by_service"


def check_notice_months(toml: TomlFile, values: Mapping[str, ParameterValue], findings: Findings) -> None:
    """Say where notice is shorter after longer service; keys that a scenario leaves out keep their default."""
    months = values.get(NOTICE)
    if not isinstance(months, Mapping):
        return
    for shorter, longer in pairwise(sorted(months, key=int)):
        if months[longer] < months[shorter]:
            findings.add(
                toml.place(tuple(NOTICE.split("."))),
                f"notice of {months[longer]:g} months from {longer} years of service on is shorter than the"
                f" {months[shorter]:g} from {shorter} on",
                "notice that does not become shorter with service (Act 304/2003, section 40)",
                "keys that are left out keep their default: write all of them",
            )
