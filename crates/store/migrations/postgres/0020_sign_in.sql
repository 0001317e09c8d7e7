-- How a session began: by the provider of log-ins or by a password, and whether the provider asked for a second factor.

ALTER TABLE session ADD COLUMN by_provider BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session ADD COLUMN factor_by_provider BOOLEAN NOT NULL DEFAULT FALSE;
