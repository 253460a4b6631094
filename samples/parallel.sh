#!/bin/sh
# Verifies the files of a list with GNU parallel: on this machine, or on several over ssh.
#
#     samples/parallel.sh LIST RESULTS SHARDS [options of dailies verify]
#     SSHLOGIN=2/node1,2/node2 samples/parallel.sh takes.txt results 64 --level decode
#
# All machines see the files, the list and the results under the same names. The same command again
# does what is missing.
#
# exit of a shard         what parallel does
# 0    done               nothing
# 75   try again later    runs it again, up to three times
# 2, 70, 143, SIGKILL     the same; what still fails then is in RESULTS/joblog
# The script ends like dailies merge: 0, 1, 3, or 75 where results are missing.
set -eu
[ $# -ge 3 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }

list=$(realpath "$1")
mkdir -p "$2"
results=$(realpath "$2")
shards=$3
shift 3
dailies=${DAILIES:-dailies}

# A word as the shell of each machine reads it.
quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }
options=""
for word in "$@"; do options="$options $(quoted "$word")"; done
seq "$shards" | parallel --joblog "$results/joblog" --retries 4 ${SSHLOGIN:+--sshlogin "$SSHLOGIN"} \
    ${JOBS:+--jobs "$JOBS"} --workdir "$PWD" \
    -I '%SHARD%' "[ -r $(quoted "$list") ] || exit 75; \
        $(quoted "$dailies") verify --jobs 1 $options --shard %SHARD%/$shards \
        --results $(quoted "$results") - < $(quoted "$list")" || true
"$dailies" merge --shards "$shards" "$results"
