-- What somebody did besides recording facts: looked, searched, took away, was refused, logged in, changed an account or
-- a setting. One chain per writer, as in the journal.
CREATE TABLE audit (
    writer UUID NOT NULL,
    seq BIGINT NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    user_id UUID,
    post_id UUID,
    subject_kind TEXT COLLATE "C",
    subject_id UUID,
    area_path TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    route TEXT COLLATE "C",
    code TEXT COLLATE "C",
    row_count BIGINT NOT NULL,
    detail BYTEA NOT NULL,
    persons BYTEA NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT audit_pk PRIMARY KEY (writer, seq)
);
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_subject ON audit (subject_id, at);
CREATE INDEX audit_by_user ON audit (user_id, at);

-- Whom an entry names: all that happened about somebody is one range of this key.
CREATE TABLE audit_person (
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    writer UUID NOT NULL,
    seq BIGINT NOT NULL,
    CONSTRAINT audit_person_pk PRIMARY KEY (person_id, at, writer, seq)
);
CREATE INDEX audit_person_by_entry ON audit_person (writer, seq);

-- Where each chain ends: an end that was cut off is missed.
CREATE TABLE audit_head (
    writer UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT audit_head_pk PRIMARY KEY (writer)
);

-- Behind which entry a chain begins since a purge, as the purge's certificate says it.
CREATE TABLE audit_anchor (
    writer UUID NOT NULL,
    seq BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    certificate_id UUID NOT NULL,
    CONSTRAINT audit_anchor_pk PRIMARY KEY (writer)
);

-- The looks that were kept without a chain get one of their own; the program that runs this computes its hashes.
INSERT INTO audit
    (writer, seq, id, at, kind, action, user_id, post_id, subject_kind, subject_id, area_path, purpose, route, code,
     row_count, detail, persons, prev_hash, hash)
SELECT '00000000-0000-0000-0000-000000000000'::uuid, row_number() OVER (ORDER BY at, id), id, at, 'look', action, user_id,
    post_id, subject_kind, subject_id, area_path, purpose, NULL, NULL, row_count, ''::bytea,
    CASE WHEN subject_kind = 'person' AND subject_id IS NOT NULL THEN uuid_send(subject_id) ELSE ''::bytea END, ''::bytea, ''::bytea
FROM read_audit;
INSERT INTO audit_person (person_id, at, writer, seq)
SELECT subject_id, at, writer, seq FROM audit WHERE subject_kind = 'person' AND subject_id IS NOT NULL;
DROP TABLE read_audit;
UPDATE retention_period SET kind = 'audit' WHERE kind = 'read_audit';
