#!/usr/bin/env bash
# Builds a static release binary for another machine: build.sh TARGET [cargo build arguments]
#
# The compiler comes from toolchain.sh, C compiler and linker from zig, which is installed from the Python index into a folder beside the
# build products. Paths of this machine are left out of the binary, so that it has the same bytes wherever it is built.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${1:?usage: build.sh TARGET [cargo build arguments]}
shift
sysroot=$("$here/cross/toolchain.sh" "$target")
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$here/target}
tools=$CARGO_TARGET_DIR/cross-tools
if [ ! -x "$tools/bin/cargo-zigbuild" ]; then
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet ziglang==0.17.1 cargo-zigbuild==0.24.0
fi
if [ "$sysroot" != "$(cd / && rustc --print sysroot)" ]; then
    export RUSTC=$sysroot/bin/rustc
fi
cargo_home=${CARGO_HOME:-$HOME/.cargo}
maps=("--remap-path-prefix=$here=/millpond" "--remap-path-prefix=$cargo_home=/cargo" "--remap-path-prefix=$sysroot=/rust" "--remap-path-prefix=$CARGO_TARGET_DIR=/target")
# Nothing unwinds where a panic ends the process, so no tables for it.
flags=("${maps[@]}" -Ctarget-feature=+crt-static -Cforce-unwind-tables=no)
export CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")
export CFLAGS="-ffile-prefix-map=$here=/millpond -ffile-prefix-map=$cargo_home=/cargo -ffile-prefix-map=$CARGO_TARGET_DIR=/target -fno-asynchronous-unwind-tables -fno-unwind-tables ${CFLAGS:-}"
cd "$here"
PATH=$tools/bin:$PATH exec cargo zigbuild --quiet --release --locked --package millpond --target "$target" "$@"
