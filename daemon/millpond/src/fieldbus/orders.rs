//! What the bus is told to do by others, in order.

use super::Device;
use super::commands::CommandBytes;
use super::roster::Entry;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

/// Orders that may wait. Ours: one command for each device, and some more.
const ORDERS_MAX: usize = 320;

/// One thing to do.
pub(super) enum Order {
    /// The device may connect from now on.
    Admit(Box<Device>, Arc<Entry>),
    /// The device may connect no more.
    Revoke(u64),
    /// The device is to change to the key of a later generation.
    Rotate(u64, u32, DeviceSecret),
    /// The device is to do the command with this number; sent at once and again whenever the device is heard.
    Command(u64, u64, CommandBytes),
    /// The device's command is sent no more.
    Withdraw(u64),
}

/// A key on its way. Wiped when dropped.
pub(super) type DeviceSecret = zeroize::Zeroizing<[u8; 32]>;

/// Too many orders wait: the bus is stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stuck;

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the field bus takes no orders; restart the gateway for the change to take effect")
    }
}

impl std::error::Error for Stuck {}

#[derive(Default)]
pub(super) struct Orders(Mutex<VecDeque<Order>>);

const POISON: &str = "no holder of this lock can panic";

impl Orders {
    pub(super) fn push(&self, order: Order) -> Result<(), Stuck> {
        let mut orders = self.0.lock().expect(POISON);
        if orders.len() >= ORDERS_MAX {
            return Err(Stuck);
        }
        orders.push_back(order);
        Ok(())
    }

    pub(super) fn pop(&self) -> Option<Order> {
        self.0.lock().expect(POISON).pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_bounded_and_keep_their_order() {
        let orders = Orders::default();
        for device in 0..ORDERS_MAX as u64 {
            orders.push(Order::Revoke(device)).unwrap();
        }

        assert_eq!(orders.push(Order::Revoke(99)), Err(Stuck));
        assert!(matches!(orders.pop(), Some(Order::Revoke(0))));
        orders.push(Order::Revoke(99)).unwrap();
    }
}
