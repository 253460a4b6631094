#!/bin/sh
# Verifies the files of a list on a Slurm cluster: submits a task for each shard without results, and
# a job that puts the results together afterwards.
#
#     samples/slurm/submit.sh LIST RESULTS SHARDS [options of dailies verify]
#     samples/slurm/submit.sh takes.txt results 64 --level decode --audio present
#
# LIST has a file name a line, RESULTS is a folder; all nodes see both, and the files, under the same
# names. Run it again with the same arguments when the merge has ended: only what is missing is submitted.
# The merge does that itself, up to ROUNDS times (default 3), so cancel it first: scancel MERGE ARRAY.
# Nodes must be allowed to submit jobs, and MaxArraySize (1001 by default) must exceed SHARDS.
# The union comes into RESULTS/union.jsonl. DAILIES names the command, SBATCH options go in SBATCH_*.
set -eu
[ $# -ge 3 ] || { sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
list=$(realpath "$1")
mkdir -p "$2"
results=$(realpath "$2")
shards=$3
shift 3

rm -f "$results/stop"
missing=$("${DAILIES:-dailies}" merge "$results" --missing --shards "$shards") || [ $? = 75 ]
after=""
if [ -n "$missing" ]; then
    # The number of shards is an argument: that of the array's tasks is smaller when some are done.
    array=$(sbatch --parsable --array="$missing" --output="$results/task-%A-%a.log" \
        "$here/verify.sbatch" "$list" "$results" "$shards" "$@")
    echo "shards $missing: job ${array%%;*}"
    after="--dependency=afterany:${array%%;*}"
fi
# shellcheck disable=SC2086 # no dependency is no word
merge=$(sbatch --parsable $after --output="$results/merge.log" \
    "$here/merge.sbatch" "$here" "${ROUNDS:-3}" "$list" "$results" "$shards" "$@")
echo "merge: job ${merge%%;*}"
