"""Credentials of every source reach a hub; refused ones pause a route with a plain reason, and mended ones need no restart."""

import datetime
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time

import federation
import issuers
import pytest
import rig
from authority import DAY, Authority
from gates import Gate
from policies import policy, trust


class Sites:
    """Makes hubs and sites, and stops whatever was started."""

    def __init__(self, folder):
        self.folder, self.made = folder, []

    def gateway(self, name, text="", environment=None):
        gateway = rig.Gateway(str(self.folder / name), lambda config: config + text)
        gateway.environment_of_process = environment
        self.made.append(gateway)
        return gateway

    def server(self, server):
        self.made.append(server)
        return server


@pytest.fixture
def sites(tmp_path):
    sites = Sites(tmp_path)
    yield sites
    for made in reversed(sites.made):
        if isinstance(made, rig.Gateway):
            made.stop(signal.SIGKILL)
        else:
            made.stop()


def run(site, *words, text=None, check=True):
    return subprocess.run([rig.BINARY, *words, "--data", site.folder], input=text, capture_output=True, text=True, check=check)


def seal(site, name, secret):
    run(site, "secret", "set", name, text=secret)


def routes(site):
    done = run(site, "status", "--json")
    return {route["route"]: route for route in json.loads(done.stdout)["routes"]}


def wait(what, seconds, says):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, says()
        time.sleep(0.2)


def checked(site, name):
    done = run(site, "route", "check", name, "--json", check=False)
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    assert report["good"] == (done.returncode == 0)
    return report


def findings(report):
    return {finding["step"]: (finding["verdict"], finding["said"]) for finding in report["steps"]}


def role(hub, name, stream, principal=None, actions="sts:AssumeRole"):
    """A role that may write one stream and do nothing else."""
    iam = hub.client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(principal, actions) if principal else trust(actions=actions))
    resource = f"arn:aws:kinesis:{hub.region}:{hub.account}:stream/{stream}"
    document = policy("Allow", ["kinesis:PutRecords", "kinesis:DescribeStreamSummary"], resource)
    iam.put_role_policy(RoleName=name, PolicyName="write", PolicyDocument=document)
    return made["Role"]["Arn"]


def stream(gateway, name, shards=1):
    gateway.client("kinesis").create_stream(StreamName=name, ShardCount=shards)


def put(site, name, start, count):
    records = [dict(Data=str(n).encode(), PartitionKey=f"k{n % 3}") for n in range(start, start + count)]
    assert site.client("kinesis").put_records(StreamName=name, Records=records)["FailedRecordCount"] == 0


def arrived(hub, name):
    kinesis = hub.client("kinesis")
    shard = kinesis.list_shards(StreamName=name)["Shards"][0]["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    found = []
    while True:
        page = kinesis.get_records(ShardIterator=iterator, Limit=10000)
        found += [(record["PartitionKey"], int(record["Data"])) for record in page["Records"]]
        if not page["Records"]:
            return found
        iterator = page["NextShardIterator"]


def all_there(hub, name, count):
    """Each record once, and those of a key in their order."""
    found = arrived(hub, name)
    assert sorted(number for _, number in found) == list(range(count)), (name, found)
    for key in {key for key, _ in found}:
        numbers = [number for k, number in found if k == key]
        assert numbers == sorted(numbers), (name, key, numbers)


def route(name, upstream):
    return f'[[route]]\nname = "{name}"\nfrom = "stream/{name}"\nupstream = "{upstream}"\n'


def upstream(name, endpoint, region, settings, sts=None):
    sts = f'sts_endpoint = "{sts}"\n' if sts else ""
    return f'[[upstream]]\nname = "{name}"\nendpoint = "{endpoint}"\nregion = "{region}"\n{sts}{settings}\n'


class Metadata:
    """AWS's own mock of an instance's metadata, with credentials of a hub."""

    def __init__(self, folder, hub, role):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        shown = issuers.upper(issuers.session(hub, role), Code="Success", Type="AWS-HMAC", LastUpdated="2026-11-30T00:00:00Z")
        name = role.rsplit("/", 1)[1]
        values = {"iam-security-credentials-role": name, "iam-security-credentials": shown}
        paths = {"iam-security-credentials": f"/latest/meta-data/iam/security-credentials/{name}"}
        config = folder / "metadata.json"
        config.write_text(json.dumps({"metadata": {"values": values, "paths": paths}}))
        program = pathlib.Path(os.environ["MILLPOND_ISSUERS"]) / "ec2-metadata-mock"
        self.endpoint = f"http://127.0.0.1:{port}"
        command = [program, "--hostname", "127.0.0.1", "--port", str(port), "--imdsv2", "--config-file", config]
        self.log = open(folder / "metadata.log", "w")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={**os.environ, "HOME": str(folder)})

    def stop(self):
        self.process.kill()
        self.process.wait(20)


def printer(folder, name, text):
    """A program that prints credentials, for credential_process."""
    program = folder / name
    program.write_text(f"#!{sys.executable}\nprint({text!r})\n")
    program.chmod(0o700)
    return program


def test_every_source_of_credentials_reaches_the_hub(sites, tmp_path):
    hub = sites.gateway("hub")
    hub.start()
    names = ["key", "chain", "environment", "profile", "process", "container", "instance", "web", "saml", "iot", "rsa", "ec"]
    for name in names:
        stream(hub, name)
    arns = {name: role(hub, name, name) for name in names if name not in ("web", "saml", "chain")}
    iam = hub.client("iam")

    # A role that only another role's session may assume, and only with an external id.
    middle = iam.create_role(RoleName="middle", AssumeRolePolicyDocument=trust())["Role"]["Arn"]
    iam.put_role_policy(RoleName="middle", PolicyName="assume", PolicyDocument=policy("Allow", "sts:AssumeRole"))
    outer = trust({"AWS": middle}, ["sts:AssumeRole", "sts:TagSession"], StringEquals={"sts:ExternalId": "site-7", "aws:RequestTag/site": "7"})
    arns["chain"] = iam.create_role(RoleName="chain", AssumeRolePolicyDocument=outer)["Role"]["Arn"]
    document = policy("Allow", "kinesis:PutRecords", f"arn:aws:kinesis:{hub.region}:{hub.account}:stream/chain")
    iam.put_role_policy(RoleName="chain", PolicyName="write", PolicyDocument=document)

    authority = Authority(tmp_path / "pki")
    between = Authority(tmp_path / "pki", "Between authority", above=authority)
    thing, rsa, ec = authority.issue("gateway-7"), authority.issue("rsa-7", "rsa"), between.issue("ec-7", chain=[between])
    agent = sites.server(issuers.Agent(hub, arns["container"]))
    iot = sites.server(issuers.IotProvider(hub, authority, {"site": arns["iot"]}))
    anchors = {("anchor", "profile", arns[name]): arns[name] for name in ("rsa", "ec")}
    anywhere = sites.server(issuers.RolesAnywhere(hub, authority, hub.region, anchors))
    metadata = sites.server(Metadata(tmp_path, hub, arns["instance"]))

    # SAML: an identity provider made of pysaml2.
    idp = sites.server(federation.Provider(tmp_path / "idp"))
    provider = iam.create_saml_provider(Name="idp", SAMLMetadataDocument=idp.metadata())["SAMLProviderArn"]
    arns["saml"] = role(hub, "saml", "saml", {"Federated": provider}, "sts:AssumeRoleWithSAML")
    idp.signs_in(attributes={"Role": [f"{arns['saml']},{provider}"], "RoleSessionName": ["site-7"]})
    (tmp_path / "response").write_text(idp.response())

    token, web_provider, audience = web_identity(hub)
    condition = {f"{web_provider.split('oidc-provider/')[1]}:aud": audience}
    iam.create_role(
        RoleName="web", AssumeRolePolicyDocument=trust({"Federated": web_provider}, "sts:AssumeRoleWithWebIdentity", StringEquals=condition)
    )
    document = policy("Allow", "kinesis:PutRecords", f"arn:aws:kinesis:{hub.region}:{hub.account}:stream/web")
    iam.put_role_policy(RoleName="web", PolicyName="write", PolicyDocument=document)
    arns["web"] = f"arn:aws:iam::{hub.account}:role/web"
    (tmp_path / "token").write_text(token)

    own = issuers.session(hub, arns["environment"])
    printed = json.dumps(issuers.upper(issuers.session(hub, arns["process"]), "SessionToken", Version=1))
    source = json.dumps(dict(Version=1, AccessKeyId=hub.made["access_key_id"], SecretAccessKey=hub.made["secret_access_key"]))
    config = tmp_path / "aws-config"
    config.write_text(
        f"[profile site]\nrole_arn = {arns['profile']}\nsource_profile = base\nrole_session_name = from-profile\n"
        f"[profile base]\ncredential_process = {printer(tmp_path, 'source', source)} --with 'one word'\n"
    )
    key = f'access_key_id = "{hub.made["access_key_id"]}"\nsecret = "hub"\n'
    device = '"roles-anywhere", trust_anchor_arn = "anchor", profile_arn = "profile"'
    sources = {
        "key": f'{key}role_arn = "{arns["key"]}"',
        "chain": f'{key}roles = [{{ arn = "{middle}" }}, {{ arn = "{arns["chain"]}", external_id = "site-7", tags = {{ site = "7" }} }}]',
        "environment": 'credentials = { from = "environment" }',
        "profile": f'credentials = {{ from = "profile", name = "site", config_file = "{config}" }}',
        "process": f'credentials = {{ from = "process", command = ["{printer(tmp_path, "issue", printed)}"] }}',
        "container": 'credentials = { from = "container" }',
        "instance": f'credentials = {{ from = "instance", endpoint = "{metadata.endpoint}" }}',
        "web": f'credentials = {{ from = "web-identity", role_arn = "{arns["web"]}", token_file = "{tmp_path / "token"}" }}',
        "saml": f'credentials = {{ from = "saml", role_arn = "{arns["saml"]}", principal_arn = "{provider}", '
        f'assertion_file = "{tmp_path / "response"}" }}',
        "iot": f'credentials = {{ from = "iot", endpoint = "{iot.endpoint}", role_alias = "site", thing = "gateway-7", '
        f'certificate = "{thing[0]}", key_secret = "device" }}\nca = "{authority.file}"',
        "rsa": f'credentials = {{ from = {device}, role_arn = "{arns["rsa"]}", endpoint = "{anywhere.endpoint}", '
        f'certificate = "{rsa[0]}", key = "{rsa[1]}" }}\nca = "{authority.file}"',
        "ec": f'credentials = {{ from = {device}, role_arn = "{arns["ec"]}", endpoint = "{anywhere.endpoint}", '
        f'certificate = "{ec[0]}", key = "{ec[1]}" }}\nca = "{authority.file}"',
    }
    assert list(sources) == names
    text = "".join(upstream(name, hub.endpoint, hub.region, settings) + route(name, name) for name, settings in sources.items())
    environment = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": own["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": own["SecretAccessKey"],
        "AWS_SESSION_TOKEN": own["SessionToken"],
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": agent.endpoint + agent.PATH,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": agent.TOKEN,
    }
    site = sites.gateway("site", text, environment)
    seal(site, "hub", hub.made["secret_access_key"])
    seal(site, "device", thing[1].read_text())
    site.start()
    for name in names:
        # Many lanes want credentials of the agent and of AWS IoT at once.
        stream(site, name, shards=8 if name in ("container", "iot") else 1)
        put(site, name, 0, 20)

    wait(lambda: all(len(arrived(hub, name)) >= 20 for name in names), 60, site.status)
    assert (agent.calls, iot.calls) == (1, 1), "lanes ask one for all"

    for name in names:
        all_there(hub, name, 20)
    assert len(anywhere.signers) == 2

    # A restart needs no issuer: sessions that the hub has accepted are on flash, sealed.
    wait(lambda: len(kept_sessions(site)) == len(names) - 1, 10, lambda: kept_sessions(site))
    secrets = b"".join(file.read_bytes() for file in kept_sessions(site))
    assert b"ASIA" not in secrets and own["SessionToken"].encode() not in secrets
    calls = [issuer.calls for issuer in (agent, iot, anywhere)]
    (tmp_path / "token").unlink()
    # In order, so that each lane's progress is written: a kill may repeat its last second.
    site.stop()
    site.start()
    for name in names:
        put(site, name, 20, 20)
    wait(lambda: all(len(arrived(hub, name)) >= 40 for name in names), 60, site.status)
    for name in names:
        all_there(hub, name, 40)
    assert [issuer.calls for issuer in (agent, iot, anywhere)] == calls


def kept_sessions(site):
    return sorted(pathlib.Path(site.folder, "secrets").glob(".session-*"))


def web_identity(hub):
    """A token of the hub's own, and the hub as the provider that it is verified by."""
    iam, sts = hub.client("iam"), hub.client("sts")
    issuer = iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    audience = "https://gateway.example"
    made = iam.create_open_id_connect_provider(Url=issuer, ClientIDList=[audience])
    reply = sts.get_web_identity_token(Audience=[audience], SigningAlgorithm="ES384", DurationSeconds=900)
    return reply["WebIdentityToken"], made["OpenIDConnectProviderArn"], audience


# What a lane says in its state while it is paused, by fault.
REASONS = {
    "denied": "no policy upstream allows the call; allow it to the identity that is named",
    "revoked": "explicit deny, as when sessions were revoked",
    "inactive": "does not know the access key, or it was deactivated",
    "secret": "the secret is not that of the access key; set it anew with millpond secret set",
    "region": "the signature is for another region than the upstream's; set region",
    "clock": "the signature's time is too far from the upstream's clock",
    "trust": "no policy upstream allows the call; allow it to the identity that is named",
    "device": "refuses the device (Access Denied)",
    "program": "run it by hand to see why",
}


def test_refused_credentials_pause_with_a_plain_reason_and_heal_without_a_restart(sites, tmp_path):
    hub = sites.gateway("hub")
    hub.start()
    iam = hub.client("iam")
    names = [*REASONS, "expired"]
    for name in names:
        stream(hub, name)
    arns = {name: role(hub, name, name) for name in names}
    authority = Authority(tmp_path / "pki")
    thing = authority.issue("gateway-7")
    iot = sites.server(issuers.IotProvider(hub, authority, {"site": arns["device"]}))
    gates = {name: sites.server(Gate(hub)) for name in ["region", "clock", "expired"]}
    good = issuers.upper(issuers.session(hub, arns["program"]), "SessionToken", Version=1)
    source = printer(tmp_path, "issue", json.dumps(good))
    iam.create_user(UserName="meter")
    iam.put_user_policy(UserName="meter", PolicyName="write", PolicyDocument=policy("Allow", "kinesis:PutRecords"))
    keys = {name: iam.create_access_key(UserName="meter")["AccessKey"] for name in ["inactive", "secret"]}
    admin = f'access_key_id = "{hub.made["access_key_id"]}"\nsecret = "hub"\n'
    settings = {name: f'{admin}role_arn = "{arns[name]}"' for name in names}
    settings |= {name: f'access_key_id = "{key["AccessKeyId"]}"\nsecret = "{name}"' for name, key in keys.items()}
    settings["device"] = (
        f'credentials = {{ from = "iot", endpoint = "{iot.endpoint}", role_alias = "site", thing = "gateway-7", '
        f'certificate = "{thing[0]}", key = "{thing[1]}" }}\nca = "{authority.file}"'
    )
    settings["program"] = f'credentials = {{ from = "process", command = ["{source}"] }}'
    endpoints = {name: gates[name].endpoint if name in gates else hub.endpoint for name in names}
    text = "".join(upstream(name, endpoints[name], hub.region, settings[name], hub.endpoint) + route(name, name) for name in names)
    site = sites.gateway("site", text)
    seal(site, "hub", hub.made["secret_access_key"])
    for name, key in keys.items():
        seal(site, name, key["SecretAccessKey"])
    # Broken from the start: what is issued later must not be needed.
    source.write_text("#!/bin/sh\nexit 3\n")
    iot.inactive = True
    site.start()
    for name in names:
        stream(site, name)
        put(site, name, 0, 30)
    fine = [name for name in names if name not in ("device", "program")]
    wait(lambda: all(len(arrived(hub, name)) >= 30 for name in fine), 40, site.status)

    # Everything breaks, each route in its own way.
    started = site.process.pid
    for name, break_it in breaks(hub, iam, arns, keys, gates, site).items():
        break_it()
    gates["expired"].expired |= gates["expired"].keys
    for name in names:
        put(site, name, 30, 30)

    def told():
        states = routes(site)
        return all(reason in states[name]["state"] for name, reason in REASONS.items())

    wait(told, 60, lambda: {name: routes(site)[name]["state"] for name in REASONS})
    states = routes(site)
    for name in REASONS:
        assert states[name]["state"].startswith("waiting: " if name == "program" else "paused: "), states[name]
        assert states[name]["lag"] == (60 if name in ("device", "program") else 30), states[name]
    report = checked(site, "denied")
    assert findings(report)["permission"][0] == "failed" and "kinesis:PutRecords" in findings(report)["permission"][1]
    assert findings(checked(site, "trust"))["credentials"][0] == "failed"
    assert "millpond secret set" in findings(checked(site, "secret"))["identity"][1] + findings(checked(site, "secret")).get("permission", ("", ""))[1]
    # A session that has only ended is replaced at once, and nobody has to do anything.
    wait(lambda: len(arrived(hub, "expired")) >= 60, 20, site.status)

    # Everything is mended upstream, or in the configuration; nobody touches the running gateway.
    mend(hub, iam, arns, keys, gates, site)
    source.write_text(f"#!{sys.executable}\nprint({json.dumps(good)!r})\n")
    iot.inactive = False

    wait(lambda: all(len(arrived(hub, name)) >= 60 for name in names), 120, site.status)
    for name in names:
        all_there(hub, name, 60)
    assert site.process.pid == started and site.process.poll() is None
    wait(lambda: all(route["state"] == "idle" for route in routes(site).values()), 10, site.status)
    assert checked(site, "denied")["good"] and checked(site, "region")["good"]
    for secret in [hub.made["secret_access_key"], good["SecretAccessKey"], good["SessionToken"]]:
        assert secret not in site.log()


REVOKE = "AWSRevokeOlderSessions"


def breaks(hub, iam, arns, keys, gates, site):
    """What goes wrong with each route."""

    def revoke():
        # As AWS's console does: whatever was issued before now is denied. So is what is issued in the hour to come, until it is mended.
        later = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        document = policy("Deny", "*", DateLessThan={"aws:TokenIssueTime": later.strftime("%Y-%m-%dT%H:%M:%SZ")})
        iam.put_role_policy(RoleName="revoked", PolicyName=REVOKE, PolicyDocument=document)

    def clock():
        gates["clock"].tells_time = False
        gates["clock"].ahead = datetime.timedelta(hours=2)

    def other_region():
        gates["region"].region = "eu-north-1"

    def inactive():
        iam.update_access_key(UserName="meter", AccessKeyId=keys["inactive"]["AccessKeyId"], Status="Inactive")

    def other_secret():
        # The key is replaced by another one whose secret nobody here has yet.
        config = pathlib.Path(site.made["config"])
        iam.delete_access_key(UserName="meter", AccessKeyId=keys["secret"]["AccessKeyId"])
        keys["secret"]["Former"] = keys["secret"]["AccessKeyId"]
        keys["secret"] |= iam.create_access_key(UserName="meter")["AccessKey"]
        config.write_text(config.read_text().replace(keys["secret"]["Former"], keys["secret"]["AccessKeyId"]))

    def trusted():
        iam.update_assume_role_policy(RoleName="trust", PolicyDocument=trust({"AWS": f"arn:aws:iam::{hub.account}:user/meter"}))
        document = policy("Deny", "*", DateLessThan={"aws:TokenIssueTime": "2099-01-01T00:00:00Z"})
        iam.put_role_policy(RoleName="trust", PolicyName=REVOKE, PolicyDocument=document)

    return {
        "denied": lambda: iam.delete_role_policy(RoleName="denied", PolicyName="write"),
        "revoked": revoke,
        "inactive": inactive,
        "secret": other_secret,
        "region": other_region,
        "clock": clock,
        "trust": trusted,
    }


def mend(hub, iam, arns, keys, gates, site):
    resource = f"arn:aws:kinesis:{hub.region}:{hub.account}:stream/denied"
    document = policy("Allow", ["kinesis:PutRecords", "kinesis:DescribeStreamSummary"], resource)
    iam.put_role_policy(RoleName="denied", PolicyName="write", PolicyDocument=document)
    now = datetime.datetime.now(datetime.timezone.utc)
    document = policy("Deny", "*", DateLessThan={"aws:TokenIssueTime": now.strftime("%Y-%m-%dT%H:%M:%SZ")})
    iam.put_role_policy(RoleName="revoked", PolicyName=REVOKE, PolicyDocument=document)
    iam.update_access_key(UserName="meter", AccessKeyId=keys["inactive"]["AccessKeyId"], Status="Active")
    seal(site, "secret", keys["secret"]["SecretAccessKey"])
    config = pathlib.Path(site.made["config"])
    text = config.read_text()
    table = text[text.index('name = "region"\nendpoint'):]
    config.write_text(text.replace(table, table.replace(f'region = "{hub.region}"', 'region = "eu-north-1"', 1)))
    gates["clock"].ahead = datetime.timedelta()
    iam.delete_role_policy(RoleName="trust", PolicyName=REVOKE)
    iam.update_assume_role_policy(RoleName="trust", PolicyDocument=trust())


def test_an_upstream_whose_clock_is_another_is_followed_at_once(sites):
    hub = sites.gateway("hub")
    hub.start()
    stream(hub, "s")
    gate = sites.server(Gate(hub))
    # What the gate lets through the hub refuses as two hours early; here it only matters what the site makes of the gate.
    gate.ahead = datetime.timedelta(hours=2)
    text = upstream("hub", gate.endpoint, hub.region, f'access_key_id = "{hub.made["access_key_id"]}"\nsecret = "hub"') + route("s", "hub")
    site = sites.gateway("site", text)
    seal(site, "hub", hub.made["secret_access_key"])
    site.start()
    stream(site, "s")
    put(site, "s", 0, 10)

    wait(lambda: "our clock and the upstream's differ; signing by theirs" in site.log(), 20, site.log)

    assert "7200 s apart" in json.dumps(checked(site, "s")) or "7199 s apart" in json.dumps(checked(site, "s"))


def test_the_issuers_judge_as_software_of_others_asks(sites, tmp_path):
    """AWS's own helper is given a session by the same server, and refused where it must be."""
    hub = sites.gateway("hub")
    hub.start()
    stream(hub, "s")
    arn = role(hub, "site", "s")
    authority = Authority(tmp_path / "pki")
    between = Authority(tmp_path / "pki", "Between authority", above=authority)
    stranger = Authority(tmp_path / "other", "Stranger authority")
    anywhere = sites.server(issuers.RolesAnywhere(hub, authority, hub.region, {("arn:aws:rolesanywhere:us-east-1:000000000000:trust-anchor/a",
        "arn:aws:rolesanywhere:us-east-1:000000000000:profile/p", arn): arn}))
    helper = pathlib.Path(os.environ["MILLPOND_ISSUERS"]) / "rolesanywhere-credential-helper"

    def ask(files, *more):
        chain, key = files
        command = [
            helper, "credential-process", "--endpoint", anywhere.endpoint, "--no-verify-ssl", "--region", hub.region,
            "--certificate", chain, "--private-key", key, "--role-arn", arn,
            "--trust-anchor-arn", "arn:aws:rolesanywhere:us-east-1:000000000000:trust-anchor/a",
            "--profile-arn", "arn:aws:rolesanywhere:us-east-1:000000000000:profile/p", *more,
        ]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    for files, more in [
        (authority.issue("rsa-7", "rsa"), []),
        (authority.issue("ec-7"), []),
        (between.issue("ec-8"), ["--intermediates", str(between.file)]),
    ]:
        done = ask(files, *more)
        assert done.returncode == 0, done.stderr
        issued = json.loads(done.stdout)
        client = hub.client_of("sts", issued)
        assert client.get_caller_identity()["Arn"].startswith(f"arn:aws:sts::{hub.account}:assumed-role/site/")
    assert ask(stranger.issue("ec-9")).returncode != 0
    assert ask(between.issue("ec-10")).returncode != 0, "what stands between is missing"
    assert ask(authority.issue("ec-11", start=datetime.datetime.now(datetime.timezone.utc) - 2 * DAY,
                               end=datetime.datetime.now(datetime.timezone.utc) - DAY)).returncode != 0


PROFILES = {
    "static": "[static]\naws_access_key_id = AKIASTATIC\naws_secret_access_key = a/b+c=\n",
    "session": "[session]\naws_access_key_id = ASIASESSION\naws_secret_access_key = s\naws_session_token = t#; k\n",
}


def test_profiles_come_down_to_what_boto3_finds(sites, tmp_path):
    config, credentials = tmp_path / "config", tmp_path / "credentials"
    printed = {
        name: printer(tmp_path, name, json.dumps(dict(Version=1, AccessKeyId=f"AKIA{name.upper()}", SecretAccessKey="s", **more)))
        for name, more in {"plain": {}, "temporary": dict(SessionToken="t", Expiration="2099-01-01T00:00:00Z")}.items()
    }
    told = printer(tmp_path, "arguments", "")
    told.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(dict(Version=1, AccessKeyId='|'.join(sys.argv[1:]), SecretAccessKey='s')))\n")
    credentials.write_text("".join(PROFILES.values()) + "[both]\naws_access_key_id = AKIACREDENTIALS\naws_secret_access_key = s\n")
    config.write_text(
        "# comment\n[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\ns3 =\n    max_concurrent_requests = 20\n"
        "[profile static]\nregion = eu-central-1\n"
        "[profile both]\naws_access_key_id = AKIACONFIG\naws_secret_access_key = s\n"
        f"[profile process]\ncredential_process = {printed['plain']}\n"
        f"[profile temporary]\ncredential_process={printed['temporary']}\n"
        f"[profile arguments]\ncredential_process = {told} a 'b c' \"d \\\"e\" f\\ g $HOME\n"
        f"[profile under]\naws_access_key_id = AKIAUNDER\naws_secret_access_key = s\ncredential_process = {printed['plain']}\n"
        f"[profile \"two words\"]\nCredential_Process : {printed['plain']}\n"
        "[profile empty]\nregion = x\n[profile half]\naws_access_key_id = AKIAHALF\n"
        "[profile lost]\nrole_arn = arn:aws:iam::000000000000:role/r\nsource_profile = nowhere\n"
        "[profile circle]\nrole_arn = arn:aws:iam::000000000000:role/r\nsource_profile = circle\n"
    )
    names = ["default", "static", "session", "both", "process", "temporary", "arguments", "under", "two words", "empty", "half", "lost", "circle", "none"]
    text = "".join(
        upstream(f"u{n}", "http://127.0.0.1:9", "us-east-1",
                 f'credentials = {{ from = "profile", name = "{name}", config_file = "{config}", credentials_file = "{credentials}" }}')
        + route(f"r{n}", f"u{n}")
        for n, name in enumerate(names)
    )
    gate_hub = sites.gateway("hub")
    gate_hub.start()
    site = sites.gateway("site", text.replace("http://127.0.0.1:9", gate_hub.endpoint))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    environment |= {"AWS_CONFIG_FILE": str(config), "AWS_SHARED_CREDENTIALS_FILE": str(credentials), "AWS_EC2_METADATA_DISABLED": "true"}
    for n, name in enumerate(names):
        script = (
            "import boto3, sys\nc = boto3.Session(profile_name=sys.argv[1]).get_credentials()\n"
            "print(c.get_frozen_credentials().access_key if c else '')"
        )
        found = subprocess.run([sys.executable, "-c", script, name], env=environment, capture_output=True, text=True)
        theirs = found.stdout.strip() if found.returncode == 0 else ""
        steps = [finding["said"] for finding in checked(site, f"r{n}")["steps"] if finding["step"] == "credentials"]
        ours = [said.removeprefix("key ").split(", ")[0] for said in steps if said.startswith("key ")]
        assert ours == ([theirs] if theirs else []), (name, theirs, steps, found.stderr[-300:])
