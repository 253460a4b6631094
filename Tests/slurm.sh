#!/bin/bash
# Runs samples/slurm with Debian's Slurm: three nodes on this machine, in namespaces of their own. 600
# clips are verified in 24 shards, while tasks are killed and a node is lost. What is missing is
# submitted again, and the union must be byte for byte what one machine writes.
#
#     Tests/install-slurm.sh; Tests/slurm.sh
#
# Needs root, for the namespaces. DAILIES names the command (default .build/release/dailies).
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != --inside ]; then
    [ "$(id -u)" = 0 ] || { echo "run it as root: it makes namespaces" >&2; exit 1; }
    dailies=${DAILIES:-$PWD/.build/release/dailies}
    [ -x "$dailies" ] || { echo "build it first: swift build -c release --product dailies" >&2; exit 1; }
    # When the first process of the namespace ends, every process in it is killed.
    DAILIES=$(realpath "$dailies") exec unshare --mount --net --uts --pid --fork --kill-child \
        --mount-proc "$0" --inside
fi

export DAILIES
CLIPS=${CLIPS:-600} SHARDS=${SHARDS:-24} KILLS=${KILLS:-12}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

# MARK: The cluster

hostname head
ip link set lo up
# Slurm refuses a node whose address is that of the loopback network.
ip addr add 10.77.0.1/32 dev lo
echo "127.0.0.1 localhost
10.77.0.1 head n1 n2 n3" >"$work/hosts"
mount --bind "$work/hosts" /etc/hosts

mkdir -p "$work/state" "$work/spool" "$work/log" "$work/munge"
chmod 755 "$work"
chmod 700 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=128 count=1 status=none
chmod 400 "$work/munge/key"
munged --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"

export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<EOF
ClusterName=dailies
SlurmctldHost=head(10.77.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool/%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/%n.pid
SlurmctldLogFile=$work/log/slurmctld
SlurmdLogFile=$work/log/%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
SlurmdTimeout=10
KillWait=5
MinJobAge=3600
NodeName=n[1-3] NodeHostname=head NodeAddr=10.77.0.1 Port=[17001-17003] CPUs=2 RealMemory=4000
PartitionName=main Nodes=ALL Default=YES State=UP
EOF
slurmctld
for node in n1 n2 n3; do
    mkdir -p "$work/spool/$node"
    slurmd -N $node
done
until [ "$(sinfo -h -o %T)" = idle ]; do sleep 0.5; done
say "Slurm $(sinfo -V | cut -d' ' -f2): $(sinfo -h -N -o %N | xargs) are idle"

# MARK: Clips, and what one machine writes

make_clip() {
    ffmpeg -v error -f lavfi -i "testsrc2=s=1280x720:r=24:d=$2" -f lavfi -i "sine=$3:d=$2" \
        -c:v libx264 -preset ultrafast -c:a aac "$work/clips/$1"
}
mkdir "$work/clips"
for number in 1 2 3 4 5 6; do make_clip "kind$number.mp4" "$number" "$((number * 110))"; done
head -c 200000 "$work/clips/kind5.mp4" >"$work/clips/kind7.mp4"
echo "<html>not found</html>" >"$work/clips/kind8.mp4"
for number in $(seq "$CLIPS"); do
    ln "$work/clips/kind$((number % 8 + 1)).mp4" "$work/clips/$number.mp4"
    echo "$work/clips/$number.mp4"
done >"$work/list.txt"
options=(--level decode --duration 4 --tolerance duration-short=2 --audio present)
"$DAILIES" verify "${options[@]}" --json - <"$work/list.txt" >"$work/one.jsonl" || code=$?
say "one machine: $CLIPS clips, exit ${code:-0}"

# MARK: The cluster verifies them, and is disturbed

submit() { samples/slurm/submit.sh "$work/list.txt" "$work/results" "$SHARDS" "${options[@]}"; }
say "submitted: $(submit | xargs)"
killed=0 lost=""
while [ -n "$(squeue -h -o %i)" ]; do
    sleep 0.7
    if [ "$killed" -lt "$KILLS" ]; then
        # Only this script's namespace has processes here.
        victim=$(pgrep -x dailies | shuf -n 1 || true)
        if [ -n "$victim" ] && kill -KILL "$victim" 2>/dev/null; then killed=$((killed + 1)); fi
    elif [ -z "$lost" ] && squeue -h -t R -o %N | grep -qx n3; then
        # The node's daemon, its steps and their tasks are gone at once, as when its power fails.
        lost=$(squeue -h -t R -w n3 -o %i | xargs)
        say "killed $killed tasks with SIGKILL; n3 is lost with $lost"
        kill -KILL "$(cat "$work/n3.pid")"
        for task in $lost; do
            id=$(scontrol show job "$task" | sed -n 's/^JobId=\([0-9]*\).*/\1/p')
            for process in $(pgrep -f "slurmstepd: \[$id" || true) $(pgrep -x dailies || true); do
                if grep -qz "^SLURM_JOB_ID=$id$" "/proc/$process/environ" 2>/dev/null ||
                    grep -q "^slurmstepd: \[$id" "/proc/$process/cmdline" 2>/dev/null; then
                    kill -KILL "$process" || true
                fi
            done
        done
    fi
done
say "n3 is $(sinfo -h -n n3 -o %T); tasks:" \
    "$(scontrol show job -o | grep -o 'JobState=[A-Z_]*' | sort | uniq -c | xargs)"
say "requeued by Slurm: $(scontrol show job -o | grep -c 'Restarts=[1-9]' || true)"

if [ ! -e "$work/results/union.jsonl" ]; then
    say "missing after the rounds of submit.sh: $("$DAILIES" merge "$work/results" --missing || true)"
    submit >/dev/null
    while [ -n "$(squeue -h -o %i)" ]; do sleep 1; done
fi
tail -n 2 "$work/results/merge.log"

# MARK: The proof

"$DAILIES" merge --status "$work/results"
cmp "$work/one.jsonl" "$work/results/union.jsonl"
[ "$killed" -ge "$KILLS" ]
[ -n "$lost" ]
[ -z "$(find "$work/results" -name '*.part.*')" ]
say "the union of $SHARDS shards is byte for byte what one machine wrote: $(
    sha256sum <"$work/results/union.jsonl" | cut -c1-16), $(wc -l <"$work/results/union.jsonl") lines"
