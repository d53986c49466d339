#!/bin/sh
# Removes from the layer $1 what no program of it reads at run time: test suites, type stubs of C, source maps.
set -eu
site=$(echo "$1"/usr/local/lib/python3*/dist-packages)
for package in scipy sklearn pandas notebook_shim jupyter_server nbconvert ipykernel tornado zmq gevent psutil; do
  [ ! -d "$site/$package" ] || find "$site/$package" -type d -name tests -prune -exec rm -rf {} +
done
find "$1" -name '*.js.map' -delete
find "$1" -name '*.a' -delete
