-- Files that were taken in, and which record each row of a list became.

CREATE TABLE import (
    id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    list TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    history BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    file_name TEXT COLLATE "C" NOT NULL,
    mapping TEXT COLLATE "C" NOT NULL,
    by_user UUID NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    counts TEXT COLLATE "C" NOT NULL,
    CONSTRAINT import_pk PRIMARY KEY (id)
);
CREATE INDEX import_by_time ON import (started_at, id);
CREATE INDEX import_by_list ON import (area_path, list);

-- What is personal in a row is sealed under the key of its person.
CREATE TABLE list_row (
    list_id UUID NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    record_kind TEXT COLLATE "C" NOT NULL,
    record_id UUID,
    person_id UUID NOT NULL,
    turn BIGINT NOT NULL,
    content BYTEA NOT NULL,
    sealed BYTEA,
    before BYTEA,
    import_id UUID NOT NULL,
    CONSTRAINT list_row_pk PRIMARY KEY (list_id, number)
);
CREATE INDEX list_row_by_person ON list_row (person_id);

CREATE TABLE saved_mapping (
    area_path TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    by_user UUID NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT saved_mapping_pk PRIMARY KEY (area_path, name)
);
