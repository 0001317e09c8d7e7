-- Exports walk the cases by their numbers.
CREATE INDEX case_by_number ON case_version (number, id);
