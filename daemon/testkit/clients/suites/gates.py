"""Something that stands before a hub and refuses what AWS would refuse, in AWS's words, before the hub sees it."""

import datetime
import http.client
import json

from issuers import Server

# Headers of one connection, which the next one has of its own.
HOP = {"connection", "content-length", "date", "host", "keep-alive", "transfer-encoding"}


class Gate(Server):
    """Passes calls on to a hub, whose signatures stay good because the host's name is passed on too.

    `region` is the only one that may be signed for; `ahead` is how far this upstream's clock is before ours; `tells_time` whether its
    answers show it; `expired` are access keys whose session has ended.
    """

    def __init__(self, hub):
        self.hub, self.region, self.ahead, self.tells_time, self.expired = hub, hub.region, datetime.timedelta(), True, set()
        self.keys = set()
        super().__init__()

    def answer(self, request):
        self.calls += 1
        headers = {name.lower(): value for name, value in request.headers.items()}
        if "authorization" in headers:
            refusal = self.judge(headers)
            if refusal:
                code, message = refusal
                return 400, {**self.date(), "x-amzn-RequestId": "gate"}, json.dumps({"__type": code, "message": message}).encode()
        status, answered, body = self.pass_on(request)
        kept = {name: value for name, value in answered if name.lower() not in HOP}
        return status, {**kept, **self.date()}, body

    def date(self):
        now = datetime.datetime.now(datetime.timezone.utc) + self.ahead
        return {"Date": now.strftime("%a, %d %b %Y %H:%M:%S GMT") if self.tells_time else None}

    def judge(self, headers):
        key, _, region, *_ = headers["authorization"].split("Credential=")[1].split(",")[0].split("/")
        self.keys.add(key)
        now = datetime.datetime.now(datetime.timezone.utc) + self.ahead
        signed = datetime.datetime.strptime(headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        if abs(now - signed) > datetime.timedelta(minutes=5):
            stamp = "%Y%m%dT%H%M%SZ"
            return "InvalidSignatureException", f"Signature expired: {signed:{stamp}} is now earlier than {now:{stamp}} (5 min.)"
        if region != self.region:
            return "InvalidSignatureException", "Credential should be scoped to a valid region. "
        if key in self.expired:
            return "ExpiredTokenException", "The security token included in the request is expired"
        return None

    def pass_on(self, request):
        connection = http.client.HTTPConnection("127.0.0.1", self.hub.port, timeout=30)
        try:
            connection.putrequest(request.command, request.path, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers.items():
                if name.lower() not in HOP - {"host"}:
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(request.body)))
            connection.endheaders(request.body)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()
