//! Nodes: sensors that were enrolled here, each with a link key of its own.
//!
//! Goals: whether a node may speak, and with which key, is decided by what is on flash alone, so a restart or a power cut
//! on either side changes nothing of it; a number is given once, so a key never comes back under another name.
//! Non-goals: the link itself (firmware/link); how far a node's readings are stored, which stands beside the readings.
//!
//! Changing a key: [`Nodes::rotate`] writes down the next generation, the link tells the node, and [`Nodes::rotated`] writes down
//! that it spoke with it. Between the two both keys are known, so no lost message and no power cut shuts a node out. From
//! then on the former key is refused for good.

mod document;
#[cfg(test)]
mod tests;

use crate::catalog::{Catalog, CatalogError};
use crate::keyring::{Keyring, KeyringError, NodeSecret, WrappedKeys};
use millpond_base::WallMs;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
use zeroize::Zeroizing;

const KIND: &str = "node";
const SECRET_KIND: &str = "node-secret";
/// The one document of its kind.
const SECRET_ID: u64 = 0;

/// Nodes that may speak. Ours: what the link has room for.
pub const NODES_MAX: usize = 256;
/// Revoked nodes that are remembered, so that their frames are told from a stranger's; the one revoked first is forgotten. Ours:
/// sixteen generations of a full site.
pub const REVOKED_MAX: usize = 4_096;
/// Longest name, in bytes. Ours.
pub const NAME_BYTES_MAX: usize = 64;
/// The lowest number given. Ours: above what people give by hand in the configuration, and three bytes in a reading.
const NUMBER_BASE: u64 = 1 << 16;

/// Where a node's readings go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// The stream of this name.
    Stream(String),
    /// The queue of this name.
    Queue(String),
}

impl fmt::Display for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(name) => write!(f, "stream/{name}"),
            Self::Queue(name) => write!(f, "queue/{name}"),
        }
    }
}

/// A node that was enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its number on the link; never given again.
    pub number: u64,
    /// What people call it.
    pub name: String,
    /// Generation of the key in use.
    pub generation: u32,
    /// Generation of the key that it is to change to.
    pub next: Option<u32>,
    /// When it was enrolled.
    pub enrolled: WallMs,
    /// When it was revoked.
    pub revoked: Option<WallMs>,
    /// Where its readings go.
    pub home: Home,
    /// The queue whose messages are its commands.
    pub commands: Option<String>,
}

/// What a node is to be.
#[derive(Clone, Debug)]
pub struct NewNode {
    /// What people call it.
    pub name: String,
    /// Where its readings go.
    pub home: Home,
    /// The queue whose messages are its commands.
    pub commands: Option<String>,
}

/// Why a node was not enrolled, revoked or given another key.
#[derive(Debug)]
#[non_exhaustive]
pub enum NodeError {
    /// Not a name.
    Name {
        /// What was given.
        name: String,
    },
    /// A node of this name may speak already.
    Exists {
        /// The name.
        name: String,
    },
    /// No node of this name may speak.
    Unknown {
        /// The name.
        name: String,
    },
    /// The node is changing its key.
    Rotating {
        /// Its name.
        name: String,
        /// The generation that it is to change to.
        generation: u32,
    },
    /// There is no room for another.
    TooMany,
    /// A document does not read.
    Damaged {
        /// Its kind.
        kind: &'static str,
        /// Its number.
        id: u64,
    },
    /// The catalog fails.
    Catalog(CatalogError),
    /// The keyring fails.
    Keyring(KeyringError),
}

impl fmt::Display for NodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name { name } => write!(
                f,
                "{name:?} is not a name of 1 to {NAME_BYTES_MAX} letters, digits and -_. that begins with a letter or digit"
            ),
            Self::Exists { name } => {
                write!(f, "a node {name:?} is enrolled already; revoke it first, or choose another name")
            }
            Self::Unknown { name } => write!(f, "no node {name:?} is enrolled; see millpond nodes list"),
            Self::Rotating { name, generation } => write!(
                f,
                "node {name:?} is changing to generation {generation} of its key; wait until it has, or revoke it"
            ),
            Self::TooMany => write!(f, "{NODES_MAX} nodes are enrolled; revoke one that is gone"),
            Self::Damaged { kind, id } => {
                write!(f, "document {kind}/{id} does not read; use a newer binary, or see millpond verify")
            }
            Self::Catalog(_) => f.write_str("what the gateway knows of its nodes cannot be written or read"),
            Self::Keyring(_) => f.write_str("the secret of the nodes' keys cannot be had"),
        }
    }
}

impl std::error::Error for NodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            Self::Keyring(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<CatalogError> for NodeError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

impl From<KeyringError> for NodeError {
    fn from(cause: KeyringError) -> Self {
        Self::Keyring(cause)
    }
}

/// All nodes of this gateway.
///
/// Invariant: memory holds what the catalog holds; a change reaches the catalog first.
pub struct Nodes {
    catalog: Arc<Catalog>,
    keyring: Arc<Keyring>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By number, those revoked included.
    nodes: BTreeMap<u64, Arc<Node>>,
    /// Made when the first node is enrolled.
    secret: Option<WrappedKeys>,
}

impl Nodes {
    /// Reads back who was enrolled.
    ///
    /// # Errors
    /// [`NodeError::Damaged`], [`NodeError::Catalog`].
    pub fn open(catalog: Arc<Catalog>, keyring: Arc<Keyring>) -> Result<Self, NodeError> {
        let mut state = State::default();
        for (number, bytes) in catalog.all(KIND)? {
            let node =
                document::decode(number, &bytes).ok_or(NodeError::Damaged { kind: KIND, id: number })?;
            state.nodes.insert(number, Arc::new(node));
        }
        let secrets = catalog.all(SECRET_KIND)?;
        state.secret = secrets.into_iter().next().map(|(_, bytes)| WrappedKeys::from_bytes(bytes));
        Ok(Self { catalog, keyring, state: Mutex::new(state) })
    }

    /// Enrols a node and gives its first key, of generation 0. `taken` says which numbers others use on the link.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`NodeError`]; nothing was changed then.
    pub fn add(
        &self,
        new: NewNode,
        taken: impl Fn(u64) -> bool,
        now: WallMs,
    ) -> Result<(Arc<Node>, Zeroizing<[u8; 32]>), NodeError> {
        let NewNode { name, home, commands } = new;
        if !is_name(&name) {
            return Err(NodeError::Name { name });
        }
        let mut state = self.lock();
        if state.active().any(|node| node.name == name) {
            return Err(NodeError::Exists { name });
        }
        if state.active().count() >= NODES_MAX {
            return Err(NodeError::TooMany);
        }
        let wrapped = match &state.secret {
            Some(wrapped) => wrapped.clone(),
            None => self.keyring.new_node_secret()?,
        };
        let mut number = NUMBER_BASE + self.catalog.next_id()?;
        while taken(number) {
            number = NUMBER_BASE + self.catalog.next_id()?;
        }
        let node =
            Node { number, name, generation: 0, next: None, enrolled: now, revoked: None, home, commands };
        let key = self.keyring.node_secret(&wrapped)?.key(number, 0);
        let first = state.secret.is_none();
        self.catalog.write(|changes| {
            if first {
                changes.put(SECRET_KIND, SECRET_ID, wrapped.as_bytes());
            }
            changes.put(KIND, number, &document::encode(&node));
        })?;
        state.secret = Some(wrapped);
        Ok((state.take(node), key))
    }

    /// From now on the node may not speak.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`NodeError::Unknown`], [`NodeError::Catalog`].
    pub fn revoke(&self, name: &str, now: WallMs) -> Result<Arc<Node>, NodeError> {
        let mut state = self.lock();
        let before = state.named(name)?;
        let node = Node { revoked: Some(now), next: None, ..(*before).clone() };
        let forgotten = state.oldest_revoked();
        self.catalog.write(|changes| {
            changes.put(KIND, node.number, &document::encode(&node));
            if let Some(number) = forgotten {
                changes.remove(KIND, number);
            }
        })?;
        if let Some(number) = forgotten {
            state.nodes.remove(&number);
        }
        Ok(state.take(node))
    }

    /// The node is to change to another key.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`NodeError::Unknown`], [`NodeError::Rotating`], [`NodeError::Catalog`].
    pub fn rotate(&self, name: &str) -> Result<Arc<Node>, NodeError> {
        let mut state = self.lock();
        let before = state.named(name)?;
        if let Some(generation) = before.next {
            return Err(NodeError::Rotating { name: name.to_owned(), generation });
        }
        let node = Node { next: Some(before.generation + 1), ..(*before).clone() };
        self.catalog.put(KIND, node.number, &document::encode(&node))?;
        Ok(state.take(node))
    }

    /// The node has spoken with the key of this generation; those before are refused from now on. Nothing happens when that
    /// is known.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`NodeError::Catalog`]; tell again.
    pub fn rotated(&self, number: u64, generation: u32) -> Result<(), NodeError> {
        let mut state = self.lock();
        let Some(before) = state.nodes.get(&number).filter(|node| node.next == Some(generation)) else {
            return Ok(());
        };
        let node = Node { generation, next: None, ..(**before).clone() };
        self.catalog.put(KIND, number, &document::encode(&node))?;
        state.take(node);
        Ok(())
    }

    /// All that are known, those revoked included, by number.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<Node>> {
        self.lock().nodes.values().cloned().collect()
    }

    /// Hands `take` every node that may speak, with its key and the one that it is to change to.
    ///
    /// # Errors
    /// [`NodeError::Keyring`] when the keys cannot be had.
    pub fn keys(&self, mut take: impl FnMut(&Arc<Node>, LinkKeys)) -> Result<(), NodeError> {
        let state = self.lock();
        let Some(secret) = self.secret(&state)? else { return Ok(()) };
        for node in state.active() {
            take(node, LinkKeys::of(node, &secret));
        }
        Ok(())
    }

    /// The keys of one node that may speak.
    ///
    /// # Errors
    /// [`NodeError::Unknown`], [`NodeError::Keyring`].
    pub fn keys_of(&self, name: &str) -> Result<LinkKeys, NodeError> {
        let state = self.lock();
        let node = state.named(name)?;
        let secret = self.secret(&state)?.ok_or_else(|| NodeError::Unknown { name: name.to_owned() })?;
        Ok(LinkKeys::of(&node, &secret))
    }

    fn secret(&self, state: &State) -> Result<Option<NodeSecret>, NodeError> {
        Ok(state.secret.as_ref().map(|wrapped| self.keyring.node_secret(wrapped)).transpose()?)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }
}

/// The link keys of a node. Wiped when dropped.
pub struct LinkKeys {
    /// The one in use.
    pub current: Zeroizing<[u8; 32]>,
    /// The one that it is to change to, and its generation.
    pub next: Option<(u32, Zeroizing<[u8; 32]>)>,
}

impl LinkKeys {
    fn of(node: &Node, secret: &NodeSecret) -> Self {
        let key = |generation| secret.key(node.number, generation);
        Self { current: key(node.generation), next: node.next.map(|next| (next, key(next))) }
    }
}

impl State {
    fn active(&self) -> impl Iterator<Item = &Arc<Node>> {
        self.nodes.values().filter(|node| node.revoked.is_none())
    }

    fn named(&self, name: &str) -> Result<Arc<Node>, NodeError> {
        let node = self.active().find(|node| node.name == name);
        node.cloned().ok_or_else(|| NodeError::Unknown { name: name.to_owned() })
    }

    /// The revoked node that gives way to another, if one must.
    fn oldest_revoked(&self) -> Option<u64> {
        let revoked = self.nodes.values().filter_map(|node| Some((node.revoked?, node.number)));
        if revoked.clone().count() < REVOKED_MAX { None } else { revoked.min().map(|(_, number)| number) }
    }

    fn take(&mut self, node: Node) -> Arc<Node> {
        let node = Arc::new(node);
        self.nodes.insert(node.number, Arc::clone(&node));
        node
    }
}

fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz {
    //! A door to the private decoder, for daemon/fuzz alone.

    use super::document;

    /// Reads a node's document; what is read can be written and read again.
    ///
    /// # Panics
    /// When it reads back as another.
    pub fn document(bytes: &[u8]) {
        if let Some(node) = document::decode(7, bytes) {
            assert_eq!(document::decode(7, &document::encode(&node)), Some(node), "it reads back as it was");
        }
    }
}
