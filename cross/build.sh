#!/usr/bin/env bash
# Builds a static release binary for another machine: build.sh TARGET [cargo build arguments]
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${1:?usage: build.sh TARGET [cargo build arguments]}
shift
if ! rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    echo "the standard library for $target is missing; run: rustup target add $target" >&2
    exit 1
fi
tools=${CARGO_TARGET_DIR:-$here/target}/cross-tools
if [ ! -x "$tools/bin/cargo-zigbuild" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet ziglang==0.17.1 cargo-zigbuild==0.24.0
fi
cd "$here"
PATH=$tools/bin:$PATH exec cargo zigbuild --release --package millpond --target "$target" "$@"
