usage="usage: install.sh [--uninstall [--purge]]

Installs Millpond from the folder this script lies in, or brings an installation of it up to date. Data is never touched
except by --uninstall --purge, which deletes all of it with its keys, and the user."

here=$(cd "$(dirname "$0")" && pwd)
files=/usr/lib/millpond/files
uninstall=no purge=no
for word in "$@"; do
    case "$word" in
        --uninstall) uninstall=yes ;;
        --purge) purge=yes ;;
        -h | --help) echo "$usage"; exit 0 ;;
        *) echo "$usage" >&2; exit 2 ;;
    esac
done
[ "$purge" = no ] || [ "$uninstall" = yes ] || { echo "$usage" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "install.sh: run it as root" >&2; exit 1; }

# systemd and OpenRC only count where they run this machine.
if [ -d /run/systemd/system ]; then supervisor=systemd
elif [ -e /run/openrc/softlevel ] && command -v rc-service >/dev/null 2>&1; then supervisor=openrc
else supervisor=none
fi

if [ ! -e "$files" ] && { dpkg -s millpond || rpm -q millpond; } >/dev/null 2>&1; then
    echo "install.sh: a package manager installed millpond here; use it" >&2
    exit 1
fi

# BusyBox has other names for it.
if ! command -v useradd >/dev/null 2>&1; then
    make_user() {
        id -u millpond >/dev/null 2>&1 || {
            addgroup -S millpond
            adduser -S -D -H -h "$data" -s /sbin/nologin -G millpond -g "Millpond gateway" millpond
        }
        if getent group dialout >/dev/null; then addgroup millpond dialout; fi
    }
    remove_user() {
        if id -u millpond >/dev/null 2>&1; then deluser millpond; fi
        if getent group millpond >/dev/null; then delgroup millpond; fi
    }
fi

stop() {
    case $supervisor in
        systemd) systemctl disable --now millpond.service 2>/dev/null || true ;;
        openrc) rc-service --ifstarted millpond stop || true; rc-update -q del millpond default 2>/dev/null || true ;;
    esac
}

# A file is in place whole or not at all, also when the power fails.
place() { # FROM TO MODE
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.new"
    chmod "$3" "$2.new"
    mv -f "$2.new" "$2"
}

remove_files() {
    [ -e "$files" ] || { echo "install.sh: nothing of it is installed here"; return 0; }
    stop
    while read -r file; do rm -f "$file"; done <"$files"
    drop_previous
    rm -f "$files" /usr/lib/millpond/install.sh
    rmdir /usr/lib/millpond /usr/share/doc/millpond 2>/dev/null || true
    [ $supervisor != systemd ] || systemctl daemon-reload
    echo "Millpond is removed. Its data stays in $data until --uninstall --purge."
}

if [ $uninstall = yes ]; then
    # The script itself may be among what is removed; the shell has read it whole by then.
    remove_files
    if [ $purge = yes ]; then
        purge_data
        rm -f /etc/default/millpond /etc/conf.d/millpond
        remove_user
        echo "Its data, keys, settings and user are gone."
    fi
    exit 0
fi

[ -d "$here/root" ] || { echo "install.sh: run it from the unpacked archive" >&2; exit 1; }
"$here/root/usr/bin/millpond" version >/dev/null || {
    echo "install.sh: the program does not run on this machine; is $(uname -m) what the archive is for?" >&2
    exit 1
}
# A second run of the same version must not replace the kept binary by itself.
if ! cmp -s "$here/root$program" "$program"; then keep_previous; fi
mkdir -p /usr/lib/millpond
(cd "$here/root" && find usr -type f) | sed 's|^|/|' >"$files.new"
[ $supervisor = none ] && [ ! -d /etc/init.d ] || echo /etc/init.d/millpond >>"$files.new"
mv -f "$files.new" "$files"
(cd "$here/root" && find usr -type f) | while read -r file; do
    mode=0644
    if [ -x "$here/root/$file" ]; then mode=0755; fi
    place "$here/root/$file" "/$file" $mode
done
place "$0" /usr/lib/millpond/install.sh 0755
# Settings somebody may have edited are written once.
if [ $supervisor = openrc ]; then settings=/etc/conf.d/millpond; else settings=/etc/default/millpond; fi
[ -e $settings ] || place "$here/root/etc/default/millpond" $settings 0644
[ ! -d /etc/init.d ] || [ $supervisor = systemd ] || place "$here/openrc/millpond" /etc/init.d/millpond 0755
sync
make_user
make_data
case $supervisor in
    systemd)
        systemctl daemon-reload
        systemctl enable --quiet millpond.service
        systemctl restart millpond.service
        next_steps "runuser -u millpond --" "systemctl restart millpond"
        ;;
    openrc)
        rc-update -q add millpond default
        # A restart, so that an update takes effect; it starts what is not running.
        rc-service millpond restart
        next_steps "su -s /bin/sh millpond -c" "rc-service millpond restart"
        ;;
    none)
        next_steps "su -s /bin/sh millpond -c" "a restart"
        echo "No supervisor was found. Have yours run, as the user millpond and with umask 077:"
        echo "  $program serve --data $data"
        ;;
esac
echo "installed: $("$program" version)"
