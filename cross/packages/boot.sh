#!/usr/bin/env bash
# Becomes systemd, the first process of a root: boot.sh ROOT, in namespaces of its own. The root must be a mount point.
set -euo pipefail
root=$1
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/pts" "$root/dev/shm"
# The machine's kernel settings are not this system's to change.
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
# No chroot: the kernel refuses user namespaces, which the unit asks for, to processes in one.
cd "$root"
mkdir .outside
pivot_root . .outside
exec env -i container=millpond PATH=/usr/sbin:/usr/bin /bin/sh -c \
    'umount -l /.outside; rmdir /.outside; exec /lib/systemd/systemd --log-target=journal --unit=basic.target'
