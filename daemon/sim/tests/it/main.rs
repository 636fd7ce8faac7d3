//! The appliance from outside, on a simulated disk.

mod crash;
