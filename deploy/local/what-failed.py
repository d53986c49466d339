"""Prints every failed Java test of the last run with the first lines of its message, so that a report's end says what to look at.

what-failed.py [ROOT]: reads the XML reports of Surefire and Failsafe below ROOT.
"""

import pathlib
import sys
import xml.etree.ElementTree as xml

LINES = 12


def failures(root: pathlib.Path):
    for report in sorted(root.glob("**/target/*-reports/TEST-*.xml")):
        try:
            cases = xml.parse(report).getroot().iter("testcase")
        except xml.ParseError as broken:
            yield str(report.relative_to(root)), f"is not a whole report: {broken}"
            continue
        for case in cases:
            for fault in [*case.findall("failure"), *case.findall("error")]:
                text = (fault.text or fault.get("message") or "").strip()
                yield f"{case.get('classname')}.{case.get('name')}", "\n".join(text.splitlines()[:LINES])


for name, text in failures(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")):
    print(f"FAILED {name}\n    " + text[:3000].replace("\n", "\n    "))
