-- Who may log in, by what and how often: grants for some diseases, a password that must be changed,
-- a second factor, attempts counted for all processes together, keys of programs.

ALTER TABLE user_post ADD COLUMN diseases TEXT;
ALTER TABLE user_account ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));
ALTER TABLE user_account ADD COLUMN subject TEXT;
CREATE UNIQUE INDEX user_account_subject_once ON user_account (subject);
CREATE INDEX user_post_by_area ON user_post (area_path);

CREATE TABLE user_totp (
    user_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    confirmed_at INTEGER,
    CONSTRAINT user_totp_pk PRIMARY KEY (user_id)
) STRICT;

CREATE TABLE recovery_code (
    user_id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    used_at INTEGER,
    CONSTRAINT recovery_code_pk PRIMARY KEY (user_id, code_hash)
) STRICT;

-- Failures since the last success, by name and by address: what every process counts together.
CREATE TABLE log_in_attempt (
    kind TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    attempts INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    CONSTRAINT log_in_attempt_pk PRIMARY KEY (kind, key_hash)
) STRICT;
CREATE INDEX log_in_attempt_by_time ON log_in_attempt (last_at);

CREATE TABLE api_key (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    name TEXT NOT NULL,
    key_hash BLOB NOT NULL,
    actions TEXT NOT NULL,
    areas TEXT,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER,
    CONSTRAINT api_key_pk PRIMARY KEY (id)
) STRICT;
CREATE UNIQUE INDEX api_key_hash_once ON api_key (key_hash);
CREATE INDEX api_key_by_user ON api_key (user_id);
