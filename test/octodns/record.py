"""Records what octoDNS publishes for each case of cases.yaml, into recorded.json beside it.

Run by hand, with octoDNS 1.22.0 installed:  python3 test/octodns/record.py && npx biome format --write test/octodns
octoDNS itself is run (Manager.sync, dry), with a target that writes down what it is to create.
"""

import importlib
import json
import logging
import os
import pkgutil
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path

import octodns.processor
import yaml
from octodns.manager import Manager
from octodns.processor.base import BaseProcessor
from octodns.provider.base import BaseProvider
from octodns.record import Record
from octodns.zone import Zone

sys.modules["record"] = sys.modules["__main__"]  # so that a configuration may name `record.Target`
created = {}


class Target(BaseProvider):
    """Has nothing, takes everything, and writes down what it gets."""

    SUPPORTS_GEO = True
    SUPPORTS_DYNAMIC = True
    SUPPORTS_POOL_VALUE_STATUS = True
    SUPPORTS_DYNAMIC_SUBNETS = True
    SUPPORTS_MULTIVALUE_PTR = True
    SUPPORTS_ROOT_NS = True

    def __init__(self, id, **kwargs):
        self.log = logging.getLogger("Target")
        super().__init__(id, **kwargs)

    @property
    def SUPPORTS(self):
        return set(Record.registered_types())

    def populate(self, zone, target=False, lenient=False):
        return False

    def _extra_changes(self, existing, desired, changes):
        lines = []
        for change in changes:
            rrset = rrset_of(change.new)
            lines += [f"{rrset.name} {rrset.ttl} {rrset._type} {rdata}" for rdata in rrset.rdatas]
        created[desired.name] = sorted(lines)
        return []


def rrset_of(record):
    # AcmeManagingProcessor of 1.22.0 adds a text that is no value, which providers take all the same.
    if record._type == "TXT":
        kinds = [value.__class__ for value in record.values if value.__class__ is not str]
        record.values = [value if value.__class__ is not str else kinds[0](value) for value in record.values]
    return record.to_rrset()


def run(case):
    created.clear()
    with tempfile.TemporaryDirectory() as folder:
        for path, text in case["files"].items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("$FOLDER", folder), encoding="utf-8")
        os.chdir(folder)
        os.environ.update(case.get("environment", {}))
        try:
            Manager(case.get("config", "config.yaml")).sync(dry_run=True)
            return {"zones": dict(sorted(created.items()))}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}".split("\n")[0].replace(folder, "$FOLDER")}
        finally:
            os.chdir("/")
            for name in case.get("environment", {}):
                del os.environ[name]


def processors():
    """Every class of octoDNS' own processors that a configuration may name."""
    found = []
    for module in pkgutil.iter_modules(octodns.processor.__path__):
        members = vars(importlib.import_module(f"octodns.processor.{module.name}"))
        for name, member in members.items():
            is_processor = isinstance(member, type) and issubclass(member, BaseProcessor)
            if is_processor and member.__module__.endswith(f".{module.name}") and not name.startswith("_"):
                found.append(f"octodns.processor.{module.name}.{name}")
    return sorted(found)


def main():
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    here = Path(__file__).resolve().parent
    cases = yaml.safe_load((here / "cases.yaml").read_text(encoding="utf-8"))
    recorded = {
        "made": f"with octoDNS {version('octodns')}, PyYAML {version('PyYAML')}, by record.py",
        "processors": processors(),
        "cases": {case["name"]: run(case) for case in cases},
    }
    text = json.dumps(recorded, indent=2, ensure_ascii=False)
    (here / "recorded.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
