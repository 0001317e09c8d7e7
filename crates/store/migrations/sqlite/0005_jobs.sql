-- Long work, and the files that it reads and makes.

CREATE TABLE job (
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    area_path TEXT NOT NULL,
    by_user BLOB NOT NULL,
    by_post BLOB,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    params TEXT NOT NULL,
    units_done INTEGER NOT NULL,
    units_total INTEGER,
    place TEXT,
    submitted_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    result TEXT,
    error TEXT,
    cancel_requested INTEGER NOT NULL CHECK (cancel_requested IN (0, 1)),
    attempts INTEGER NOT NULL,
    lease_holder BLOB,
    lease_until INTEGER,
    CONSTRAINT job_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX job_waiting ON job (submitted_at, id) WHERE finished_at IS NULL;
CREATE INDEX job_by_user ON job (by_user, id);
CREATE INDEX job_by_area ON job (area_path, id);

CREATE TABLE blob (
    id BLOB NOT NULL,
    by_user BLOB NOT NULL,
    job_id BLOB,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    guard TEXT NOT NULL,
    wrapped_key BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    byte_length INTEGER,
    chunk_count INTEGER,
    sha256 BLOB,
    CONSTRAINT blob_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX blob_by_expiry ON blob (expires_at, id);
CREATE INDEX blob_by_job ON blob (job_id) WHERE job_id IS NOT NULL;

CREATE TABLE blob_chunk (
    blob_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    CONSTRAINT blob_chunk_pk PRIMARY KEY (blob_id, seq)
) STRICT;
