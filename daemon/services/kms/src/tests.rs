//! Every operation, called as the gateway calls it.
