"""A proxy before a PostgreSQL server that cuts some connections at a commit, for the scripts beside this file."""
import random, socket, threading


class CommitCutter:
    """Forwards connections, and cuts one commit in `every` by chance (none for 0).

    Half of them are cut before the server receives the commit, half after it has committed and before its
    answer is passed on."""

    def __init__(self, server_port, every, seed):
        self.server_port, self.every, self.chance = server_port, every, random.Random(seed)
        self.before = self.after = 0
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            server = socket.create_connection(("127.0.0.1", self.server_port))
        except OSError:
            client.close()
            return
        muted = threading.Event()
        threading.Thread(target=self.answer, args=(server, client, muted), daemon=True).start()
        try:
            while sent := client.recv(65536):
                cut = b"COMMIT\0" in sent and self.cut()
                if cut == "before":
                    break
                if cut == "after":
                    muted.set()
                server.sendall(sent)
        except OSError:
            pass
        if not muted.is_set():
            self.close(client, server)

    def answer(self, server, client, muted):
        """Passes the server's answers on; one that is muted ends the connection, since the commit is done then."""
        try:
            while (answer := server.recv(65536)) and not muted.is_set():
                client.sendall(answer)
        except OSError:
            pass
        self.close(client, server)

    def cut(self):
        with self.lock:
            if not self.every or self.chance.randrange(self.every):
                return None
            if self.chance.random() < 0.5:
                self.before += 1
                return "before"
            self.after += 1
            return "after"

    @staticmethod
    def close(*sockets):
        for each in sockets:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()
