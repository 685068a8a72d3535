#!/usr/bin/env bash
# Builds the experiment in the working directory, in two steps:
#   build.sh dependencies    fetches what package-lock.json names; needs the network, runs no script of anybody
#   build.sh compile         runs the experiment's own `npm run build`; needs no network; leaves dist/
set -euo pipefail
export npm_config_update_notifier=false

case "${1:-}" in
  dependencies)
    if [ ! -f package.json ] || [ ! -f package-lock.json ]; then
      echo "The repository needs a package.json and a package-lock.json at its top." >&2
      exit 2
    fi
    # A repository's own settings could name other registries, or programs for npm to start.
    rm -f .npmrc
    npm ci --ignore-scripts --no-audit --no-fund
    ;;
  compile)
    rm -rf dist
    npm run build
    ;;
  *)
    echo "Usage: build.sh dependencies|compile" >&2
    exit 2
    ;;
esac
