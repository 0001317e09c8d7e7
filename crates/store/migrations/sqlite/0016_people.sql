-- Persons found again: keyed hashes of what they are called and numbered by.
CREATE TABLE person_token (
    token BLOB NOT NULL,
    area_path TEXT NOT NULL,
    person_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT person_token_pk PRIMARY KEY (token, area_path, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_token_by_person ON person_token (person_id);

-- Questions to the areas that hold a match outside the asker's own.
CREATE TABLE match_request (
    id BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    by_user BLOB NOT NULL,
    by_unit BLOB,
    area_path TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT match_request_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX match_request_by_user ON match_request (by_user, asked_at, id);

CREATE TABLE match_target (
    request_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    evidence TEXT NOT NULL,
    accepted INTEGER CHECK (accepted IN (0, 1)),
    decided_at INTEGER,
    decided_by BLOB,
    reason TEXT,
    CONSTRAINT match_target_pk PRIMARY KEY (request_id, person_id)
) STRICT;
CREATE INDEX match_target_by_area ON match_target (area_path, request_id);
CREATE INDEX match_target_by_person ON match_target (person_id);

-- Who is the same as somebody else. Nothing is moved: whoever looks follows.
CREATE TABLE person_merge_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    into_id BLOB,
    fact_id BLOB NOT NULL,
    CONSTRAINT person_merge_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX person_merge_current ON person_merge_version (id) WHERE recorded_to IS NULL;
CREATE INDEX person_merge_into ON person_merge_version (into_id) WHERE recorded_to IS NULL;

-- Who lives together, and since when; the members stand beside for whoever asks by person.
CREATE TABLE household_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT household_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX household_current ON household_version (id) WHERE recorded_to IS NULL;
CREATE INDEX household_by_area ON household_version (area_path, id) WHERE recorded_to IS NULL;

CREATE TABLE household_member (
    household_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    from_on TEXT NOT NULL,
    until_on TEXT,
    CONSTRAINT household_member_pk PRIMARY KEY (household_id, person_id, from_on)
) STRICT;
CREATE INDEX household_member_by_person ON household_member (person_id);

-- Where a person lives or works, and when; the text is sealed under his key.
CREATE TABLE person_address (
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    area_path TEXT NOT NULL,
    sealed BLOB,
    from_on TEXT NOT NULL,
    until_on TEXT,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT person_address_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX person_address_by_person ON person_address (person_id, from_on);
