-- How a session began: by the provider of log-ins or by a password, and whether the provider asked for a second factor.

ALTER TABLE session ADD COLUMN by_provider INTEGER NOT NULL DEFAULT 0 CHECK (by_provider IN (0, 1));
ALTER TABLE session ADD COLUMN factor_by_provider INTEGER NOT NULL DEFAULT 0 CHECK (factor_by_provider IN (0, 1));
