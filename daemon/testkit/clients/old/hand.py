"""Makes one call of an old SDK per line of standard input, and answers with one line.

The driver is suites/hands.py, which also says what a line holds.
"""

import base64
import json
import os
import sys

import botocore
import botocore.config
import botocore.session
from botocore.exceptions import ClientError


def typed(value, name=""):
    if isinstance(value, dict):
        return {key: typed(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [typed(each) for each in value]
    return base64.b64decode(value) if name == "BinaryValue" else value


def plain(value):
    return base64.b64encode(value).decode()


def main():
    settings = botocore.config.Config(retries={"total_max_attempts": 1})
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    client = botocore.session.get_session().create_client("sqs", endpoint_url=endpoint, config=settings)
    for line in sys.stdin:
        order = json.loads(line)
        try:
            call = getattr(client, botocore.xform_name(order["call"]))
            answer = {"result": call(**typed(order["with"]))}
        except ClientError as error:
            told = error.response["Error"]
            answer = {"error": {"code": told["Code"], "message": told["Message"]}}
        except Exception as error:
            answer = {"broken": repr(error)}
        print(json.dumps(answer, default=plain), flush=True)


main()
