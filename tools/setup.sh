#!/bin/bash
# setup.sh LIST...: installs what is missing of the Debian packages named in the lists, and, with
# "npm" among them, the packages of package-lock.json. Says what it does; asks sudo when not root.
set -eu
cd "$(dirname "$0")/.."
npm=no; lists=()
for list; do [ "$list" = npm ] && npm=yes || lists+=("$list"); done

wanted=$(cat "${lists[@]}" | sed 's/#.*//' | sort -u)
if [ $npm = yes ] && ! { command -v node && command -v npm; } >/dev/null; then wanted="$wanted nodejs npm"; fi
missing=()
for package in $wanted; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
  as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -q >&2
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
fi
if [ $npm = yes ] && [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo "Installing npm packages" >&2
  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error >&2
  touch node_modules/.package-lock.json
fi
