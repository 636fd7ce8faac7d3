#!/usr/bin/env bash
# Makes a .deb, an .rpm and an archive with install.sh of a binary: package.sh BINARY ARCH OUT
#
# ARCH is amd64, arm64 or armhf. The same binary and SOURCE_DATE_EPOCH (the last commit's time) give the same bytes. MILLPOND_VERSION
# names another version than the workspace's; MILLPOND_FORMATS="deb rpm tar" what is made.
set -euo pipefail
usage="usage: package.sh BINARY amd64|arm64|armhf OUT"
here=$(cd "$(dirname "$0")/.." && pwd)
binary=${1:?$usage} arch=${2:?$usage} out=${3:?$usage}
parts=$here/cross/packages
[ -x "$binary" ] || { echo "package.sh: $binary is not a program; build it with cross/build.sh" >&2; exit 1; }
case $arch in
    amd64) rpm_arch=x86_64 machine=003e ;;
    arm64) rpm_arch=aarch64 machine=00b7 ;;
    armhf) rpm_arch=armv7hl machine=0028 ;;
    *) echo "$usage" >&2; exit 2 ;;
esac
# e_machine of the ELF header, little-endian: a package for another machine than its binary's is found here and not at the site.
found=$(od -An -tx1 -j18 -N2 "$binary" | awk '{print $2 $1}')
[ "$found" = $machine ] || { echo "package.sh: $binary is not for $arch (ELF machine 0x$found)" >&2; exit 1; }
version=${MILLPOND_VERSION:-$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$here/Cargo.toml")}
formats=${MILLPOND_FORMATS:-deb rpm tar}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

put() { install -D -m "$1" "$2" "$stage/$3"; }
squeeze() { gzip -9n <"$1" >"$work/gz" && put 644 "$work/gz" "$2"; }
date_all() { find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +; }
script() { # NAME: a script with what all of them share in front.
    printf '#!/bin/sh\nset -e\n'
    cat "$parts/common.sh" "$parts/$1"
}

# What every form has in common.
stage=$work/stage
put 755 "$binary" usr/bin/millpond
put 755 "$parts/rollback" usr/lib/millpond/rollback
put 644 "$here/systemd/millpond.service" usr/lib/systemd/system/millpond.service
put 644 "$here/systemd/millpond.sysusers" usr/lib/sysusers.d/millpond.conf
put 644 "$here/systemd/millpond.tmpfiles" usr/lib/tmpfiles.d/millpond.conf
put 644 "$parts/millpond.default" etc/default/millpond
put 644 "$here/docs/install.md" usr/share/doc/millpond/install.md
squeeze "$here/CHANGELOG.md" usr/share/doc/millpond/CHANGELOG.md.gz

# The manual and the shells' words, which the program itself tells. One for another machine runs under QEMU.
case $arch in arm64) emulator=qemu-aarch64-static ;; armhf) emulator=qemu-arm-static ;; *) emulator= ;; esac
teller=("$binary")
if ! "$binary" version >/dev/null 2>&1; then teller=($emulator "$binary"); fi
"${teller[@]}" version >/dev/null || { echo "package.sh: $binary cannot be asked for its manual; install qemu-user-static" >&2; exit 1; }
if "${teller[@]}" help | grep -q '^  millpond man'; then
    "${teller[@]}" man >"$work/man" && squeeze "$work/man" usr/share/man/man1/millpond.1.gz
    "${teller[@]}" completions bash >"$work/bash" && put 644 "$work/bash" usr/share/bash-completion/completions/millpond
    "${teller[@]}" completions zsh >"$work/zsh" && put 644 "$work/zsh" usr/share/zsh/vendor-completions/_millpond
    "${teller[@]}" completions fish >"$work/fish" && put 644 "$work/fish" usr/share/fish/vendor_completions.d/millpond.fish
else
    echo "package.sh: $binary is from before \`millpond man\`; its packages have no manual" >&2
fi

make_deb() {
    local root=$work/deb
    cp -a "$stage" "$root"
    stage=$root
    mkdir -p "$root/lib/systemd/system" "$root/DEBIAN"
    mv "$root/usr/lib/systemd/system/millpond.service" "$root/lib/systemd/system/"
    rmdir -p --ignore-fail-on-non-empty "$root/usr/lib/systemd/system"
    sed "s/@YEAR@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y)/" "$parts/deb.copyright" >"$work/copyright"
    put 644 "$work/copyright" usr/share/doc/millpond/copyright
    printf 'millpond (%s) stable; urgency=medium\n\n  * CHANGELOG.md.gz beside this file says what changed.\n\n -- %s  %s\n' \
        "$version" "$maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" >"$work/changelog"
    squeeze "$work/changelog" usr/share/doc/millpond/changelog.gz
    put 644 "$parts/deb.lintian" usr/share/lintian/overrides/millpond
    for name in preinst postinst prerm postrm; do
        script deb.$name >"$root/DEBIAN/$name"
        chmod 755 "$root/DEBIAN/$name"
    done
    echo /etc/default/millpond >"$root/DEBIAN/conffiles"
    (cd "$root" && find . -path ./DEBIAN -prune -o -type f ! -path './etc/*' -printf '%P\n' | sort | xargs md5sum) >"$root/DEBIAN/md5sums"
    local depends=passwd
    # A binary of glibc's, as developers make, needs what it was built with; ours for gateways is static.
    if readelf -d "$binary" 2>/dev/null | grep -q 'libc\.so\.6'; then depends="libc6 (>= 2.34), libgcc-s1, $depends"; fi
    cat >"$root/DEBIAN/control" <<END
Package: millpond
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -k --apparent-size -s "$stage" | cut -f1)
Depends: $depends
Recommends: systemd-sysv | openrc
Section: net
Priority: optional
Description: streams and queues kept until the cloud can take them
 A gateway that keeps a site's data on local flash as Kinesis streams and SQS
 queues, sealed with local keys, and forwards it upstream, through days offline
 and power cuts at any instant.
END
    date_all "$root"
    # xz is what dpkg of every Debian reads. One thread: the bytes do not depend on the machine's cores.
    dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$root" "$out/millpond_${version}_$arch.deb" >/dev/null
}

make_rpm() {
    mkdir -p "$work/rpm" "$work/scripts"
    for name in pre post preun postun; do script rpm.$name >"$work/scripts/$name"; done
    {
        (cd "$stage" && find usr -type f -printf '/%p\n' | sort)
        echo '%dir /usr/lib/millpond'
        echo '%dir /usr/share/doc/millpond'
        echo '%config(noreplace) /etc/default/millpond'
    } | sed -e 's|^/usr/share/man|%doc &|' -e '1i %defattr(-,root,root)' -e 's|^/usr/share/doc|%doc &|' >"$work/scripts/files"
    date_all "$stage"
    rpmbuild -bb --quiet --target "$rpm_arch-linux" --define "_topdir $work/rpm" --define "stage $stage" \
        --define "scripts $work/scripts" --define "version_wanted $version" "$parts/millpond.spec" >"$work/rpm.log" 2>&1 ||
        { cat "$work/rpm.log" >&2; exit 1; }
    find "$work/rpm/RPMS" -name '*.rpm' -exec cp {} "$out/" \;
}

make_tar() {
    local top=millpond-$version-$arch
    mkdir -p "$work/tar/$top/openrc"
    cp -a "$stage" "$work/tar/$top/root"
    install -m 755 "$here/systemd/openrc/millpond" "$work/tar/$top/openrc/millpond"
    script install.sh >"$work/tar/$top/install.sh"
    chmod 755 "$work/tar/$top/install.sh"
    cp "$here/LICENSE" "$work/tar/$top/"
    tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
        -C "$work/tar" -cf - "$top" | gzip -9n >"$out/$top.tar.gz"
}

maintainer="Millpond maintainers <maintainers@millpond.invalid>"
common=$stage
for format in $formats; do
    stage=$common
    case $format in
        deb | rpm | tar) make_$format ;;
        *) echo "package.sh: no format $format; it makes deb, rpm and tar" >&2; exit 2 ;;
    esac
done
(cd "$out" && ls -l millpond*"$version"* | awk '{print $5, $9}')
