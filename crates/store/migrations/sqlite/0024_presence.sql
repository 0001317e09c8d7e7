-- Who has the page of a record open: for a minute or two, to be told to the others there. It is neither a fact nor a
-- look: the journal and the audit know nothing of it.

CREATE TABLE presence (
    user_id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    ends_at INTEGER NOT NULL,
    CONSTRAINT presence_pk PRIMARY KEY (user_id, subject_kind, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_by_subject ON presence (subject_id);
