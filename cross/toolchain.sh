#!/usr/bin/env bash
# Prints the folder of a toolchain that can build for other machines: toolchain.sh TARGET...
#
# A rustup toolchain that has every TARGET, or can get it, is taken as it is; what it lacks for microcontrollers it is not asked to get, so that
# an image has the same bytes wherever it is built. Without one, on Debian, the compiler and the source of its
# library come from the packages rustc-web and rust-web-src: they are unpacked and not installed, the library is built once per
# target (`core` for *-none-*, `std` for others), and all of it is kept in MILLPOND_BARE (~/.cache/millpond/bare), outside the clone.
# That takes one to three minutes and 120 MB of downloads.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: toolchain.sh TARGET..." >&2; exit 2; }
sysroot=$(cd / && rustc --print sysroot)
lacking() {
    missing=()
    for target in "$@"; do [ -d "$sysroot/lib/rustlib/$target/lib" ] || missing+=("$target"); done
}
lacking "$@"
if [ ${#missing[@]} -gt 0 ] && command -v rustup >/dev/null && [[ "$*" != *-none-* ]]; then
    # What a mirror lacks is built below; the reason is of no interest then.
    (cd / && rustup target add "${missing[@]}") >/dev/null 2>&1 || true
    lacking "$@"
fi
if [ ${#missing[@]} -eq 0 ]; then echo "$sysroot"; exit 0; fi

packages=(rustc-web libstd-rust-web-dev rust-web-src)
home=${MILLPOND_BARE:-${XDG_CACHE_HOME:-$HOME/.cache}/millpond/bare}
mkdir -p "$home"
exec 9>"$home/lock"
flock 9
if [ ! -e "$home/unpacked" ]; then
    command -v apt-get >/dev/null || {
        echo "no library for ${missing[*]}; run: rustup target add ${missing[*]}" >&2
        exit 1
    }
    rm -rf "$home/root" "$home/debs"
    mkdir -p "$home/root" "$home/debs"
    # One index that is out of reach must not stop the others.
    [ -n "$(apt-cache policy rustc-web 2>/dev/null)" ] || apt-get update -qq >&2 || true
    # The library's package name carries its version, so it is read from what needs it.
    of() { apt-cache depends --no-recommends --no-suggests "$1" | sed -n "s/^ *Depends: \($2\)$/\1/p" | head -1; }
    std=$(of libstd-rust-web-dev 'libstd-rust-web-[0-9.]*')
    llvm=$(of "$std" 'libllvm[0-9]*')
    (cd "$home/debs" && apt-get download -qq "${packages[@]}" "$std" "$llvm") >&2
    for deb in "$home"/debs/*.deb; do dpkg -x "$deb" "$home/root"; done
    rm -rf "$home/debs"
    usr=$home/root/usr
    mkdir -p "$usr/real"
    mv "$usr/bin/rustc" "$usr/bin/rustdoc" "$usr/real/"
    libraries=$(dirname "$(find "$home/root" -name 'libLLVM.so.*' | head -1)"):$usr/lib/x86_64-linux-gnu:$usr/lib
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/real/rustc --sysroot %s "$@"\n' "$libraries" "$usr" "$usr" > "$usr/bin/rustc"
    chmod +x "$usr/bin/rustc"
    host=$("$usr/bin/rustc" -vV | sed -n 's/^host: //p')
    # The linker of bare targets.
    mkdir -p "$usr/lib/rustlib/$host/bin"
    ln -sfn "$sysroot/lib/rustlib/$host/bin/rust-lld" "$usr/lib/rustlib/$host/bin/rust-lld"
    touch "$home/unpacked"
fi
usr=$home/root/usr

# Builds the library for one target: build TARGET CRATES FEATURES RUSTFLAGS
build() {
    local target=$1 crates=$2 features=$3 flags=$4 work to
    to=$usr/lib/rustlib/$target/lib
    work=$(mktemp -d)
    trap 'rm -rf "$work"' RETURN
    mkdir -p "$work/src"
    echo '#![no_std]' > "$work/src/lib.rs"
    printf '[package]\nname = "nothing"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[profile.release]\ndebug = false\nopt-level = "s"\n' \
        > "$work/Cargo.toml"
    (cd "$work" && env -u CARGO_ENCODED_RUSTFLAGS -u RUSTC_WRAPPER -u RUSTUP_TOOLCHAIN \
        RUSTC_BOOTSTRAP=1 RUSTC="$usr/bin/rustc" RUSTFLAGS="$flags" CARGO_TARGET_DIR="$work/target" \
        cargo build --quiet --release --target "$target" "-Zbuild-std=$crates" ${features:+"-Zbuild-std-features=$features"}) >&2
    rm -rf "$to"
    mkdir -p "$to"
    find "$work/target/$target/release/deps" -name '*.rlib' ! -name 'libnothing*' -exec cp {} "$to/" \;
    case $target in *-musl*)
        # The compiler names these when it links; zig takes its own in their place, so they only have to be there.
        mkdir -p "$to/self-contained"
        for name in crt1 rcrt1 Scrt1 crti crtn crtbegin crtbeginS crtend crtendS; do : > "$to/self-contained/$name.o"; done ;;
    esac
    touch "$to/.done-s"
}

for target in "${missing[@]}"; do
    [ -e "$usr/lib/rustlib/$target/lib/.done-s" ] && continue
    case $target in
        *-none-*) build "$target" core,compiler_builtins compiler-builtins-mem "-Cembed-bitcode=yes" ;;
        # Nothing unwinds where a panic ends the process, so tables for it would only take room.
        *) build "$target" std,panic_abort "" "-Cembed-bitcode=yes -Cforce-unwind-tables=no -Cpanic=abort" ;;
    esac
done
echo "$usr"
