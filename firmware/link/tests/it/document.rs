//! docs/format/link-v1.md says what the constants say.
