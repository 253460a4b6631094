#!/usr/bin/python3
"""What a session costs as its list grows: one session, and several that share a PostgreSQL ledger.

For each number of runs it starts a stand-in and rehearses a list of so many shots of 3 s, and prints the time,
the processor time and the memory of the sessions, the requests that the stand-in got, the size of the ledger,
when the first request came, and how long status and report take afterwards.

    swift build -c release --traits PostgreSQL
    Tests/session-growth.py .build/release/dailies 100 1000

WORKERS=8 has so many sessions share the ledger. CONCURRENCY is the number of runs under way, of all sessions
together (default 20). FAILING=1 has the provider fail every run, so that nothing is downloaded, decoded or joined: what
is left is the work on the ledger and at the provider. Submits per minute aren't limited.
"""
import glob, json, os, re, shutil, subprocess, sys, tempfile, time, urllib.request

from postgresql import Server

workers = int(os.environ.get("WORKERS", "1"))
concurrency = int(os.environ.get("CONCURRENCY", "20"))
failing = os.environ.get("FAILING") == "1"
dailies = os.path.abspath(sys.argv[1])
presets = os.environ.get("DAILIES_PRESETS") or os.path.join(os.path.dirname(__file__), "../presets")


def unlimited(folder):
    """A copy of the presets in which nothing limits submits and runs under way."""
    shutil.copytree(presets, folder)
    for path in glob.glob(f"{folder}/providers/*.json"):
        text = open(path).read()
        text = re.sub(r'"creates_per_minute": \d+', '"creates_per_minute": 60000', text)
        open(path, "w").write(re.sub(r'"maximum": \d+', '"maximum": 1000', text))
    return folder


def finished(process):
    """Waits for a process: its exit code, processor time in seconds, and most memory in MB."""
    _, status, usage = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def timed(*arguments, **options):
    begun = time.time()
    subprocess.run([dailies, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    return time.time() - begun


def measure(count, folder):
    environment = dict(os.environ, XDG_CONFIG_HOME=f"{folder}/.config", DAILIES_PRESETS=unlimited(f"{folder}/presets"))
    shots = [{"id": f"{number:05}", "prompt": f"scene {number}", "duration": 3, "aspect_ratio": "1:1"}
             for number in range(1, count + 1)]
    with open(f"{folder}/list.json", "w") as file:
        json.dump({"title": "film", "model": "kling-v3-standard", "shots": shots}, file)
    with open(f"{folder}/faults.json", "w") as file:
        json.dump({"schema": "dailies.faults/1", "faults": [{"fault": "failed"}] if failing else []}, file)
    server = Server(f"{folder}/postgresql") if workers > 1 else None
    stand_in = subprocess.Popen([dailies, "stand-in", "--latency", "1", "--faults", f"{folder}/faults.json"],
                                cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        address = environment["RUNFLOW_BASE_URL"] = json.loads(stand_in.stdout.readline())["runflow"]

        def requests():
            stats = json.load(urllib.request.urlopen(f"{address}/_stand-in/stats"))
            return stats["submissions"] + stats["polls"] + stats["downloads"]

        options = ["--output", "film", "--max-takes", "1"]
        if server:
            server.start()
            server.query("CREATE DATABASE house", "postgres")
            options += ["--ledger", server.address("house")]
        log = open(f"{folder}/sessions.log", "a")
        begun = time.time()
        sessions = [
            subprocess.Popen([dailies, "rehearse", "list.json", "--concurrency", str(max(1, concurrency // workers)),
                              *options], cwd=folder, env=environment, stdout=log, stderr=log)
            for _ in range(workers)]
        while not requests() and sessions[0].poll() is None:
            time.sleep(0.02)
        start = time.time() - begun
        ends = [finished(session) for session in sessions]
        total = time.time() - begun
        if server:
            size = int(server.query("SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' "
                                    "AND relnamespace::regnamespace::text LIKE 'dailies%'", "house"))
        else:
            size = os.path.getsize(f"{folder}/film/ledger.sqlite")
        status = timed("status", "film", cwd=folder, env=environment)
        report = timed("report", "film", "--report-assets", "folder", cwd=folder, env=environment)
        codes = sorted({code for code, _, _ in ends})
        print(f"| {count:,} | {total:.0f} s | {start:.1f} s | {sum(cpu for _, cpu, _ in ends):.0f} s "
              f"| {max(memory for _, _, memory in ends):.0f} MB | {requests():,} | {size / 1e6:.1f} MB "
              f"| {status:.1f} s | {report:.1f} s | {','.join(map(str, codes))} |", flush=True)
    finally:
        stand_in.kill()
        if server:
            server.crash()


print(f"{workers} session{'s' if workers > 1 else ''}, {concurrency} runs under way"
      + (", every run fails at the provider" if failing else ""))
print("| runs | time | first submit after | CPU | memory of a session | requests | ledger | status | report | exit |")
print("|---|---|---|---|---|---|---|---|---|---|")
for argument in sys.argv[2:]:
    folder = tempfile.mkdtemp(prefix="dailies-growth-")
    os.chmod(folder, 0o755)
    measure(int(argument), folder)
    shutil.rmtree(folder, ignore_errors=True)
