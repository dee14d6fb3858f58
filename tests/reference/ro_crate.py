"""Validates a run as an RO-Crate with the community's own validator
(roc-validator), and its in-toto statement with in-toto's own classes.

    python tests/reference/ro_crate.py artifacts/NAME [--context FILE]

Prints what the validator finds at its REQUIRED and RECOMMENDED levels for the
profile Workflow Run Crate 0.5 (which rests on RO-Crate 1.2) and exits with 1 if
a REQUIRED check fails. `--context`: the JSON-LD context of RO-Crate 1.2, for
machines without a network (npm's package `ro-crate` has it as lib/context.json).
"""

import argparse
import hashlib
import io
import pathlib
import sys

import requests
import urllib3
from google.protobuf.json_format import Parse
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement
from rocrate_validator import models, services

CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def serve(content):
    """Answers requests for the context from memory."""
    send = requests.adapters.HTTPAdapter.send

    def local(self, request, *rest, **options):
        if request.url != CONTEXT:
            return send(self, request, *rest, **options)
        response = requests.Response()
        response.status_code = 200
        response.url = request.url
        response.request = request
        response.headers["Content-Type"] = "application/ld+json"
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(content), headers=response.headers, status=200, preload_content=False
        )
        return response

    requests.adapters.HTTPAdapter.send = local


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--context")
    args = parser.parse_args()
    if args.context:
        serve(pathlib.Path(args.context).read_bytes())
    found = {}
    for severity in ("REQUIRED", "RECOMMENDED"):
        result = services.validate(
            services.ValidationSettings(
                rocrate_uri=str(args.run),
                profile_identifier="workflow-run-crate",
                requirement_severity=models.Severity[severity],
                skip_availability_check=True,
            )
        )
        found[severity] = sorted(
            {f"{issue.check.identifier}: {issue.message}" for issue in result.get_issues()}
        )
    for severity, issues in found.items():
        print(f"{severity}: {len(issues)} findings")
        for issue in issues:
            print(f"  {issue}")

    text = (args.run / "provenance.intoto.json").read_text()
    message = Parse(text, statement_pb2.Statement())
    Statement.copy_from_pb(message).validate()
    subjects = {subject.name: subject.digest["sha256"] for subject in message.subject}
    for name, digest in subjects.items():
        assert hashlib.sha256((args.run / name).read_bytes()).hexdigest() == digest, name
    print(f"in-toto: a valid Statement, {len(subjects)} subjects with the right digests")
    return len(found["REQUIRED"]) > 0


if __name__ == "__main__":
    sys.exit(main())
