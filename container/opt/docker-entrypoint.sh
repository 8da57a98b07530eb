#!/bin/sh
# Runs guthega with the arguments given to the container. A first argument that is neither a flag nor one of guthega's
# commands is run as it is, so that `docker run -it guthega sh` works.
set -eu

case "${1:-run}" in
	-* | run | invoke | check | init | version | help)
		exec guthega "$@"
		;;
	*)
		exec "$@"
		;;
esac
