-- Long work, and the files that it reads and makes.

CREATE TABLE job (
    id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    by_user UUID NOT NULL,
    by_post UUID,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    params TEXT COLLATE "C" NOT NULL,
    units_done BIGINT NOT NULL,
    units_total BIGINT,
    place TEXT COLLATE "C",
    submitted_at BIGINT NOT NULL,
    started_at BIGINT,
    finished_at BIGINT,
    result TEXT COLLATE "C",
    error TEXT COLLATE "C",
    cancel_requested BOOLEAN NOT NULL,
    attempts BIGINT NOT NULL,
    lease_holder UUID,
    lease_until BIGINT,
    CONSTRAINT job_pk PRIMARY KEY (id)
);
CREATE INDEX job_waiting ON job (submitted_at, id) WHERE finished_at IS NULL;
CREATE INDEX job_by_user ON job (by_user, id);
CREATE INDEX job_by_area ON job (area_path, id);

CREATE TABLE blob (
    id UUID NOT NULL,
    by_user UUID NOT NULL,
    job_id UUID,
    name TEXT COLLATE "C" NOT NULL,
    media_type TEXT COLLATE "C" NOT NULL,
    guard TEXT COLLATE "C" NOT NULL,
    wrapped_key BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    byte_length BIGINT,
    chunk_count BIGINT,
    sha256 BYTEA,
    CONSTRAINT blob_pk PRIMARY KEY (id)
);
CREATE INDEX blob_by_expiry ON blob (expires_at, id);
CREATE INDEX blob_by_job ON blob (job_id) WHERE job_id IS NOT NULL;

CREATE TABLE blob_chunk (
    blob_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    sealed BYTEA NOT NULL,
    CONSTRAINT blob_chunk_pk PRIMARY KEY (blob_id, seq)
);
