#!/usr/bin/python3
"""Several sessions on one production whose ledger is on a PostgreSQL server, killed at moments of chance.

Starts a PostgreSQL server and a stand-in of its own, and WORKERS sessions on a list of RUNS shots under a
cap below the total; kills sessions, stops the server at once, as a crash does, and cuts one commit in CUTS before it
arrives or before its answer does; one session has a clock that is an hour fast (Debian's package faketime, if it is
installed). Then it compares what the stand-in sold with the ledger, read with psql.

    swift build -c release --traits PostgreSQL
    WORKERS=8 RUNS=300 Tests/shared-ledger.py .build/release/dailies
"""
import glob, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time
import urllib.request

from commit_cutter import CommitCutter
from postgresql import Server

workers = int(os.environ.get("WORKERS", "8"))
count = int(os.environ.get("RUNS", "300"))
kills = int(os.environ.get("KILLS", str(count // 15)))
cuts = int(os.environ.get("CUTS", "200"))
seed = int(os.environ.get("SEED", "1"))
dailies = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/dailies")
folder = tempfile.mkdtemp(prefix="dailies-shared-")
os.chmod(folder, 0o755)
begun = time.time()
chance = random.Random(seed)
good = False
faketime = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
fast_clock = {"LD_PRELOAD": faketime[0], "FAKETIME": "+1h", "DONT_FAKE_MONOTONIC": "1"} if faketime else {}


def say(text):
    print(f"{time.time() - begun:6.0f} s  {text}", flush=True)


server = Server(f"{folder}/postgresql")


def ledger(sql):
    return server.query("SET search_path TO dailies_1; " + sql, "house")


shots = [{"id": f"{number * 10:05}", "prompt": f"scene {number}", "duration": 3, "aspect_ratio": "1:1"}
         for number in range(1, count + 1)]
with open(f"{folder}/list.json", "w") as file:
    json.dump({"title": "film", "model": "kling-v3-standard", "shots": shots}, file)
environment = dict(os.environ, XDG_CONFIG_HOME=f"{folder}/.config")
plan = json.loads(subprocess.run([dailies, "plan", "list.json", "--json"], cwd=folder, env=environment,
                                 capture_output=True, text=True).stdout)
each = float(plan["runs"][0]["quote"]["worst"])
cap = each * (count - 5)

processes = []
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
try:
    server.start()
    server.query("CREATE DATABASE house", "postgres")
    cutter = CommitCutter(server.port, every=cuts, seed=seed)
    stand_in = subprocess.Popen([dailies, "stand-in", "--latency", "4"], cwd=folder, env=environment,
                                stdout=subprocess.PIPE, text=True)
    processes.append(stand_in)
    address = json.loads(stand_in.stdout.readline())["runflow"]
    environment["RUNFLOW_BASE_URL"] = address

    def stats():
        return json.load(urllib.request.urlopen(f"{address}/_stand-in/stats"))

    def start_session(number, cap=cap):
        log = open(f"{folder}/session-{number}.log", "a")
        process = subprocess.Popen(
            [dailies, "rehearse", "list.json", "--output", "film", "--ledger",
             server.address("house", cutter.port), "--concurrency", "6"]
            + (["--cap", f"{cap:.6f}"] if cap else []),
            cwd=folder, env=dict(environment, **(fast_clock if number == 1 else {})), stdout=log,
            stderr=log)
        processes.append(process)
        return process

    sessions = [start_session(number) for number in range(workers)]
    say(f"{workers} sessions, {count} runs of ${each:.3f} at most, cap ${cap:.2f}"
        + ("; session 1 has a clock that is an hour fast" if fast_clock else ""))
    largest, snapshots, ended = 0, 0, False

    def watch():
        global largest, snapshots
        while not ended:
            total = ledger("SELECT COALESCE(SUM(counted), 0) FROM counted_runs")
            if total:
                largest, snapshots = max(largest, int(total)), snapshots + 1
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    killed = crashes = 0
    while killed + crashes < kills:
        time.sleep(chance.uniform(0.5, 4))
        if (killed + crashes) % 4 == 3:
            server.crash()
            time.sleep(chance.uniform(0, 3))
            server.start()
            crashes += 1
        else:
            victim = chance.randrange(workers)
            if sessions[victim].poll() is None:
                sessions[victim].kill()
                killed += 1
            sessions[victim].wait()
            sessions[victim] = start_session(victim)
    say(f"killed {killed} sessions, and stopped the server {crashes} times at once")
    codes = [session.wait() for session in sessions]
    say(f"cut {cutter.before} commits before they arrived, and {cutter.after} before their answer did")
    ended = True
    watcher.join()
    sold = stats()["submissions"]
    recorded = ledger("SELECT COUNT(*) FROM runs WHERE remote_id IS NOT NULL")
    distinct = ledger("SELECT COUNT(DISTINCT digest) FROM runs WHERE remote_id IS NOT NULL")
    say(f"sessions ended with {sorted(set(codes))}; the stand-in sold {sold}, the ledger has {recorded}, "
        f"different requests {distinct}")
    say(f"largest amount under the cap in {snapshots} snapshots: ${largest / 1e6:.3f} of ${cap:.3f}")
    last = start_session(0, cap=None).wait()
    sold = stats()["submissions"]
    passed = ledger("SELECT COUNT(*) FROM takes WHERE verdict = 'pass'")
    open_runs = ledger("SELECT COUNT(*) FROM runs WHERE state NOT IN ('succeeded', 'not-sent')")
    states = ledger("SELECT state, COUNT(*) FROM runs GROUP BY 1 ORDER BY 1")
    say(f"without a cap: exit {last}; sold {sold}, takes that pass {passed}, other runs {open_runs} "
        f"({' '.join(states.split())})")
    good = (set(codes) == {4} and last == 0 and sold == count and passed == str(count)
            and open_runs == "0" and largest <= cap * 1e6 + 1
            and ledger("SELECT COUNT(*) FROM (SELECT digest FROM runs WHERE remote_id IS NOT NULL "
                       "GROUP BY 1 HAVING COUNT(*) > 1) AS twice") == "0")
    say("nothing was bought twice, and nothing was lost" if good else f"FAILED; see {folder}")
finally:
    ended = True
    for process in processes:
        if process.poll() is None:
            process.kill()
    server.crash()
if good:
    shutil.rmtree(folder, ignore_errors=True)
sys.exit(0 if good else 1)
