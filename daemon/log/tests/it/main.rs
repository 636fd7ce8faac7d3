//! The log from outside: against a model, under power cuts, with rot, and with failing devices.

mod cuts;
mod faults;
mod keys;
mod model;
mod rig;
mod rot;
mod smoke;
