//! The published bytes of version 1. They never change.
