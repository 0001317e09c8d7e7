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

-- Who lives together, and since when; the members stand beside for whoever asks by person.
CREATE TABLE household_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT household_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX household_current ON household_version (id) WHERE recorded_to IS NULL;
CREATE INDEX household_by_area ON household_version (area_path, id) WHERE recorded_to IS NULL;

CREATE TABLE household_member (
    household_id UUID NOT NULL,
    person_id UUID NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    CONSTRAINT household_member_pk PRIMARY KEY (household_id, person_id, from_on)
);
CREATE INDEX household_member_by_person ON household_member (person_id);

-- Where a person lives or works, and when; the text is sealed under his key.
CREATE TABLE person_address (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    sealed BYTEA,
    from_on DATE NOT NULL,
    until_on DATE,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT person_address_pk PRIMARY KEY (id)
);
CREATE INDEX person_address_by_person ON person_address (person_id, from_on);
