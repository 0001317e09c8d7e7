-- What boards count by. The columns of cases are filled for rows that are there already by the program
-- (crate::boards): days follow the calendar of an area.
ALTER TABLE case_version ADD COLUMN reported_on TEXT;
ALTER TABLE case_version ADD COLUMN confirmed_on TEXT;
ALTER TABLE case_version ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0 CHECK (discarded IN (0, 1));
ALTER TABLE case_version ADD COLUMN planned INTEGER NOT NULL DEFAULT 0 CHECK (planned IN (0, 1));
ALTER TABLE case_version ADD COLUMN early_detection INTEGER;
ALTER TABLE case_version ADD COLUMN early_reporting INTEGER;
ALTER TABLE case_version ADD COLUMN early_isolation INTEGER;
ALTER TABLE case_version ADD COLUMN early_treatment INTEGER;
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
    holder_unit BLOB NOT NULL,
    area_path TEXT NOT NULL,
    disease TEXT NOT NULL,
    schedule TEXT NOT NULL,
    state TEXT NOT NULL,
    due_bucket INTEGER NOT NULL,
    warn_bucket INTEGER NOT NULL,
    writer BLOB NOT NULL,
    n INTEGER NOT NULL,
    escalated INTEGER NOT NULL,
    CONSTRAINT obligation_unit_tally_pk PRIMARY KEY (holder_unit, area_path, disease, schedule, state, due_bucket, warn_bucket, writer)
) STRICT, WITHOUT ROWID;

CREATE TABLE obligation_area_tally (
    node TEXT NOT NULL,
    disease TEXT NOT NULL,
    schedule TEXT NOT NULL,
    state TEXT NOT NULL,
    due_bucket INTEGER NOT NULL,
    warn_bucket INTEGER NOT NULL,
    writer BLOB NOT NULL,
    n INTEGER NOT NULL,
    escalated INTEGER NOT NULL,
    CONSTRAINT obligation_area_tally_pk PRIMARY KEY (node, disease, schedule, state, due_bucket, warn_bucket, writer)
) STRICT, WITHOUT ROWID;

-- How many contacts and orders of an area stand how now.
CREATE TABLE record_tally (
    kind TEXT NOT NULL,
    area_path TEXT NOT NULL,
    disease TEXT NOT NULL,
    class TEXT NOT NULL,
    status TEXT NOT NULL,
    writer BLOB NOT NULL,
    n INTEGER NOT NULL,
    CONSTRAINT record_tally_pk PRIMARY KEY (kind, area_path, disease, class, status, writer)
) STRICT, WITHOUT ROWID;

-- The open obligations whose warning falls into the bucket of now are counted one by one.
CREATE INDEX obligation_open_by_warning ON obligation (warn_at, area_path, due_at) WHERE closed_at IS NULL;
DROP INDEX obligation_open_by_unit;
CREATE INDEX obligation_open_by_unit ON obligation (holder_unit, due_at, warn_at, area_path) WHERE closed_at IS NULL;
-- What was handed over to somebody by name.
CREATE INDEX obligation_by_user ON obligation (holder_user, due_at) WHERE holder_user IS NOT NULL;

-- Whose laboratory found it; filled by the program.
ALTER TABLE test_version ADD COLUMN unit_id BLOB;
CREATE INDEX test_by_unit ON test_version (unit_id, id) WHERE recorded_to IS NULL;

-- Samples, with or without a result; filled by the program from the journal.
CREATE TABLE sample_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    person_id BLOB NOT NULL,
    disease TEXT NOT NULL,
    status TEXT NOT NULL,
    sampled_at INTEGER NOT NULL,
    unit_id BLOB NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT sample_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX sample_current ON sample_version (id) WHERE recorded_to IS NULL;
CREATE INDEX sample_by_area ON sample_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX sample_by_person ON sample_version (person_id);
CREATE INDEX sample_by_unit ON sample_version (unit_id, id) WHERE recorded_to IS NULL;
