-- What keeps records from being erased, how long they are kept, and the proof of what was erased.

CREATE TABLE legal_hold (
    id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    set_by BLOB NOT NULL,
    released_at INTEGER,
    released_by BLOB,
    release_reason TEXT,
    CONSTRAINT legal_hold_pk PRIMARY KEY (id),
    CONSTRAINT legal_hold_kind_known CHECK (subject_kind IN ('person', 'case', 'area'))
) STRICT;
CREATE INDEX legal_hold_standing ON legal_hold (subject_id) WHERE released_at IS NULL;

-- What an installation sets in place of the shipped periods.
CREATE TABLE retention_period (
    kind TEXT NOT NULL,
    days INTEGER NOT NULL,
    basis TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    set_by BLOB NOT NULL,
    CONSTRAINT retention_period_pk PRIMARY KEY (kind)
) STRICT;

CREATE TABLE certificate (
    id BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    made_by BLOB NOT NULL,
    body TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    fact_id BLOB NOT NULL,
    CONSTRAINT certificate_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX certificate_by_time ON certificate (made_at, id);

-- What is due is found by these.
CREATE INDEX command_key_by_time ON command_key (recorded_at);
CREATE INDEX session_by_end ON session (expires_at);
