#!/bin/bash
# setup.sh [LIST...] [npm|npm-pages]: installs what is missing of the Debian packages named in the
# lists and of the packages of package-lock.json: with "npm" all, with "npm-pages" those that the
# pages are made of.  Says what it does; asks sudo when not root.
set -eu
cd "$(dirname "$0")/.."
npm=; lists=()
for word; do case $word in npm|npm-pages) npm=$word ;; *) lists+=("$word") ;; esac; done

wanted=$(cat "${lists[@]:-/dev/null}" | sed 's/#.*//' | sort -u)
if [ -n "$npm" ] && ! { command -v node && command -v npm; } >/dev/null; then wanted="$wanted nodejs npm"; fi
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

# What is there may be older than the lock, or only what pages need.
fresh() { cmp -s package-lock.json node_modules/.lock && [ -e "node_modules/$1" ]; }
install() { # WHAT OPTION...
  echo "Installing npm packages $1" >&2
  PUPPETEER_SKIP_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error "${@:2}" >&2
  cp package-lock.json node_modules/.lock
}
case $npm in
  npm) fresh playwright-core || install "for pages and tests" ;;
  npm-pages) fresh @digdir || install "for pages" --omit=dev ;;
esac
