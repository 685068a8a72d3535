#!/usr/bin/env bash
# Builds the player in the working directory, with its add-ons in lib/, in two steps:
#   build.sh dependencies    fetches what the lock files name; needs the network, runs no script of anybody
#   build.sh compile         runs Ember's build, or the player's own `build`; needs no network; leaves dist/
set -euo pipefail
export npm_config_update_notifier=false

# A repository's own settings could name other registries, or programs to start.
fetch_dependencies() {
  rm -f .npmrc .yarnrc .yarnrc.yml .bowerrc
  if [ -f yarn.lock ]; then
    yarn install --frozen-lockfile --ignore-scripts --non-interactive --no-progress
  elif [ -f package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund
  else
    echo "$1 needs a yarn.lock or a package-lock.json beside its package.json." >&2
    exit 2
  fi
  if [ -f bower.json ]; then
    bower install --config.interactive=false --config.scripts.postinstall= --config.scripts.preinstall=
  fi
}

case "${1:-}" in
  dependencies)
    if [ ! -f package.json ]; then
      echo "The repository needs a package.json at its top." >&2
      exit 2
    fi
    fetch_dependencies "The repository"
    if [ -f lib/package.json ]; then
      (cd lib && fetch_dependencies "The add-ons")
    fi
    ;;
  compile)
    rm -rf dist
    if [ -x node_modules/.bin/ember ]; then
      node_modules/.bin/ember build --environment=production
    else
      npm run build
    fi
    ;;
  *)
    echo "Usage: build.sh dependencies|compile" >&2
    exit 2
    ;;
esac
