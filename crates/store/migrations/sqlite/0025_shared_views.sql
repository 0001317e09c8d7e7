-- A view that its keeper shares with the people of a unit.

ALTER TABLE saved_view ADD COLUMN shared_with BLOB;
CREATE INDEX saved_view_by_unit ON saved_view (shared_with) WHERE shared_with IS NOT NULL;
