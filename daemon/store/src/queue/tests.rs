//! Tests of queues as a whole.
