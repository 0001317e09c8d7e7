-- Meetings, judgements, directives, deliveries, tasks: what a headquarters keeps a record of.
CREATE TABLE affair_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    unit_id UUID,
    parent_id UUID,
    status TEXT COLLATE "C" NOT NULL,
    sort TEXT COLLATE "C",
    due_at BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT affair_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX affair_current ON affair_version (id) WHERE recorded_to IS NULL;
CREATE INDEX affair_by_area ON affair_version (kind, area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX affair_by_unit ON affair_version (unit_id, kind, id) WHERE recorded_to IS NULL;
CREATE INDEX affair_by_parent ON affair_version (parent_id, id) WHERE recorded_to IS NULL;
