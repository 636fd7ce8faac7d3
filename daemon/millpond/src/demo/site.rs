//! The demo's site: a gateway with sensors, an upstream, and the link between them.

use super::pond::Pond;
use super::wire_cut::WireCut;
use crate::secrets;
use crate::trouble::{Step, Trouble};
use millpond_node_sim::{Line, NodeConfig, NodeRunner};
use serde_json::json;
use std::net::{SocketAddr, UdpSocket};
use std::path::Path;

const HUB_ACCOUNT: &str = "111122223333";
const SITE_ACCOUNT: &str = "000000000000";
/// Seed of the readings' bytes.
pub(super) const SEED: u64 = 0x6d69_6c6c;
/// Size of one reading.
pub(super) const READING_BYTES: usize = 256;
/// Readings per second and sensor: a busy site for its class of hardware, and slow enough to drain quickly.
const READINGS_PER_S: u32 = 60;

/// Where a sensor's readings go, at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Stream(&'static str),
    Queue(&'static str),
}

/// Every sensor by number, with its place: two streams, a standard queue, a FIFO queue.
pub(super) const SENSORS: [(u64, Place); 6] = [
    (1, Place::Stream("readings")),
    (2, Place::Stream("readings")),
    (3, Place::Stream("vibration")),
    (4, Place::Queue("jobs")),
    (5, Place::Queue("alarms.fifo")),
    (6, Place::Queue("alarms.fifo")),
];
pub(super) const STREAMS: [&str; 2] = ["readings", "vibration"];
pub(super) const QUEUES: [&str; 2] = ["jobs", "alarms.fifo"];

/// The forwarder may write to the upstream and do nothing else there.
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/site"},"Action":"sts:AssumeRole"}]}"#;
const FORWARD: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kinesis:PutRecord","kinesis:PutRecords","sqs:GetQueueUrl","sqs:SendMessage"],"Resource":"*"}]}"#;
const ASSUME: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::111122223333:role/site-forwarder"}]}"#;

/// Gateway, upstream and link.
pub(super) struct Site {
    pub(super) gateway: Pond,
    pub(super) hub: Pond,
    pub(super) link: WireCut,
    udp: SocketAddr,
}

/// What it cost.
pub(super) struct Facts {
    pub(super) flash_bytes: u64,
    pub(super) resident_kib: u64,
    pub(super) hub_resident_kib: u64,
}

impl Site {
    /// Starts both, with streams and queues of the same names at both ends.
    pub(super) fn start(folder: &Path) -> Result<Self, Trouble> {
        let mut hub = Pond::make(folder, "upstream", HUB_ACCOUNT)?;
        hub.serve()?;
        let link = WireCut::start(hub.address)?;
        let mut gateway = Pond::make(folder, "gateway", SITE_ACCOUNT)?;
        let udp = UdpSocket::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .step(|| "cannot find a free UDP port".into())?;
        let access_key_id = admit_forwarder(&hub, &gateway)?;
        let key = format!("udp = \"{udp}\"");
        gateway.configure("[link]", &key, &configuration(link.address(), &access_key_id))?;
        gateway.serve()?;
        for pond in [&hub, &gateway] {
            create_places(pond)?;
        }
        Ok(Self { gateway, hub, link, udp })
    }

    /// Starts the sensors.
    pub(super) fn sensors(&self) -> Result<Vec<NodeRunner>, Trouble> {
        let root = self.gateway.data.read_root_key()?;
        let mut nodes = Vec::new();
        for (device, _) in SENSORS {
            let mut key = [0; 32];
            key.copy_from_slice(root.device_link_key(device, 0).expose());
            let config = NodeConfig {
                device,
                key,
                generation: 0,
                line: Line::Udp(self.udp),
                readings_per_s: READINGS_PER_S,
                payload_bytes: READING_BYTES,
                channel: 0,
                partition_key: None,
                seed: SEED,
                reserved: 0,
                obeys: true,
            };
            nodes.push(NodeRunner::spawn(config).step(|| format!("cannot start sensor {device}"))?);
        }
        Ok(nodes)
    }

    /// Ends the gateway as a power cut would and starts it again.
    pub(super) fn kill_and_restart(&mut self) -> Result<(), Trouble> {
        self.gateway.kill();
        self.gateway.serve()
    }

    /// How far forwarding is behind, in words.
    pub(super) fn lag(&self) -> String {
        match self.gateway.status() {
            Some(status) => {
                let lag: u64 = status.routes.iter().map(|route| route.lag).sum();
                let forwarded: u64 = status.routes.iter().map(|route| route.forwarded).sum();
                format!("forwarded {forwarded} since start, {lag} waiting")
            }
            None => "the gateway is down".to_owned(),
        }
    }

    /// True when the gateway has nothing left to forward.
    pub(super) fn is_drained(&self) -> bool {
        let Some(status) = self.gateway.status() else { return false };
        status.routes.len() >= STREAMS.len() + QUEUES.len()
            && status.routes.iter().all(|route| route.lag == 0)
    }

    /// What the gateway cost so far.
    pub(super) fn facts(&self) -> Result<Facts, Trouble> {
        Ok(Facts {
            flash_bytes: self.gateway.written_bytes(),
            resident_kib: self.gateway.peak_kib(),
            hub_resident_kib: self.hub.peak_kib(),
        })
    }
}

/// Makes the forwarder's user and role upstream and seals its secret on the gateway. Gives its access key.
fn admit_forwarder(hub: &Pond, gateway: &Pond) -> Result<String, Trouble> {
    let iam = |form: &[(&str, &str)]| {
        let mut all = vec![("Version", "2010-05-08")];
        all.extend_from_slice(form);
        hub.client().query("iam", &all)
    };
    iam(&[("Action", "CreateUser"), ("UserName", "site")])?;
    iam(&[
        ("Action", "PutUserPolicy"),
        ("UserName", "site"),
        ("PolicyName", "assume"),
        ("PolicyDocument", ASSUME),
    ])?;
    iam(&[("Action", "CreateRole"), ("RoleName", "site-forwarder"), ("AssumeRolePolicyDocument", TRUST)])?;
    iam(&[
        ("Action", "PutRolePolicy"),
        ("RoleName", "site-forwarder"),
        ("PolicyName", "forward"),
        ("PolicyDocument", FORWARD),
    ])?;
    let reply = iam(&[("Action", "CreateAccessKey"), ("UserName", "site")])?;
    let root = gateway.data.read_root_key()?;
    secrets::store(&gateway.data, &root, "hub", element(&reply, "SecretAccessKey")?.as_bytes())?;
    element(&reply, "AccessKeyId")
}

/// The text of an element that appears once and holds no markup.
fn element(xml: &str, name: &str) -> Result<String, Trouble> {
    let text =
        xml.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once(&format!("</{name}>")));
    text.map(|(text, _)| text.to_owned()).ok_or_else(|| Trouble::new(format!("the reply has no {name}")))
}

fn configuration(link: SocketAddr, access_key_id: &str) -> String {
    let mut text = String::new();
    for (device, place) in SENSORS {
        let to = match place {
            Place::Stream(name) => format!("stream/{name}"),
            Place::Queue(name) => format!("queue/{name}"),
        };
        text.push_str(&format!("\n[[device]]\nid = {device}\nto = \"{to}\"\n"));
    }
    text.push_str(&format!(
        "\n[[upstream]]\nname = \"hub\"\nendpoint = \"http://{link}\"\nregion = \"us-east-1\"\n\
         access_key_id = \"{access_key_id}\"\nsecret = \"hub\"\n\
         role_arn = \"arn:aws:iam::{HUB_ACCOUNT}:role/site-forwarder\"\nrole_session_name = \"demo\"\n"
    ));
    let streams = STREAMS.iter().map(|name| format!("stream/{name}"));
    let queues = QUEUES.iter().map(|name| format!("queue/{name}"));
    for (i, from) in streams.chain(queues).enumerate() {
        text.push_str(&format!(
            "\n[[route]]\nname = \"route-{i}\"\nfrom = \"{from}\"\nupstream = \"hub\"\norder = \"batch\"\n"
        ));
    }
    text
}

fn create_places(pond: &Pond) -> Result<(), Trouble> {
    let client = pond.client();
    for name in STREAMS {
        let input = json!({"StreamName": name, "ShardCount": 2});
        client.json("kinesis", "Kinesis_20131202.CreateStream", &input)?;
    }
    for name in QUEUES {
        let attributes = if name.ends_with(".fifo") { json!({"FifoQueue": "true"}) } else { json!({}) };
        let input = json!({"QueueName": name, "Attributes": attributes});
        client.json("sqs", "AmazonSQS.CreateQueue", &input)?;
    }
    Ok(())
}
