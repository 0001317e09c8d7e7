-- What keeps records from being erased, how long they are kept, and the proof of what was erased.

CREATE TABLE legal_hold (
    id UUID NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    set_at BIGINT NOT NULL,
    set_by UUID NOT NULL,
    released_at BIGINT,
    released_by UUID,
    release_reason TEXT COLLATE "C",
    CONSTRAINT legal_hold_pk PRIMARY KEY (id),
    CONSTRAINT legal_hold_kind_known CHECK (subject_kind IN ('person', 'case', 'area'))
);
CREATE INDEX legal_hold_standing ON legal_hold (subject_id) WHERE released_at IS NULL;

-- What an installation sets in place of the shipped periods.
CREATE TABLE retention_period (
    kind TEXT COLLATE "C" NOT NULL,
    days BIGINT NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    set_at BIGINT NOT NULL,
    set_by UUID NOT NULL,
    CONSTRAINT retention_period_pk PRIMARY KEY (kind)
);

CREATE TABLE certificate (
    id UUID NOT NULL,
    made_at BIGINT NOT NULL,
    made_by UUID NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    fact_id UUID NOT NULL,
    CONSTRAINT certificate_pk PRIMARY KEY (id)
);
CREATE INDEX certificate_by_time ON certificate (made_at, id);

-- What is due is found by these.
CREATE INDEX command_key_by_time ON command_key (recorded_at);
CREATE INDEX session_by_end ON session (expires_at);
