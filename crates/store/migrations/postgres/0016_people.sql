-- Persons found again: keyed hashes of what they are called and numbered by.
CREATE TABLE person_token (
    token BYTEA NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    CONSTRAINT person_token_pk PRIMARY KEY (token, area_path, person_id)
);
CREATE INDEX person_token_by_person ON person_token (person_id);

-- Questions to the areas that hold a match outside the asker's own.
CREATE TABLE match_request (
    id UUID NOT NULL,
    asked_at BIGINT NOT NULL,
    by_user UUID NOT NULL,
    by_unit UUID,
    area_path TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    CONSTRAINT match_request_pk PRIMARY KEY (id)
);
CREATE INDEX match_request_by_user ON match_request (by_user, asked_at, id);

CREATE TABLE match_target (
    request_id UUID NOT NULL,
    person_id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL,
    accepted BOOLEAN,
    decided_at BIGINT,
    decided_by UUID,
    reason TEXT COLLATE "C",
    CONSTRAINT match_target_pk PRIMARY KEY (request_id, person_id)
);
CREATE INDEX match_target_by_area ON match_target (area_path, request_id);
CREATE INDEX match_target_by_person ON match_target (person_id);

-- Who is the same as somebody else. Nothing is moved: whoever looks follows.
CREATE TABLE person_merge_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    into_id UUID,
    fact_id UUID NOT NULL,
    CONSTRAINT person_merge_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX person_merge_current ON person_merge_version (id) WHERE recorded_to IS NULL;
CREATE INDEX person_merge_into ON person_merge_version (into_id) WHERE recorded_to IS NULL;
