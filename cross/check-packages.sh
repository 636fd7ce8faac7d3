#!/usr/bin/env bash
# Installs, upgrades, rolls back, removes and purges the packages of a binary in a Debian of its own: check-packages.sh BINARY ARCH [PART..]
#
# ARCH is amd64 or arm64, which runs under qemu-user-static. As root. PYTHON names a Python with boto3, which puts and reads records through
# the gateway. The Debian is made once with mmdebstrap and kept in MILLPOND_ROOTS (~/.cache/millpond/roots); whatever happens to it lands in an
# overlay that is thrown away. Processes, mounts and ports are namespaces' of their own, and end with the script.
set -euo pipefail
usage="usage: check-packages.sh BINARY amd64|arm64 [deb|rpms|archive|openrc|booted].."
here=$(cd "$(dirname "$0")" && pwd)
binary=$(realpath "${1:?$usage}") arch=${2:?$usage} python=${PYTHON:-python3}
[ "$(id -u)" = 0 ] || { echo "check-packages.sh: run it as root: it mounts and changes roots" >&2; exit 1; }
case $arch in amd64 | arm64) ;; *) echo "$usage" >&2; exit 2 ;; esac

missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need mmdebstrap mmdebstrap
need rpmbuild rpm
need lintian lintian
need ip iproute2
[ "$arch" = amd64 ] || need qemu-aarch64-static qemu-user-static
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi

# The kernel runs ARM programs through QEMU for as long as this script runs, if nothing else has seen to that.
binfmt=/proc/sys/fs/binfmt_misc
if [ "$arch" = arm64 ] && [ -z "${MILLPOND_INSIDE:-}" ]; then
    mounted=no registered=no
    end() {
        [ $registered = no ] || echo -1 >$binfmt/millpond-aarch64
        [ $mounted = no ] || umount $binfmt
    }
    trap end EXIT
    [ -e $binfmt/register ] || { mount -t binfmt_misc binfmt_misc $binfmt; mounted=yes; }
    if ! grep -qs aarch64 $binfmt/*; then
        # F keeps the interpreter open, so that it is found in every root.
        echo ':millpond-aarch64:M::\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00:\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:'"$(command -v qemu-aarch64-static)"':F' >$binfmt/register
        registered=yes
    fi
fi

roots=${MILLPOND_ROOTS:-${XDG_CACHE_HOME:-$HOME/.cache}/millpond/roots}
base=$roots/$arch
if [ -z "${MILLPOND_INSIDE:-}" ]; then
    mkdir -p "$roots"
    exec 9>"$roots/lock"
    flock 9
    if [ ! -e "$base.made" ]; then
        echo "making a Debian for $arch in $base"
        rm -rf "$base"
        # From where this machine has its own packages.
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -1)
        mmdebstrap --quiet --mode=root --skip=check/qemu --architectures="$arch" --variant=essential \
            --include=passwd,openrc,rpm,systemd,init-system-helpers bookworm "$base" "$mirror"
        touch "$base.made"
    fi
    exec 9>&-
    MILLPOND_INSIDE=1 unshare --mount --pid --net --ipc --fork --kill-child --propagation private "$0" "$@"
    exit
fi

work=$(mktemp -d)
mount -t tmpfs tmpfs "$work"
trap 'status=$?; [ $status = 0 ] || { echo "FAILED: $arch, in: ${doing:-}" >&2; tail -n 30 "$work"/*.log >&2; }; umount -l "$work"; rmdir "$work"' EXIT
mount -t proc proc /proc
ip link set lo up

root=$work/root
begun=$SECONDS
said() { echo "ok  $arch $scenario: $1 ($((SECONDS - begun)) s)"; begun=$SECONDS; }
in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive "$@"; }
installing() { in_root "$@" </dev/null >>"$work/install.log" 2>&1; }

# A fresh Debian, seen through an overlay.
enter() {
    scenario=$1 doing="entering"
    ! mountpoint -q "$root" || { umount -l "$root/proc" "$root"; }
    rm -rf "$work/upper" "$work/inner"
    mkdir -p "$root" "$work/upper" "$work/inner"
    mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/inner" "$root"
    mount -t proc proc "$root/proc"
    mkdir -p "$root/packages"
    cp "$work"/made/*/* "$root/packages/"
    : >"$work/install.log"
    listing >"$work/before"
}

# Everything that somebody could have left behind. The package managers' own records and logs are theirs.
listing() {
    (cd "$root" && find . -xdev \( -path ./packages -o -path ./proc -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./var/lib/dpkg -o -path ./var/lib/rpm -o -path ./root \
        -o -path ./var/log -o -path ./var/cache \) -prune -o -print | sort; grep -h millpond etc/passwd etc/group etc/shadow || true)
}

start() {
    doing="starting the gateway"
    # setpriv becomes the gateway, so that signals reach it.
    chroot "$root" /usr/bin/env -i PATH=/usr/bin setpriv --reuid millpond --regid millpond --init-groups \
        millpond serve --data /var/lib/millpond >>"$work/serve.log" 2>&1 &
    serving=$!
    answers
}

# The status socket answers once the port does.
answers() {
    local tries=0
    until in_root runuser -u millpond -- millpond status --data /var/lib/millpond >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || { echo "the gateway does not come up" >&2; return 1; }
        sleep 0.2
    done
}

stop() {
    doing="stopping the gateway"
    local from=$SECONDS
    kill -TERM "$serving"
    wait "$serving" || true
    [ $((SECONDS - from)) -le 6 ] || { echo "stopping took $((SECONDS - from)) s" >&2; return 1; }
}

record() {
    doing="record $*"
    (eval "$(in_root runuser -u millpond -- millpond env --data /var/lib/millpond)" && "$python" "$here/packages/record.py" "$@")
}

holds() {
    local all
    all=$(record all)
    doing="comparing records"
    [ "$all" = "$1" ] || { echo "the gateway holds '$all' and should hold '$1'" >&2; return 1; }
}

is() { doing="checking that $1: $2"; eval "$2" || { echo "not so: $1" >&2; return 1; }; }

installed_well() {
    is "the user exists" 'in_root id -u millpond >/dev/null'
    is "the data is its owner's only" '[ "$(in_root stat -c "%a %U" /var/lib/millpond)" = "700 millpond" ]'
    is "init ran" '[ -s "$root/var/lib/millpond/millpond.toml" ] && [ -s "$root/var/lib/millpond/root.key" ]'
    local secret
    secret=$(in_root runuser -u millpond -- millpond env --data /var/lib/millpond | sed -n 's/.*AWS_SECRET_ACCESS_KEY=//p' | tr -d "\"'")
    is "there is a secret" '[ ${#secret} -ge 30 ]'
    is "installing did not print the secret" '! grep -qF "$secret" "$work/install.log"'
}
runs() { is "$1 is installed" 'cmp -s "$root/usr/bin/millpond" "$work/'"$1"'"'; }

nothing_left() {
    doing="looking for what is left"
    listing >"$work/after"
    diff "$work/before" "$work/after" || { echo "something was left behind" >&2; return 1; }
}

# Two programs that differ in what follows their last section, which nobody reads.
make_packages() {
    scenario=packages doing="making packages"
    local version made jobs=()
    for version in 0.1.0 0.1.1; do
        cp "$binary" "$work/$version"
        printf 'built as %s\n' "$version" >>"$work/$version"
    done
    # The first is made twice, to be compared.
    for made in made/0.1.0 made/0.1.1 again/0.1.0; do
        version=${made#*/}
        MILLPOND_VERSION=$version "$here/package.sh" "$work/$version" "$arch" "$work/$made" >>"$work/make.log" 2>&1 &
        jobs+=($!)
    done
    for job in "${jobs[@]}"; do wait "$job"; done
    ls -l "$work"/made/0.1.0/ | awk 'NF > 8 {print "    " $5, $9}'
    said "made in two versions, and one of them again"
    for file in "$work"/made/0.1.0/*; do
        is "$(basename "$file") is reproducible" 'cmp -s "$file" "$work/again/0.1.0/$(basename "$file")"'
    done
    rm -rf "$work/again"
    said "the same bytes again"
    doing=lintian
    lintian --allow-root --fail-on error --suppress-tags no-manual-page "$work/made/0.1.0/"*.deb >"$work/lintian.log"
    said "lintian: no error, $(grep -c '^W:' "$work/lintian.log" || true) warnings"
}

deb() {
    enter deb
    local old=/packages/millpond_0.1.0_$arch.deb new=/packages/millpond_0.1.1_$arch.deb
    doing=install
    installing dpkg -i $old
    installed_well
    is "the unit is enabled" '[ -L "$root/etc/systemd/system/multi-user.target.wants/millpond.service" ]'
    start; record put one; holds one; stop
    said "installed, initialised, a record put"
    echo '# edited here' >>"$root/etc/default/millpond"
    doing=upgrade
    installing dpkg -i $new
    runs 0.1.1
    is "the edited conffile stays" 'grep -q "edited here" "$root/etc/default/millpond"'
    start; holds one; record put two; holds "one two"; stop
    said "upgraded, data and settings kept"
    doing="roll back"
    installing /usr/lib/millpond/rollback
    runs 0.1.0
    start; holds "one two"; stop
    installing /usr/lib/millpond/rollback
    runs 0.1.1
    said "rolled back with the kept binary, and forward again"
    doing="downgrade"
    installing dpkg -i $old
    runs 0.1.0
    start; holds "one two"; record put three; stop
    said "rolled back with the older package"
    doing=remove
    installing dpkg -r millpond
    is "the program is gone" '[ ! -e "$root/usr/bin/millpond" ] && [ ! -e "$root/usr/lib/millpond" ]'
    is "the data stays" '[ -s "$root/var/lib/millpond/root.key" ]'
    installing dpkg -i $new
    start; holds "one two three"; stop
    said "removed with data kept, installed again"
    doing=purge
    installing dpkg -P millpond
    nothing_left
    said "purged, nothing left"
}

rpms() {
    enter rpm
    local name=x86_64
    [ "$arch" = amd64 ] || name=aarch64
    local old=/packages/millpond-0.1.0-1.$name.rpm new=/packages/millpond-0.1.1-1.$name.rpm
    # rpm here does not know what dpkg installed.
    doing=install
    installing rpm -i --nodeps $old
    installed_well
    start; record put one; stop
    doing=upgrade
    installing rpm -U --nodeps $new
    runs 0.1.1
    start; holds one; record put two; stop
    doing="roll back"
    installing /usr/lib/millpond/rollback
    runs 0.1.0
    installing rpm -U --nodeps --oldpackage $old
    runs 0.1.0
    start; holds "one two"; stop
    doing=erase
    installing rpm -e millpond
    is "the program is gone" '[ ! -e "$root/usr/bin/millpond" ] && [ ! -e "$root/usr/lib/millpond" ]'
    is "the data stays" '[ -s "$root/var/lib/millpond/root.key" ]'
    in_root rm -r /var/lib/millpond
    in_root userdel millpond
    nothing_left
    said "installed, upgraded, rolled back twice, erased with data kept"
}

archive() {
    enter archive
    in_root tar -C /packages -xzf "/packages/millpond-0.1.0-$arch.tar.gz"
    in_root tar -C /packages -xzf "/packages/millpond-0.1.1-$arch.tar.gz"
    doing=install
    installing "/packages/millpond-0.1.0-$arch/install.sh"
    installing "/packages/millpond-0.1.0-$arch/install.sh"
    installed_well
    is "a second run keeps no previous version" '[ ! -e "$root/usr/lib/millpond/previous" ]'
    start; record put one; stop
    doing=upgrade
    installing "/packages/millpond-0.1.1-$arch/install.sh"
    runs 0.1.1
    start; holds one; record put two; stop
    doing="roll back"
    installing /usr/lib/millpond/rollback
    runs 0.1.0
    start; holds "one two"; stop
    doing=uninstall
    installing /usr/lib/millpond/install.sh --uninstall
    is "the program is gone" '[ ! -e "$root/usr/bin/millpond" ]'
    is "the data stays" '[ -s "$root/var/lib/millpond/root.key" ]'
    installing "/packages/millpond-0.1.0-$arch/install.sh"
    start; holds "one two"; stop
    installing /usr/lib/millpond/install.sh --uninstall --purge
    nothing_left
    said "install.sh: twice, upgraded, rolled back, uninstalled with data kept, purged, nothing left"
}

# OpenRC as it is while it runs a machine, with nothing else to run.
openrc() {
    enter openrc
    in_root mkdir -p /etc/conf.d /run/openrc/started /run/openrc/starting /run/openrc/daemons /run/openrc/options /run/openrc/exclusive
    in_root touch /run/openrc/softlevel
    listing >"$work/before"
    in_root tar -C /packages -xzf "/packages/millpond-0.1.0-$arch.tar.gz"
    in_root tar -C /packages -xzf "/packages/millpond-0.1.1-$arch.tar.gz"
    doing=install
    installing "/packages/millpond-0.1.0-$arch/install.sh"
    answers
    installed_well
    is "it starts with the machine" '[ -L "$root/etc/runlevels/default/millpond" ]'
    record put one; holds one
    local before from took
    before=$(pgrep -o -x millpond)
    doing="killing it"
    kill -KILL "$before"
    until [ "$(pgrep -o -x millpond)" != "$before" ]; do sleep 0.1; done
    answers; holds one
    said "install.sh starts it; killed, it comes back"
    before=$(pgrep -o -x millpond)
    echo '# edited here' >>"$root/etc/conf.d/millpond"
    doing=upgrade
    installing "/packages/millpond-0.1.1-$arch/install.sh"
    answers
    is "an upgrade restarts it" '[ "$(pgrep -o -x millpond)" != "$before" ]'
    is "edited settings stay" 'grep -q "edited here" "$root/etc/conf.d/millpond"'
    runs 0.1.1
    holds one
    doing="roll back"
    installing /usr/lib/millpond/rollback
    answers
    runs 0.1.0
    holds one
    from=$(date +%s%N)
    doing="stopping it"
    in_root rc-service millpond stop >>"$work/install.log" 2>&1
    took=$((($(date +%s%N) - from) / 1000000))
    is "stopping takes less than 5 s: $took ms" '[ $took -lt 5000 ] && ! pgrep -x millpond >/dev/null'
    in_root rc-service millpond start >>"$work/install.log" 2>&1
    answers
    doing=purge
    installing /usr/lib/millpond/install.sh --uninstall --purge
    is "it no longer runs" '! pgrep -x millpond >/dev/null'
    nothing_left
    said "upgraded, rolled back, stopped in $took ms, purged, nothing left"
}

# systemd itself as the first process of the root, with the unit as it is shipped. Its control groups are below one of their own.
boot() {
    doing="starting systemd"
    groups=$(findmnt -n -t cgroup2 -o TARGET | head -1)/millpond-packages
    mkdir -p "$groups"
    (echo "$BASHPID" >"$groups/cgroup.procs" &&
        exec unshare --mount --pid --ipc --uts --cgroup --fork --kill-child --propagation private "$here/packages/boot.sh" "$root") >"$work/boot.log" 2>&1 &
    booting=$!
    local tries=0
    until init=$(pgrep -P $booting) && [ "$(in_boot systemctl is-active basic.target 2>/dev/null)" = active ]; do
        tries=$((tries + 1))
        [ $tries -lt 150 ] && kill -0 $booting || { echo "systemd does not come up" >&2; return 1; }
        sleep 0.2
    done
}
in_boot() {
    nsenter --target "$init" --mount --pid --ipc --uts --cgroup --root --wd \
        /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}
halt() {
    kill -KILL "$init"
    wait $booting 2>/dev/null || true
    find "$groups" -depth -type d -exec rmdir {} +
}
main_pid() { in_boot systemctl show --property MainPID --value millpond; }
# in_root is inside the booted system from here on, for the functions above.
booted() {
    enter systemd
    umount "$root/proc"
    boot
    in_root() { in_boot "$@"; }
    doing=install
    installing dpkg -i /packages/millpond_0.1.0_$arch.deb
    is "the unit runs as shipped" '[ "$(in_boot systemctl is-active millpond)" = active ]'
    installed_well
    record put one; holds one
    said "installing starts it, confined as shipped"
    local before from took
    before=$(main_pid)
    doing=upgrade
    installing dpkg -i /packages/millpond_0.1.1_$arch.deb
    is "an upgrade restarts it" '[ "$(main_pid)" != "$before" ] && [ "$(in_boot systemctl is-active millpond)" = active ]'
    holds one
    before=$(main_pid)
    installing /usr/lib/millpond/rollback
    is "a rollback restarts it" '[ "$(main_pid)" != "$before" ] && [ "$(in_boot systemctl is-active millpond)" = active ]'
    runs 0.1.0
    holds one
    said "an upgrade and a rollback restart it"
    doing="stopping under load"
    local load loads=()
    for load in 1 2 3; do
        record load $load >"$work/load.$load" 2>>"$work/loads.log" &
        loads+=($!)
    done
    until [ "$(cat "$work"/load.* | wc -l)" -ge 60 ]; do sleep 0.1; done
    from=$(date +%s%N)
    in_boot systemctl stop millpond
    took=$((($(date +%s%N) - from) / 1000000))
    is "it stopped by itself" '[ "$(in_boot systemctl show --property Result --value millpond)" = success ]'
    is "stopping under load takes less than 5 s: $took ms" '[ $took -lt 5000 ]'
    said "stopped under load in $took ms"
    doing="counting what was acknowledged"
    kill "${loads[@]}" 2>/dev/null || true
    in_boot systemctl start millpond
    record covers "$work"/load.*
    said "everything acknowledged until then is there"
    in_boot systemctl disable --quiet --now millpond
    doing=upgrade
    installing dpkg -i /packages/millpond_0.1.1_$arch.deb
    is "a disabled unit stays so" '[ "$(in_boot systemctl is-active millpond)" = inactive ]'
    in_boot systemctl enable --quiet --now millpond
    before=$(pgrep -x millpond)
    doing=purge
    installing dpkg -P millpond
    is "it no longer runs" '[ ! -e "/proc/$before" ]'
    halt
    said "a disabled unit stays so; purging stops it"
}

# QEMU runs programs and not systems: what systemd asks of the kernel is not all there.
case $arch in amd64) parts="deb rpms archive openrc booted" ;; *) parts="deb rpms archive" ;; esac
if [ $# -gt 2 ]; then parts=${*:3}; fi
make_packages
for part in $parts; do $part; done
echo "packages for $arch: all well in $SECONDS s"
