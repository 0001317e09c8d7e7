-- Meetings, judgements, directives, deliveries, tasks: what a headquarters keeps a record of.
CREATE TABLE affair_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit_id BLOB,
    parent_id BLOB,
    status TEXT NOT NULL,
    sort TEXT,
    due_at INTEGER,
    state TEXT NOT NULL,
    CONSTRAINT affair_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX affair_current ON affair_version (id) WHERE recorded_to IS NULL;
CREATE INDEX affair_by_area ON affair_version (kind, area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX affair_by_unit ON affair_version (unit_id, kind, id) WHERE recorded_to IS NULL;
CREATE INDEX affair_by_parent ON affair_version (parent_id, id) WHERE recorded_to IS NULL;
