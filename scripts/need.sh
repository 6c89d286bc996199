#!/bin/sh
# Makes sure that something is on this machine: installs its package when it may, else says the one line to type.
# Usage: scripts/need.sh must|may NAME CHECK APT_PACKAGES BREW_PACKAGES PURPOSE    (CHECK is a command that succeeds when it is there)
set -u
urgency=$1 name=$2 check=$3 apt_packages=$4 brew_packages=$5 purpose=$6
# Debian keeps daemons where ordinary users do not look; Homebrew has a place of its own.
PATH=$PATH:/usr/sbin:/sbin:/opt/homebrew/bin:/usr/local/bin
export PATH

there() {
    sh -c "$check" >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    # shellcheck disable=SC2086 # several packages may be named
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $apt_packages >"$log" 2>&1
}

install_with_apt() {
    # A fresh machine has no package lists yet: fetch them when the first attempt fails.
    apt_install || { as_root apt-get update -qq >"$log" 2>&1 && apt_install; } || return 1
    # Debian's package starts a pooler of its own at once and at every boot; nobody asked for that one.
    if [ "$name" = pgbouncer ] && [ -d /run/systemd/system ]; then
        as_root systemctl disable --now pgbouncer >/dev/null 2>&1 || :
    fi
}

there && exit 0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if command -v apt-get >/dev/null 2>&1; then
    line="sudo apt-get update && sudo apt-get install -y $apt_packages"
    if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then
        echo "installing $apt_packages with apt ($purpose)"
        install_with_apt && there && exit 0
        tail -n 5 "$log" >&2
    fi
elif command -v brew >/dev/null 2>&1; then
    line="brew install $brew_packages"
    echo "installing $brew_packages with brew ($purpose)"
    # shellcheck disable=SC2086 # `--cask google-chrome` is two words
    brew install $brew_packages >"$log" 2>&1 && there && exit 0
    tail -n 5 "$log" >&2
else
    line="(there is neither apt nor brew here: install $name by hand)"
fi

if [ "$urgency" = may ]; then
    echo "$name is not installed, going on without it ($purpose). To have it: $line"
    exit 0
fi
echo "$name is missing ($purpose). Type this and run make again: $line" >&2
exit 1
