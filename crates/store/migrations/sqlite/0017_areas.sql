-- Areas as they were, what became of them, where they lie, and who lives there.

CREATE TABLE area_past (
    code TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    valid_from TEXT,
    parent TEXT,
    path TEXT NOT NULL,
    level TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    zone TEXT NOT NULL,
    fact_id BLOB NOT NULL,
    CONSTRAINT area_past_pk PRIMARY KEY (code, valid_to)
) STRICT;

-- From a path that is no longer to what it became. Records keep the path under
-- which they were made; who reaches the one reaches the other.
CREATE TABLE area_link (
    fact_id BLOB NOT NULL,
    place INTEGER NOT NULL,
    from_path TEXT NOT NULL,
    to_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    changed_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT area_link_pk PRIMARY KEY (fact_id, place),
    CONSTRAINT area_link_kind_known CHECK (kind IN ('same', 'heir', 'heir_with_rights', 'part'))
) STRICT;

CREATE TABLE area_boundary (
    code TEXT NOT NULL,
    geometry TEXT NOT NULL,
    vertices INTEGER NOT NULL,
    west REAL NOT NULL,
    south REAL NOT NULL,
    east REAL NOT NULL,
    north REAL NOT NULL,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT area_boundary_pk PRIMARY KEY (code)
) STRICT;

CREATE TABLE area_population (
    code TEXT NOT NULL,
    counted_on TEXT NOT NULL,
    sex TEXT NOT NULL,
    age_from INTEGER NOT NULL,
    age_to INTEGER,
    persons INTEGER NOT NULL,
    source TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT area_population_pk PRIMARY KEY (code, counted_on, sex, age_from),
    CONSTRAINT area_population_sex_known CHECK (sex IN ('all', 'female', 'male'))
) STRICT;
