#!/bin/sh
# Runs once on the fresh root file system ($1): what any user id needs, and nothing that only a package manager needs.
set -eu
root=$1
# pip may install beside the packages of the image: nobody runs apt in it.
rm -f "$root"/usr/lib/python3*/EXTERNALLY-MANAGED
mkdir -p "$root/home/jovyan" "$root/freihafen"
chmod 0777 "$root/home/jovyan"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/* "$root"/usr/share/doc/* \
  "$root"/usr/share/man/* "$root"/usr/share/locale/* "$root"/usr/share/info/*
