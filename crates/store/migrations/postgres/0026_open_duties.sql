-- What is open is counted by its indexes alone. (A column that an index presumes to be null stands in it, else
-- SQLite would look at the rows for it.)

DROP INDEX obligation_open_by_due;
CREATE INDEX obligation_open_by_due ON obligation (due_at, id, area_path, disease, warn_at, holder_unit, closed_at) WHERE closed_at IS NULL;
DROP INDEX obligation_open_by_warning;
CREATE INDEX obligation_open_by_warning ON obligation (warn_at, area_path, due_at, disease, subject_kind, occurrence, id, closed_at) WHERE closed_at IS NULL;
DROP INDEX obligation_open_by_unit;
CREATE INDEX obligation_open_by_unit ON obligation (holder_unit, due_at, warn_at, area_path, disease, id, closed_at) WHERE closed_at IS NULL;
