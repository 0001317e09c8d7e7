-- Areas as they were, what became of them, where they lie, and who lives there.

CREATE TABLE area_past (
    code TEXT COLLATE "C" NOT NULL,
    valid_to DATE NOT NULL,
    valid_from DATE,
    parent TEXT COLLATE "C",
    path TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    name_zh TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    zone TEXT COLLATE "C" NOT NULL,
    fact_id UUID NOT NULL,
    CONSTRAINT area_past_pk PRIMARY KEY (code, valid_to)
);

-- From a path that is no longer to what it became. Records keep the path under
-- which they were made; who reaches the one reaches the other.
CREATE TABLE area_link (
    fact_id UUID NOT NULL,
    place BIGINT NOT NULL,
    from_path TEXT COLLATE "C" NOT NULL,
    to_path TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    changed_on DATE NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT area_link_pk PRIMARY KEY (fact_id, place),
    CONSTRAINT area_link_kind_known CHECK (kind IN ('same', 'heir', 'heir_with_rights', 'part'))
);

CREATE TABLE area_boundary (
    code TEXT COLLATE "C" NOT NULL,
    geometry TEXT COLLATE "C" NOT NULL,
    vertices BIGINT NOT NULL,
    west DOUBLE PRECISION NOT NULL,
    south DOUBLE PRECISION NOT NULL,
    east DOUBLE PRECISION NOT NULL,
    north DOUBLE PRECISION NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT area_boundary_pk PRIMARY KEY (code)
);

CREATE TABLE area_population (
    code TEXT COLLATE "C" NOT NULL,
    counted_on DATE NOT NULL,
    sex TEXT COLLATE "C" NOT NULL,
    age_from BIGINT NOT NULL,
    age_to BIGINT,
    persons BIGINT NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT area_population_pk PRIMARY KEY (code, counted_on, sex, age_from),
    CONSTRAINT area_population_sex_known CHECK (sex IN ('all', 'female', 'male'))
);
