# What the scripts of the .deb, the .rpm and install.sh share; package.sh puts it in front of each of them. POSIX sh.
program=/usr/bin/millpond
data=/var/lib/millpond
previous=/usr/lib/millpond/previous

# The service's user, who may use serial lines.
make_user() {
    if ! id -u millpond >/dev/null 2>&1; then
        if [ -f /usr/lib/sysusers.d/millpond.conf ] && command -v systemd-sysusers >/dev/null 2>&1; then
            systemd-sysusers millpond.conf
        else
            useradd --system --user-group --no-create-home --home-dir "$data" --shell /usr/sbin/nologin \
                --comment "Millpond gateway" millpond
        fi
    fi
    if getent group dialout >/dev/null && ! id -nG millpond | grep -qw dialout; then usermod -a -G dialout millpond; fi
}

# userdel takes the group along unless something else made it.
remove_user() {
    if id -u millpond >/dev/null 2>&1; then userdel millpond; fi
    if getent group millpond >/dev/null; then groupdel millpond; fi
}

as_user() {
    if command -v runuser >/dev/null 2>&1; then runuser -u millpond -- "$@"; else su -s /bin/sh millpond -c "$*"; fi
}

# A fresh directory is filled; one that holds anything is left exactly as it is. What init prints is not shown: it names a
# secret, and package managers keep what scripts print.
make_data() {
    if [ ! -d "$data" ]; then
        mkdir -p "$data"
        chmod 0700 "$data"
        chown millpond:millpond "$data"
    fi
    if [ -z "$(ls -A "$data")" ]; then
        chown millpond:millpond "$data"
        # The answer goes nowhere, but what went wrong is told.
        as_user "$program" init --data "$data" >/dev/null
        fresh=yes
    elif [ ! -e "$data/millpond.toml" ]; then
        echo "millpond: $data holds files but no millpond.toml; nothing was changed there." >&2
        echo "millpond: if a first start was interrupted and it holds no data, empty it and install again." >&2
    fi
}

# The binary that works now, for /usr/lib/millpond/rollback. It is in place whole or not at all.
keep_previous() {
    [ -x "$program" ] || return 0
    mkdir -p "$previous"
    cp -p "$program" "$previous/millpond.new"
    sync "$previous/millpond.new" 2>/dev/null || sync
    mv -f "$previous/millpond.new" "$previous/millpond"
}

drop_previous() { rm -rf "$previous"; rmdir /usr/lib/millpond 2>/dev/null || true; }

# Everything the gateway held, and the key that opens it. A partition mounted there stays, empty.
purge_data() {
    [ ! -L "$data" ] || { echo "millpond: $data is a link; remove what it points to yourself" >&2; rm -f "$data"; }
    [ ! -d "$data" ] || rm -rf "$data" 2>/dev/null || true
    if [ -d "$data" ] && [ -n "$(ls -A "$data")" ]; then
        echo "millpond: $data could not be emptied" >&2
        return 1
    fi
}

next_steps() {
    [ "${fresh:-no}" = yes ] || return 0
    cat <<END
Millpond keeps its data in $data. Next:
  the first access key   $1 millpond env --data $data
  how it fares           $1 millpond status --data $data
  its settings           $data/millpond.toml, then $2
  a copy of the root key $data/root.key opens everything: keep one elsewhere, or see millpond keys
END
}
