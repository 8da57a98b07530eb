#!/bin/sh
# Runs guthega with the arguments given to the container, as `guthega` itself would take them, -r/--receiverConfig FILE
# and -s/--sourceConfig FILE of the NodeJS guthega among them.
#
# Before it serves, `guthega install` fetches the receiver's package from the registry (NPM_REGISTRY); if that fails
# nothing is started, and the container ends with guthega's exit code. GUTHEGA_SKIP_INSTALL=1 leaves it out. Then guthega
# takes this process's place, so that signals reach it.
#
# guthega's other commands are run as they are; a first argument that is neither a flag nor a command is run as a program,
# so that `docker run -it guthega sh` works. All this needs is a POSIX sh: no jq, no npm.
set -eu

say() {
	printf 'docker-entrypoint: %s\n' "$*" >&2
}

# member NAME FILE prints the first string member of that name in a JSON file, or nothing. It is for messages only, and
# good enough for them: guthega reads the file.
member() {
	[ -r "$2" ] || return 0
	while IFS= read -r line || [ -n "$line" ]; do
		case $line in
			*"\"$1\""*:*\"*\"*)
				line=${line#*"\"$1\""}
				line=${line#*:*\"}
				printf '%s' "${line%%\"*}"
				return
				;;
		esac
	done <"$2"
}

# fetch runs `guthega install` and ends the container if that fails. It runs in the background, since a shell that waits
# for a command in the foreground sees signals only after it, and as process 1 would sleep through `docker stop`. Its
# stdout is not ours: with the stdin source that is for results.
fetch() {
	config=${receiver:-${GUTHEGA_RECEIVER:-./conf/receiver.json}}
	module=$(member module "$config")
	version=$(member version "$config")
	what="${module:-the receiver}${version:+@$version} of $config"
	say "installing $what"
	set -- install ${receiver:+--receiver "$receiver"} ${scripts:+--scripts "$scripts"} ${store:+--store "$store"}
	child='' stopped='' status=0
	trap 'stopped=143; end_child' TERM
	trap 'stopped=130; end_child' INT
	guthega "$@" >&2 &
	child=$!
	[ -z "$stopped" ] || end_child # it came before there was a child
	wait "$child" || status=$?
	if [ -n "$stopped" ]; then
		wait "$child" || : # the signal ended the first wait, not the child
		say "stopped while installing $what"
		exit "$stopped"
	fi
	trap - TERM INT
	if [ "$status" -ne 0 ]; then
		say "installing $what failed with exit code $status; nothing was started (GUTHEGA_SKIP_INSTALL=1 starts without)"
		exit "$status"
	fi
}

end_child() {
	[ -z "$child" ] || kill -TERM "$child" 2>/dev/null || : # it has just ended
}

case "${1:-run}" in
	-* | run) ;;
	check | completion | help | init | install | invoke | replay | version) exec guthega "$@" ;;
	*) exec "$@" ;;
esac

command='' receiver='' scripts='' store=''
flag='' # the flag whose value comes next
for arg in "$@"; do
	case $flag in
		'') ;;
		receiver) receiver=$arg ;;
		scripts) scripts=$arg ;;
		store) store=$arg ;;
	esac
	if [ -n "$flag" ]; then
		flag=''
		continue
	fi
	case $arg in
		run) command=run ;;
		-r | --receiver | --receiverConfig) flag=receiver ;;
		--receiver=* | --receiverConfig=*) receiver=${arg#*=} ;;
		--scripts) flag=scripts ;;
		--scripts=*) scripts=${arg#*=} ;;
		--store) flag=store ;;
		--store=*) store=${arg#*=} ;;
		-s | --source | --sourceConfig | --admin | --log-level) flag=other ;;
		-h | --help | check | completion | help | init | install | invoke | replay | version)
			exec guthega "$@" # these do not serve
			;;
		-r*)
			receiver=${arg#-r}
			receiver=${receiver#=}
			;;
	esac
done
[ -n "$command" ] || set -- run "$@"
[ "${GUTHEGA_SKIP_INSTALL:-}" = 1 ] || fetch
exec guthega "$@"
