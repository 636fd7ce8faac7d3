//! The keyring as a whole, on a real catalog.
