-- The tables of the installation. Instants are microseconds UTC. UUIDs are 16 bytes.

CREATE TABLE meta (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT meta_pk PRIMARY KEY (key)
) STRICT;

CREATE TABLE area (
    code TEXT NOT NULL,
    parent TEXT,
    path TEXT NOT NULL,
    level TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    zone TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    CONSTRAINT area_pk PRIMARY KEY (code),
    CONSTRAINT area_path_once UNIQUE (path)
) STRICT;

CREATE TABLE unit (
    id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    role TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    facility TEXT,
    CONSTRAINT unit_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX unit_by_role ON unit (role, area_path);

CREATE TABLE post (
    id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    all_day INTEGER NOT NULL CHECK (all_day IN (0, 1)),
    CONSTRAINT post_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX post_by_unit ON post (unit_id);

CREATE TABLE user_account (
    id BLOB NOT NULL,
    login TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    display_name TEXT NOT NULL,
    disabled_at INTEGER,
    created_at INTEGER NOT NULL,
    CONSTRAINT user_account_pk PRIMARY KEY (id),
    CONSTRAINT user_account_login_once UNIQUE (login)
) STRICT;

CREATE TABLE user_post (
    user_id BLOB NOT NULL,
    post_id BLOB NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    role TEXT NOT NULL,
    area_path TEXT NOT NULL,
    CONSTRAINT user_post_pk PRIMARY KEY (user_id, post_id, valid_from)
) STRICT;
CREATE INDEX user_post_by_post ON user_post (post_id);

CREATE TABLE session (
    token_hash BLOB NOT NULL,
    user_id BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT session_pk PRIMARY KEY (token_hash)
) STRICT;
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE person (
    id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    household_id BLOB,
    recorded_at INTEGER NOT NULL,
    erased_at INTEGER,
    sex TEXT,
    birth_year INTEGER,
    CONSTRAINT person_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX person_by_area ON person (area_path, id);
CREATE INDEX person_by_household ON person (household_id);

CREATE TABLE person_key (
    person_id BLOB NOT NULL,
    wrapped BLOB,
    CONSTRAINT person_key_pk PRIMARY KEY (person_id)
) STRICT;

CREATE TABLE personal_value (
    person_id BLOB NOT NULL,
    field TEXT NOT NULL,
    ciphertext BLOB NOT NULL,
    commitment BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT personal_value_pk PRIMARY KEY (person_id, field)
) STRICT;

-- The record. Everything else but reference data and personal values is its view.
CREATE TABLE journal (
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    fact_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    by_user BLOB,
    by_unit BLOB,
    corrects BLOB,
    refs BLOB NOT NULL,
    body BLOB NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (writer, seq),
    CONSTRAINT journal_fact_once UNIQUE (fact_id)
) STRICT;
CREATE INDEX journal_by_time ON journal (recorded_at, writer, seq);
CREATE INDEX journal_by_kind ON journal (kind, recorded_at);

-- All facts about a subject are one range of this key.
CREATE TABLE fact_ref (
    subject_id BLOB NOT NULL,
    fact_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT fact_ref_pk PRIMARY KEY (subject_id, fact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE command_key (
    user_id BLOB NOT NULL,
    key TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    response BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,
    CONSTRAINT command_key_pk PRIMARY KEY (key, user_id)
) STRICT;

CREATE TABLE case_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    number TEXT NOT NULL,
    person_id BLOB NOT NULL,
    disease TEXT NOT NULL,
    classification TEXT NOT NULL,
    status TEXT NOT NULL,
    severity TEXT,
    onset TEXT,
    opened_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT case_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX case_current ON case_version (id) WHERE recorded_to IS NULL;
CREATE INDEX case_by_area ON case_version (area_path, id) WHERE recorded_to IS NULL;
-- Lists as of a past moment walk this one; what was learnt later is passed over without its row.
CREATE INDEX case_known ON case_version (id, recorded_from, recorded_to, area_path);
CREATE INDEX case_by_person ON case_version (person_id);

CREATE TABLE contact_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    person_id BLOB NOT NULL,
    case_id BLOB NOT NULL,
    disease TEXT NOT NULL,
    class TEXT NOT NULL,
    status TEXT NOT NULL,
    last_exposure INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT contact_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX contact_current ON contact_version (id) WHERE recorded_to IS NULL;
CREATE INDEX contact_by_area ON contact_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX contact_known ON contact_version (id, recorded_from, recorded_to, area_path);
CREATE INDEX contact_by_case ON contact_version (case_id);
CREATE INDEX contact_by_person ON contact_version (person_id);

CREATE TABLE order_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id BLOB NOT NULL,
    person_id BLOB,
    contact_id BLOB,
    regime TEXT NOT NULL,
    status TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    edition TEXT NOT NULL,
    disease TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT order_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX order_current ON order_version (id) WHERE recorded_to IS NULL;
CREATE INDEX order_by_area ON order_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX order_known ON order_version (id, recorded_from, recorded_to, area_path);
CREATE INDEX order_by_person ON order_version (person_id);
CREATE INDEX order_by_target ON order_version (target_id);
CREATE INDEX order_by_contact ON order_version (contact_id);
CREATE INDEX order_by_end ON order_version (ends_on) WHERE recorded_to IS NULL;

CREATE TABLE exposure_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    disease TEXT NOT NULL,
    from_kind TEXT NOT NULL,
    from_id BLOB NOT NULL,
    to_kind TEXT NOT NULL,
    to_id BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    transmission INTEGER NOT NULL CHECK (transmission IN (0, 1)),
    state TEXT NOT NULL,
    CONSTRAINT exposure_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX exposure_current ON exposure_version (id) WHERE recorded_to IS NULL;
CREATE INDEX exposure_by_area ON exposure_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX exposure_by_from ON exposure_version (from_id);
CREATE INDEX exposure_by_to ON exposure_version (to_id);
-- The edges of chains: one in ten or fewer of all.
CREATE INDEX exposure_passed_from ON exposure_version (from_id) WHERE transmission AND recorded_to IS NULL;
CREATE INDEX exposure_passed_to ON exposure_version (to_id) WHERE transmission AND recorded_to IS NULL;

CREATE TABLE visit_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    person_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    status TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    reported_at INTEGER,
    state TEXT NOT NULL,
    CONSTRAINT visit_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX visit_current ON visit_version (id) WHERE recorded_to IS NULL;
CREATE INDEX visit_by_area ON visit_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX visit_by_person ON visit_version (person_id);

CREATE TABLE problem_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    directive_id BLOB,
    unit_id BLOB NOT NULL,
    status TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT problem_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX problem_current ON problem_version (id) WHERE recorded_to IS NULL;
CREATE INDEX problem_by_area ON problem_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX problem_by_directive ON problem_version (directive_id);
CREATE INDEX problem_by_unit ON problem_version (unit_id);

CREATE TABLE shift_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    post_id BLOB NOT NULL,
    unit_id BLOB NOT NULL,
    holder BLOB,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    status TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT shift_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX shift_current ON shift_version (id) WHERE recorded_to IS NULL;
CREATE INDEX shift_by_area ON shift_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX shift_by_post ON shift_version (post_id);
CREATE INDEX shift_by_unit ON shift_version (unit_id);

CREATE TABLE zone_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    level TEXT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT zone_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX zone_current ON zone_version (id) WHERE recorded_to IS NULL;
CREATE INDEX zone_by_area ON zone_version (area_path, id) WHERE recorded_to IS NULL;

CREATE TABLE test_version (
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    recorded_from INTEGER NOT NULL,
    recorded_to INTEGER,
    area_path TEXT NOT NULL,
    person_id BLOB NOT NULL,
    disease TEXT NOT NULL,
    result TEXT NOT NULL,
    sampled_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT test_version_pk PRIMARY KEY (id, version)
) STRICT;
CREATE UNIQUE INDEX test_current ON test_version (id) WHERE recorded_to IS NULL;
CREATE INDEX test_by_area ON test_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX test_by_person ON test_version (person_id);

CREATE TABLE obligation (
    id BLOB NOT NULL,
    rule TEXT NOT NULL,
    disease TEXT NOT NULL,
    edition TEXT NOT NULL,
    opened_fact BLOB NOT NULL,
    opened_area TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    occurrence TEXT NOT NULL,
    area_path TEXT NOT NULL,
    holder_unit BLOB NOT NULL,
    holder_post BLOB,
    duty_zh TEXT NOT NULL,
    duty_en TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    warn_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    opened_recorded_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_recorded_at INTEGER,
    close_state TEXT,
    closed_fact BLOB,
    timer_at INTEGER,
    timer_step INTEGER NOT NULL,
    ladder TEXT NOT NULL,
    confidence TEXT NOT NULL,
    CONSTRAINT obligation_pk PRIMARY KEY (id),
    CONSTRAINT obligation_close_known CHECK (close_state IN ('met', 'met_late', 'waived', 'void')),
    CONSTRAINT obligation_close_whole CHECK ((close_state IS NULL) = (closed_recorded_at IS NULL))
) STRICT;
CREATE INDEX obligation_open_by_subject ON obligation (subject_id) WHERE closed_at IS NULL;
-- Boards are read in this order; rows of other areas are passed over without being read.
CREATE INDEX obligation_open_by_due ON obligation (due_at, id, area_path) WHERE closed_at IS NULL;
-- What is open is counted by this one alone.
CREATE INDEX obligation_open_by_area ON obligation (area_path, due_at, warn_at, id) WHERE closed_at IS NULL;
CREATE INDEX obligation_open_by_unit ON obligation (holder_unit, due_at) WHERE closed_at IS NULL;
CREATE INDEX obligation_by_timer ON obligation (timer_at, id) WHERE timer_at IS NOT NULL;
CREATE INDEX obligation_open_by_fact ON obligation (opened_fact) WHERE closed_at IS NULL;
CREATE INDEX obligation_closed_fact ON obligation (closed_fact) WHERE closed_fact IS NOT NULL;
CREATE INDEX obligation_by_subject ON obligation (subject_id, due_at);
CREATE INDEX obligation_by_due ON obligation (due_at, id, area_path, opened_recorded_at, closed_recorded_at);

CREATE TABLE escalation (
    obligation_id BLOB NOT NULL,
    step INTEGER NOT NULL,
    level TEXT NOT NULL,
    to_unit BLOB NOT NULL,
    to_post BLOB,
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    fact_id BLOB NOT NULL,
    CONSTRAINT escalation_pk PRIMARY KEY (obligation_id, step)
) STRICT;
CREATE INDEX escalation_by_unit ON escalation (to_unit, at);

CREATE TABLE outbox (
    writer BLOB NOT NULL,
    seq INTEGER NOT NULL,
    topic TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT outbox_pk PRIMARY KEY (writer, seq)
) STRICT;

CREATE TABLE read_audit (
    id BLOB NOT NULL,
    at INTEGER NOT NULL,
    user_id BLOB NOT NULL,
    post_id BLOB,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB,
    area_path TEXT NOT NULL,
    purpose TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    CONSTRAINT read_audit_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX read_audit_by_time ON read_audit (at, id);
CREATE INDEX read_audit_by_subject ON read_audit (subject_id, at);

CREATE TABLE case_number (
    area_path TEXT NOT NULL,
    year INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    CONSTRAINT case_number_pk PRIMARY KEY (area_path, year)
) STRICT;
