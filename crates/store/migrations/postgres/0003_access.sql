-- Who may log in, by what and how often: grants for some diseases, a password that must be changed,
-- a second factor, attempts counted for all processes together, keys of programs.

ALTER TABLE user_post ADD COLUMN diseases TEXT COLLATE "C";
ALTER TABLE user_account ADD COLUMN must_change BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE user_account ADD COLUMN subject TEXT COLLATE "C";
CREATE UNIQUE INDEX user_account_subject_once ON user_account (subject);
CREATE INDEX user_post_by_area ON user_post (area_path);

CREATE TABLE user_totp (
    user_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    last_step BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    CONSTRAINT user_totp_pk PRIMARY KEY (user_id)
);

CREATE TABLE recovery_code (
    user_id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    used_at BIGINT,
    CONSTRAINT recovery_code_pk PRIMARY KEY (user_id, code_hash)
);

-- Failures since the last success, by name and by address: what every process counts together.
CREATE TABLE log_in_attempt (
    kind TEXT COLLATE "C" NOT NULL,
    key_hash BYTEA NOT NULL,
    attempts BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    CONSTRAINT log_in_attempt_pk PRIMARY KEY (kind, key_hash)
);
CREATE INDEX log_in_attempt_by_time ON log_in_attempt (last_at);

CREATE TABLE api_key (
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    key_hash BYTEA NOT NULL,
    actions TEXT COLLATE "C" NOT NULL,
    areas TEXT COLLATE "C",
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    CONSTRAINT api_key_pk PRIMARY KEY (id)
);
CREATE UNIQUE INDEX api_key_hash_once ON api_key (key_hash);
CREATE INDEX api_key_by_user ON api_key (user_id);
