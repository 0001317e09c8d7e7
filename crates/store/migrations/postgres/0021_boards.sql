-- What boards count by. The columns of cases are filled for rows that are there already by the program
-- (crate::boards): days follow the calendar of an area.
ALTER TABLE case_version ADD COLUMN reported_on DATE;
ALTER TABLE case_version ADD COLUMN confirmed_on DATE;
ALTER TABLE case_version ADD COLUMN discarded BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE case_version ADD COLUMN planned BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE case_version ADD COLUMN early_detection BIGINT;
ALTER TABLE case_version ADD COLUMN early_reporting BIGINT;
ALTER TABLE case_version ADD COLUMN early_isolation BIGINT;
ALTER TABLE case_version ADD COLUMN early_treatment BIGINT;
-- Cases are counted by this one alone, and so are their curves. (A column that the index presumes to be null
-- stands in it, else SQLite would look at the rows for it.)
CREATE INDEX case_counted ON case_version (area_path, disease, discarded, classification, status, severity, planned, opened_at, onset, reported_on, confirmed_on, recorded_to) WHERE recorded_to IS NULL;
-- The cases of a time, and their four earlies.
CREATE INDEX case_by_opening ON case_version (opened_at, area_path, disease, discarded, classification, early_detection, early_reporting, early_isolation, early_treatment, recorded_to) WHERE recorded_to IS NULL;
-- The cases behind a day of a curve.
CREATE INDEX case_by_onset ON case_version (onset, id) WHERE recorded_to IS NULL AND onset IS NOT NULL;
CREATE INDEX case_by_report ON case_version (reported_on, id) WHERE recorded_to IS NULL AND reported_on IS NOT NULL;
CREATE INDEX case_by_confirmation ON case_version (confirmed_on, id) WHERE recorded_to IS NULL AND confirmed_on IS NOT NULL;

-- Orders in force that end on a day: those that were released are far more.
DROP INDEX order_by_end;
CREATE INDEX order_by_end ON order_version (status, ends_on, area_path, disease, recorded_to) WHERE recorded_to IS NULL;
-- Who stands where now: what is over is far more.
CREATE INDEX shift_by_end ON shift_version (ends_at, starts_at, status, area_path, recorded_to) WHERE recorded_to IS NULL;

-- How many obligations stand how, kept in the transactions that change them (crate::tally).
CREATE TABLE obligation_unit_tally (
    holder_unit UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    schedule TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    due_bucket BIGINT NOT NULL,
    warn_bucket BIGINT NOT NULL,
    writer UUID NOT NULL,
    n BIGINT NOT NULL,
    escalated BIGINT NOT NULL,
    CONSTRAINT obligation_unit_tally_pk PRIMARY KEY (holder_unit, area_path, disease, schedule, state, due_bucket, warn_bucket, writer)
) WITH (fillfactor = 70);

CREATE TABLE obligation_area_tally (
    node TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    schedule TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    due_bucket BIGINT NOT NULL,
    warn_bucket BIGINT NOT NULL,
    writer UUID NOT NULL,
    n BIGINT NOT NULL,
    escalated BIGINT NOT NULL,
    CONSTRAINT obligation_area_tally_pk PRIMARY KEY (node, disease, schedule, state, due_bucket, warn_bucket, writer)
) WITH (fillfactor = 70);

-- How many contacts and orders of an area stand how now.
CREATE TABLE record_tally (
    kind TEXT COLLATE "C" NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    writer UUID NOT NULL,
    n BIGINT NOT NULL,
    CONSTRAINT record_tally_pk PRIMARY KEY (kind, area_path, disease, class, status, writer)
) WITH (fillfactor = 70);

-- The open obligations whose warning falls into the bucket of now are counted one by one.
CREATE INDEX obligation_open_by_warning ON obligation (warn_at, area_path, due_at) WHERE closed_at IS NULL;
DROP INDEX obligation_open_by_unit;
CREATE INDEX obligation_open_by_unit ON obligation (holder_unit, due_at, warn_at, area_path) WHERE closed_at IS NULL;
-- What was handed over to somebody by name.
CREATE INDEX obligation_by_user ON obligation (holder_user, due_at) WHERE holder_user IS NOT NULL;

-- Whose laboratory found it; filled by the program.
ALTER TABLE test_version ADD COLUMN unit_id UUID;
CREATE INDEX test_by_unit ON test_version (unit_id, id) WHERE recorded_to IS NULL;

-- Samples, with or without a result; filled by the program from the journal.
CREATE TABLE sample_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    sampled_at BIGINT NOT NULL,
    unit_id UUID NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT sample_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX sample_current ON sample_version (id) WHERE recorded_to IS NULL;
CREATE INDEX sample_by_area ON sample_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX sample_by_person ON sample_version (person_id);
CREATE INDEX sample_by_unit ON sample_version (unit_id, id) WHERE recorded_to IS NULL;
