-- What somebody did besides recording facts: looked, searched, took away, was refused, logged in, changed an account or
-- a setting. One chain per writer, as in the journal.
CREATE TABLE audit (
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    action TEXT NOT NULL,
    user_id BLOB,
    post_id BLOB,
    subject_kind TEXT,
    subject_id BLOB,
    area_path TEXT NOT NULL,
    purpose TEXT NOT NULL,
    route TEXT,
    code TEXT,
    row_count INTEGER NOT NULL,
    detail BLOB NOT NULL,
    persons BLOB NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT audit_pk PRIMARY KEY (writer, seq)
) STRICT;
CREATE INDEX audit_by_time ON audit (at, id);
CREATE INDEX audit_by_subject ON audit (subject_id, at);
CREATE INDEX audit_by_user ON audit (user_id, at);

-- Whom an entry names: all that happened about somebody is one range of this key.
CREATE TABLE audit_person (
    person_id BLOB NOT NULL,
    at INTEGER NOT NULL,
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT audit_person_pk PRIMARY KEY (person_id, at, writer, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_person_by_entry ON audit_person (writer, seq);

-- Where each chain ends: an end that was cut off is missed.
CREATE TABLE audit_head (
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT audit_head_pk PRIMARY KEY (writer)
) STRICT;

-- Behind which entry a chain begins since a purge, as the purge's certificate says it.
CREATE TABLE audit_anchor (
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    certificate_id BLOB NOT NULL,
    CONSTRAINT audit_anchor_pk PRIMARY KEY (writer)
) STRICT;

-- The looks that were kept without a chain get one of their own; the program that runs this computes its hashes.
INSERT INTO audit
    (writer, seq, id, at, kind, action, user_id, post_id, subject_kind, subject_id, area_path, purpose, route, code,
     row_count, detail, persons, prev_hash, hash)
SELECT x'00000000000000000000000000000000', row_number() OVER (ORDER BY at, id), id, at, 'look', action, user_id,
    post_id, subject_kind, subject_id, area_path, purpose, NULL, NULL, row_count, x'',
    CASE WHEN subject_kind = 'person' AND subject_id IS NOT NULL THEN subject_id ELSE x'' END, x'', x''
FROM read_audit;
INSERT INTO audit_person (person_id, at, writer, seq)
SELECT subject_id, at, writer, seq FROM audit WHERE subject_kind = 'person' AND subject_id IS NOT NULL;
DROP TABLE read_audit;
UPDATE retention_period SET kind = 'audit' WHERE kind = 'read_audit';
