/// The tables of a ledger in a SQLite file.
///
/// The number of applied migrations is the file's `user_version`. A later version appends
/// migrations; existing ones are never changed.
enum SQLiteSchema {
    static let migrations: [String] = [
        """
        CREATE TABLE production (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE runs (
            id INTEGER PRIMARY KEY,
            shot TEXT NOT NULL,
            part TEXT NOT NULL,
            take INTEGER NOT NULL,
            provider TEXT NOT NULL,
            instance TEXT NOT NULL,
            endpoint TEXT NOT NULL,
            model TEXT NOT NULL,
            digest TEXT NOT NULL,
            request TEXT NOT NULL,
            client_ref TEXT NOT NULL UNIQUE,
            quote INTEGER NOT NULL,
            state TEXT NOT NULL,
            remote_id TEXT,
            reason TEXT,
            reported TEXT,
            intended_at INTEGER NOT NULL,
            changed_at INTEGER NOT NULL,
            UNIQUE (shot, part, take)
        )
        """,
        """
        CREATE TABLE takes (
            run INTEGER PRIMARY KEY REFERENCES runs (id),
            file TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            verdict TEXT,
            verification TEXT,
            landed_at INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE money (
            id INTEGER PRIMARY KEY,
            run INTEGER NOT NULL REFERENCES runs (id),
            kind TEXT NOT NULL,
            microdollars INTEGER NOT NULL,
            at INTEGER NOT NULL
        )
        """,
        "ALTER TABLE runs ADD COLUMN addresses TEXT",
        """
        CREATE TABLE callbacks (
            id INTEGER PRIMARY KEY,
            remote_id TEXT NOT NULL,
            message TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL
        )
        """,
        "ALTER TABLE runs ADD COLUMN delivery TEXT",
        "ALTER TABLE runs ADD COLUMN wire TEXT",
        "ALTER TABLE takes ADD COLUMN measurement TEXT",
        // For people who read the file with `sqlite3`.
        """
        CREATE VIEW take_list AS
        SELECT runs.shot || runs.part || '-t' || runs.take AS take, takes.file, takes.verdict,
            runs.provider, runs.remote_id AS run,
            json_extract(runs.delivery, '$.seed') AS seed,
            json_extract(runs.delivery, '$.inferenceSeconds') AS inference_seconds,
            json_extract(runs.delivery, '$.nsfwDetected') AS nsfw_detected
        FROM takes JOIN runs ON runs.id = takes.run ORDER BY runs.id
        """,
        "ALTER TABLE runs ADD COLUMN reference_sent INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE runs ADD COLUMN submit_failure TEXT",
        // A trigger and no unique index: a ledger of an earlier version may contain an id twice.
        """
        CREATE TRIGGER remote_id_belongs_to_one_run BEFORE UPDATE OF remote_id ON runs
        WHEN NEW.remote_id IS NOT NULL AND NEW.remote_id IS NOT OLD.remote_id AND EXISTS (
            SELECT 1 FROM runs WHERE id <> NEW.id AND provider = NEW.provider
                AND instance = NEW.instance AND remote_id = NEW.remote_id)
        BEGIN SELECT RAISE(ABORT, 'another run has this id of the provider'); END
        """,
        "CREATE INDEX runs_by_remote_id ON runs (remote_id)",
        "ALTER TABLE runs ADD COLUMN start_size TEXT",
        """
        CREATE TABLE sessions (
            id INTEGER PRIMARY KEY,
            began_at INTEGER NOT NULL,
            ended_at INTEGER,
            outcome TEXT
        )
        """,
        "ALTER TABLE runs ADD COLUMN session INTEGER REFERENCES sessions (id)",
        "CREATE INDEX money_by_run ON money (run, id)",
        "ALTER TABLE runs ADD COLUMN expected INTEGER",
        // What each run counts under a cap; the rule is explained at `Ledger.counted`.
        """
        CREATE VIEW counted_runs AS
        SELECT runs.id, runs.session,
            CASE WHEN money.kind = 'settle' AND runs.remote_id IS NOT NULL
                    AND runs.state NOT IN ('faulted', 'void')
                THEN MAX(money.microdollars, runs.quote) ELSE MAX(money.microdollars, 0)
            END AS counted
        FROM runs JOIN money ON money.run = runs.id
            AND money.id = (SELECT MAX(id) FROM money AS last WHERE last.run = runs.id)
        """,
        "ALTER TABLE runs ADD COLUMN answered_id TEXT",
        """
        CREATE TRIGGER new_remote_id_belongs_to_one_run BEFORE INSERT ON runs
        WHEN NEW.remote_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM runs WHERE provider = NEW.provider AND instance = NEW.instance
                AND remote_id = NEW.remote_id)
        BEGIN SELECT RAISE(ABORT, 'another run has this id of the provider'); END
        """,
        "ALTER TABLE runs ADD COLUMN account TEXT",
        "ALTER TABLE runs ADD COLUMN acceptance_confirmed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE takes ADD COLUMN place TEXT",
        """
        CREATE TABLE claims (
            name TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        )
        """,
        "CREATE INDEX runs_by_digest ON runs (digest)",
        "CREATE INDEX runs_by_name ON runs (shot || part)",
    ]
}
