use super::*;

const ROUTED: &str = r#"
[[upstream]]
name = "hub"
endpoint = "https://hub.example:4566"
region = "eu-central-1"
access_key_id = "AKIAEXAMPLE"
secret = "hub"
role_arn = "arn:aws:iam::111122223333:role/site"

[[route]]
name = "readings"
from = "stream/readings"
upstream = "hub"
"#;

fn refusal(text: &str) -> String {
    Config::parse(text).unwrap_err().to_string()
}

#[test]
fn an_empty_file_means_the_defaults() {
    let config = Config::parse("").unwrap();

    assert_eq!(config.listen.to_string(), "127.0.0.1:4566");
    assert_eq!(config.region.0.as_str(), "us-east-1");
    assert_eq!(config.account.0.as_str(), "000000000000");
    assert_eq!(config.auth, Auth::On);
    assert_eq!(config.limits.body_bytes_max.0, 16 << 20);
    assert!(config.tls.is_none());
}

#[test]
fn the_file_that_init_writes_reads_back_as_the_defaults_with_tls() {
    let text = crate::commands::init::config_text(&Config::default());

    let config = Config::parse(&text).unwrap();

    let defaults = Config { tls: config.tls.clone(), ..Config::default() };
    assert_eq!(format!("{config:?}"), format!("{defaults:?}"));
    assert_eq!(config.tls.unwrap().cert, PathBuf::from("tls/cert.pem"));
}

#[test]
fn rates_are_nobody_s_or_aws_s() {
    assert_eq!(Config::parse("").unwrap().kinesis.limits, Rates::None);
    assert_eq!(Config::parse("[kinesis]\nlimits = \"aws\"").unwrap().kinesis.limits, Rates::Aws);
    assert!(refusal("[kinesis]\nlimits = \"azure\"").contains("azure"));
}

#[test]
fn every_example_in_the_file_that_init_writes_is_valid_when_uncommented() {
    let text: String = crate::commands::init::config_text(&Config::default())
        .lines()
        .map(|line| line.strip_prefix("#: ").unwrap_or(line))
        .flat_map(|line| [line, "\n"])
        .collect();

    let config = Config::parse(&text).unwrap();

    assert_eq!(
        (config.upstream.len(), config.route.len(), config.device.len(), config.mqtt.rule.len()),
        (1, 4, 1, 1)
    );
    assert_eq!(config.broker.len(), 1);
    assert!(config.link.udp.is_some() && !config.link.serial.is_empty());
}

#[test]
fn a_key_nobody_knows_is_refused_with_its_line() {
    let text = refusal("region = \"us-east-1\"\nregoin = \"x\"\n");

    assert!(text.contains("line 2") && text.contains("regoin"), "{text}");
}

#[test]
fn numbers_out_of_range_are_refused_with_the_range() {
    let text = refusal("[limits]\nconnections_max = 1\n");

    assert!(text.contains("1 is not within 4 to 65536"), "{text}");
}

#[test]
fn an_open_gateway_must_stay_on_loopback() {
    assert!(refusal("auth = \"off\"\nlisten = \"0.0.0.0:4566\"").contains("loopback"));
    let config = Config::parse("auth = \"off\"").unwrap();

    let moved = config.listening_on("192.0.2.1:80".parse().unwrap());

    assert!(matches!(moved, Err(ConfigError::OpenToAll(_))));
}

#[test]
fn a_route_leads_to_the_same_place_upstream_unless_told() {
    let config = Config::parse(ROUTED).unwrap();

    assert_eq!(config.route[0].target(), Some(Target::Stream("readings".into())));
    assert_eq!(config.route[0].order, Order::Key);
    assert_eq!(config.upstream[0].role_session_secs.0.0, 3600);
}

#[test]
fn a_route_cannot_join_a_stream_and_a_queue() {
    assert!(refusal(&ROUTED.replace("from", "to = \"topic/q\"\nfrom")).contains("needs a [[broker]]"));
}

#[test]
fn a_route_needs_its_upstream() {
    assert!(refusal(&ROUTED.replace("upstream = \"hub\"", "upstream = \"hut\"")).contains("\"hut\""));
}

#[test]
fn what_is_new_goes_first_only_from_a_stream() {
    let with = |keys: &str| Config::parse(&format!("{ROUTED}{keys}")).map_err(|error| error.to_string());

    let config = with("lanes = \"live-first\"\nlive_within_s = 30\npriority = 1\nshare = 7\n").unwrap();
    let route = &config.route[0];
    assert_eq!((route.live_within_ms(), route.priority(), route.share()), (30_000, 1, 7));
    assert!(with("live_within_s = 30\n").unwrap_err().contains("needs lanes"));
    let queue = ROUTED.replace("stream/", "queue/");
    let refused = Config::parse(&format!("{queue}lanes = \"live-first\"\n")).unwrap_err().to_string();
    assert!(refused.contains("only streams know"), "{refused}");
}

#[test]
fn dead_letters_go_to_a_queue_that_their_route_does_not_read() {
    let with = |route: &str, place: &str| format!("{ROUTED}{route}dead_letters = \"{place}\"\n");
    let jobs = "[[route]]\nname = \"jobs\"\nfrom = \"queue/jobs\"\nupstream = \"hub\"\n";

    assert!(Config::parse(&with("", "queue/rejected")).is_ok());
    assert!(refusal(&with("", "stream/rejected")).contains("name a queue"));
    assert!(refusal(&with(jobs, "queue/jobs")).contains("does not read"));
}

#[test]
fn another_gateway_takes_streams_and_queues_as_they_are() {
    let gateway = ROUTED.replacen("region", "kind = \"millpond\"\nregion", 1);
    let with = |route: &str| format!("{gateway}{route}\n");

    assert_eq!(Config::parse(&gateway).unwrap().upstream[0].kind, UpstreamKind::Millpond);
    assert!(Config::parse(&with("compress = \"gzip\"")).is_ok());
    assert!(refusal(&with("aggregate = \"kpl\"")).contains("could not tell them apart"));
    assert!(refusal(&with("to = \"s3/bucket\"")).contains("takes streams and queues"));
    assert!(refusal(&with("compress = \"gzip\"\nbatch_bytes_max = 4000000")).contains("inflates"));
    let queue = with("").replace("stream/readings", "queue/jobs");
    assert!(Config::parse(&format!("{queue}compress = \"gzip\"\n")).is_ok());
}

#[test]
fn names_are_distinct_within_a_table() {
    let text = format!("{ROUTED}\n[[route]]\nname = \"readings\"\nfrom = \"queue/q\"\nupstream = \"hub\"\n");

    assert!(refusal(&text).contains("stands twice"));
}

/// An upstream that says this of its credentials.
fn upstream(settings: &str) -> Result<Config, ConfigError> {
    Config::parse(&format!("[[upstream]]\nname = \"hub\"\nregion = \"eu-central-1\"\n{settings}\n"))
}

#[test]
fn every_source_of_credentials_is_read() {
    let device = "certificate = \"d.pem\", key_secret = \"device\"";
    for settings in [
        "access_key_id = \"AKIA\"\nsecret = \"s\"\nrole_arn = \"arn\"".to_owned(),
        "credentials = { from = \"environment\" }".to_owned(),
        "credentials = { from = \"profile\", name = \"p\", config_file = \"aws.ini\" }".to_owned(),
        "credentials = { from = \"process\", command = [\"/bin/issue\", \"me\"], seconds = 5 }".to_owned(),
        "credentials = { from = \"container\" }".to_owned(),
        "credentials = { from = \"instance\", endpoint = \"http://127.0.0.1:1338\" }".to_owned(),
        "credentials = { from = \"web-identity\", role_arn = \"arn\", token_file = \"/run/token\" }".to_owned(),
        "credentials = { from = \"saml\", role_arn = \"a\", principal_arn = \"b\", assertion_file = \"r.xml\" }".to_owned(),
        format!("credentials = {{ from = \"iot\", endpoint = \"https://i.example\", role_alias = \"site\", {device} }}"),
        format!(
            "credentials = {{ from = \"roles-anywhere\", trust_anchor_arn = \"t\", profile_arn = \"p\", role_arn = \"r\", \
             {device} }}\nroles = [{{ arn = \"one\", external_id = \"x\", tags = {{ site = \"7\" }} }}, {{ arn = \"two\" }}]"
        ),
    ] {
        let config = upstream(&settings).unwrap_or_else(|error| panic!("{settings}: {error}"));

        assert_eq!(config.upstream[0].credentials.is_some(), settings.contains("credentials ="));
    }
}

#[test]
fn credentials_that_contradict_themselves_are_refused_with_what_to_do() {
    let key = "access_key_id = \"AKIA\"\nsecret = \"s\"\n";
    let iot = |rest: &str| {
        format!(
            "credentials = {{ from = \"iot\", endpoint = \"https://i.example\", role_alias = \"a\", certificate = \"c\"{rest} }}"
        )
    };
    for (settings, what) in [
        ("", "has no credentials"),
        ("access_key_id = \"AKIA\"", "without its secret"),
        ("secret = \"s\"", "without its access_key_id"),
        (&format!("{key}credentials = {{ from = \"environment\" }}"), "remove one of them"),
        (&format!("{key}role_arn = \"a\"\nroles = [{{ arn = \"b\" }}]"), "put all of them into roles"),
        ("credentials = { from = \"environment\", name = \"x\" }", "unknown field `name`"),
        ("credentials = { from = \"moon\" }", "unknown variant `moon`"),
        ("credentials = { from = \"process\", command = [\"issue\"] }", "full path"),
        ("credentials = { from = \"process\", command = [] }", "full path"),
        ("credentials = { from = \"saml\", role_arn = \"a\", principal_arn = \"b\" }", "assertion_command"),
        (&iot(""), "private key"),
        (&iot(", key = \"k\", key_secret = \"s\""), "private key"),
        (&iot(", key = \"k\"").replace("https", "http"), "use https"),
        (&format!("{}\nrole_session_secs = 7200\nrole_arn = \"r\"", iot(", key = \"k\"")), "3600 or less"),
        (&format!("{key}endpoint = \"https://kinesis.us-east-1.amazonaws.com\""), "endpoint in us-east-1"),
    ] {
        let refusal = upstream(settings).unwrap_err().to_string();

        assert!(refusal.contains(what), "{settings}: {refusal}");
    }
    let near =
        format!("{key}endpoint = \"https://kinesis.eu-central-1.amazonaws.com\"\nrole_session_secs = 43200");
    assert!(upstream(&near).is_ok());
    assert!(upstream(&format!("{key}sts_endpoint = \"https://sts.amazonaws.com\"")).is_ok());
}

#[test]
fn an_upstream_s_identity_changes_with_whatever_signs() {
    let identity = |settings: &str| upstream(settings).unwrap().upstream[0].identity();
    let key = "access_key_id = \"AKIA\"\nsecret = \"s\"\n";

    assert_eq!(identity(key), identity(&format!("{key}ca = \"x.pem\"")));
    assert_ne!(identity(key), identity(&key.replace("AKIA", "AKIB")));
    assert_ne!(identity(key), identity(&format!("{key}role_arn = \"r\"")));
    assert_ne!(identity(key), identity("credentials = { from = \"environment\" }"));
}

#[test]
fn endpoints_are_read_into_their_parts() {
    let read = |text: &str| Endpoint::try_from(text.to_owned());

    let aws = read("https://kinesis.us-east-1.amazonaws.com/").unwrap();
    assert_eq!((aws.tls, aws.port, aws.authority.as_str()), (true, 443, "kinesis.us-east-1.amazonaws.com"));
    let local = read("http://[::1]:4566").unwrap();
    assert_eq!((local.host.as_str(), local.port, local.authority.as_str()), ("::1", 4566, "[::1]:4566"));
    for wrong in ["", "host:1", "ftp://host", "http://", "http://a@b", "http://host/path"] {
        assert!(read(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn each_stream_and_queue_has_its_policy_for_a_full_log() {
    let text = "[full]\ndefault = \"drop-oldest\"\n[full.streams]\nmeters = \"reject\"\n\
                [full.queues]\nlatest = \"keep-newest-per-key\"";

    let policies = Config::parse(text).unwrap().full.policies();

    assert_eq!(policies.stream("meters"), Policy::Reject);
    assert_eq!(policies.queue("meters"), Policy::DropOldest);
    assert_eq!(policies.queue("latest"), Policy::KeepNewestPerKey);
    assert!(refusal("[full.queues]\njobs = \"drop-newest\"").contains("drop-newest"));
}

/// A route of these settings, beside a cloud and a broker.
fn route(settings: &str) -> Result<Config, ConfigError> {
    Config::parse(&format!(
        "[[upstream]]\nname = \"hub\"\nregion = \"eu-central-1\"\naccess_key_id = \"A\"\nsecret = \"s\"\n\
         [[broker]]\nname = \"plant\"\nkind = \"mqtt\"\nendpoint = \"mqtts://b.example\"\n\
         [[route]]\nname = \"r\"\n{settings}\n"
    ))
}

#[test]
fn every_target_is_read() {
    for settings in [
        "from = \"stream/s\"\nto = \"queue/q.fifo\"\nupstream = \"hub\"",
        "from = \"queue/q\"\nto = \"firehose/f\"\nupstream = \"hub\"\naggregate = \"lines\"\ncompress = \"gzip\"",
        "from = \"trail\"\nto = \"s3/lake/audit/site\"\nupstream = \"hub\"\nformat = \"base64\"",
        "from = \"losses\"\nto = \"stream/l\"\nupstream = \"hub\"\nprotocol = \"cbor\"",
        "from = \"stream/s\"\nto = \"topic/plant/{key}\"\nupstream = \"plant\"\ndeaggregate = true",
        "from = \"stream/s\"\nupstream = \"hub\"\naggregate = \"kpl\"\n[route.transform]\nadd = { d = \"{device}\" }\n\
         partition_key = \"{json:/id}\"",
    ] {
        route(settings).unwrap_or_else(|error| panic!("{settings}: {error}"));
    }
}

#[test]
fn routes_that_contradict_themselves_are_refused_with_what_to_do() {
    let stream = "from = \"stream/s\"\nupstream = \"hub\"\n";
    let s3 = format!("{stream}to = \"s3/lake\"\n");
    for (settings, what) in [
        ("from = \"trail\"\nupstream = \"hub\"", "say where to"),
        ("from = \"stream/s\"\nupstream = \"plant\"", "set to = \"topic/NAME\""),
        (&format!("{stream}to = \"topic/t\""), "needs a [[broker]]"),
        (&format!("{stream}to = \"topic/{{nothing}}\""), "is unknown"),
        (&format!("{stream}to = \"s3/UPPER/x\""), "is none of"),
        ("from = \"queue/q\"\nto = \"s3/lake\"\nupstream = \"hub\"", "use firehose/NAME"),
        (&format!("{s3}aggregate = \"kpl\""), "set to = \"stream/NAME\""),
        (&format!("{s3}aggregate = \"lines\""), "lines anyway"),
        (&format!("{stream}aggregate = \"kpl\"\ncompress = \"gzip\""), "no compression"),
        (&format!("{stream}aggregate = \"kpl\"\nbatch_bytes_max = 1048576"), "917504"),
        (&format!("{stream}to = \"queue/q\"\ncompress = \"gzip\""), "are text"),
        (&format!("{stream}batch_records_max = 501"), "above 500"),
        (&format!("{stream}format = \"lines\""), "only objects"),
        (&format!("{s3}protocol = \"cbor\""), "only streams"),
        (&format!("{s3}order = \"none\""), "in order"),
        ("from = \"queue/q\"\nupstream = \"hub\"\ndeaggregate = true", "only records of a stream"),
        (&format!("{stream}[route.transform]\nunfit = \"dead-letter\""), "name a queue"),
        (&format!("{stream}[route.transform]\nadd = {{ a = \"{{\" }}"), "no counterpart"),
    ] {
        let refusal = route(settings).unwrap_err().to_string();

        assert!(refusal.contains(what), "{settings}: {refusal}");
    }
}

#[test]
fn brokers_that_contradict_themselves_are_refused_with_what_to_do() {
    let broker =
        |settings: &str| Config::parse(&format!("[[broker]]\nname = \"b\"\nkind = \"mqtt\"\n{settings}\n"));
    for settings in [
        "endpoint = \"mqtt://localhost\"",
        "endpoint = \"mqtts://[::1]:8884\"\nversion = \"3.1.1\"\nuser = \"u\"\nsecret = \"s\"",
        "endpoint = \"mqtts://b.example\"\ncertificate = \"c.pem\"\nkey_secret = \"k\"",
    ] {
        broker(settings).unwrap_or_else(|error| panic!("{settings}: {error}"));
    }
    for (settings, what) in [
        ("endpoint = \"mqtt://b.example\"", "in clear"),
        ("endpoint = \"http://b.example\"", "mqtts://host:8883"),
        ("endpoint = \"tls://b.example\"", "another kind of broker"),
        ("endpoint = \"mqtts://b.example\"\nuser = \"u\"", "seal the password"),
        ("endpoint = \"mqtts://b.example\"\ncertificate = \"c.pem\"", "private key"),
        (
            "endpoint = \"mqtts://b.example\"\ncertificate = \"c\"\nkey = \"k\"\nkey_secret = \"s\"",
            "private key",
        ),
    ] {
        let refusal = broker(settings).unwrap_err().to_string();

        assert!(refusal.contains(what), "{settings}: {refusal}");
    }
    let nats = Config::parse("[[broker]]\nname = \"b\"\nkind = \"nats\"\nendpoint = \"tls://b.example\"\n");
    match cfg!(feature = "nats") {
        true => assert!(nats.is_ok()),
        false => assert!(nats.unwrap_err().to_string().contains("--features nats")),
    }
}
