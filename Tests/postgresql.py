"""A PostgreSQL server in a folder of its own, for the scripts beside this file."""
import glob, os, random, shutil, signal, subprocess, time

PROGRAMS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
# The server refuses to be run by root.
AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []


class Server:
    def __init__(self, folder):
        self.folder, self.port, self.process = folder, random.randint(20000, 30000), None
        os.mkdir(folder)
        if AS_POSTGRES:
            shutil.chown(folder, "postgres")
        subprocess.run(AS_POSTGRES + [f"{PROGRAMS}/initdb", "-D", f"{folder}/data", "-U", "dailies", "-A", "trust",
                                      "-E", "UTF8", "--locale", "C"], check=True, stdout=subprocess.DEVNULL)

    def start(self):
        with open(f"{self.folder}.log", "a") as log:
            self.process = subprocess.Popen(
                AS_POSTGRES + [f"{PROGRAMS}/postgres", "-D", f"{self.folder}/data", "-p", str(self.port), "-c",
                               "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}",
                               "-c", "max_connections=200"], stdout=log, stderr=log)
        while subprocess.run([f"{PROGRAMS}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]).returncode:
            time.sleep(0.1)

    def crash(self):
        """Stops the server at once; what was committed is there when it starts again."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def address(self, database, port=None):
        """The database's address, through a proxy at `port` if it is given."""
        return f"postgresql://dailies@127.0.0.1:{port or self.port}/{database}"

    def query(self, sql, database):
        """What psql prints; None if the server can't be reached."""
        done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql, self.address(database)],
                              capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else None
