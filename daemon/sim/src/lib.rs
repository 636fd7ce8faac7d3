//! The whole appliance but its sockets, on a simulated disk with simulated time.
//!
//! Goals: requests go in as bytes and replies come out as bytes, through every layer of the product; power can be
//! cut at any disk operation; what was acknowledged is compared with a plain model after every cut; the same seed
//! has the same history. Non-goals: threads, sockets, real time, and cuts between two writes of the catalog, whose
//! database is simulated as one that never loses a write.

mod appliance;
mod audit;
mod chance;
mod check;
mod check_table;
mod clock;
mod histories;
mod model;
mod sweep;
mod table_model;
mod workload;

pub use appliance::{Appliance, Cut, Lasting, NotStarted, Reply, Setup, Stopped, request};
pub use check::{Breach, check, missing};
pub use clock::SimClock;
pub use histories::{Tally, history};
pub use model::{Model, Put, QueueModel, StreamModel, TableModel, ViewModel};
pub use sweep::{Summary, Sweep};
pub use workload::{Stop, run};
