-- Files that were taken in, and which record each row of a list became.

CREATE TABLE import (
    id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    list TEXT NOT NULL,
    kind TEXT NOT NULL,
    history INTEGER NOT NULL CHECK (history IN (0, 1)),
    state TEXT NOT NULL,
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    by_user BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    counts TEXT NOT NULL,
    CONSTRAINT import_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX import_by_time ON import (started_at, id);
CREATE INDEX import_by_list ON import (area_path, list);

-- What is personal in a row is sealed under the key of its person.
CREATE TABLE list_row (
    list_id BLOB NOT NULL,
    number TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id BLOB,
    person_id BLOB NOT NULL,
    turn INTEGER NOT NULL,
    content BLOB NOT NULL,
    sealed BLOB,
    before BLOB,
    import_id BLOB NOT NULL,
    CONSTRAINT list_row_pk PRIMARY KEY (list_id, number)
) STRICT;
CREATE INDEX list_row_by_person ON list_row (person_id);

CREATE TABLE saved_mapping (
    area_path TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    by_user BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    CONSTRAINT saved_mapping_pk PRIMARY KEY (area_path, name)
) STRICT;
