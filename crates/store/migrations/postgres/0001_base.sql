-- The tables of the installation. Instants are microseconds UTC. Texts sort by byte, so that an
-- area with all below it is one range.

CREATE TABLE meta (
    key TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    CONSTRAINT meta_pk PRIMARY KEY (key)
);

CREATE TABLE area (
    code TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C",
    path TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    name_zh TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    zone TEXT COLLATE "C" NOT NULL,
    valid_from DATE,
    valid_to DATE,
    CONSTRAINT area_pk PRIMARY KEY (code),
    CONSTRAINT area_path_once UNIQUE (path)
);

CREATE TABLE unit (
    id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    name_zh TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    facility TEXT COLLATE "C",
    CONSTRAINT unit_pk PRIMARY KEY (id)
);
CREATE INDEX unit_by_role ON unit (role, area_path);

CREATE TABLE post (
    id UUID NOT NULL,
    unit_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name_zh TEXT COLLATE "C" NOT NULL,
    name_en TEXT COLLATE "C" NOT NULL,
    all_day BOOLEAN NOT NULL,
    CONSTRAINT post_pk PRIMARY KEY (id)
);
CREATE INDEX post_by_unit ON post (unit_id);

CREATE TABLE user_account (
    id UUID NOT NULL,
    login TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    disabled_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT user_account_pk PRIMARY KEY (id),
    CONSTRAINT user_account_login_once UNIQUE (login)
);

CREATE TABLE user_post (
    user_id UUID NOT NULL,
    post_id UUID NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    role TEXT COLLATE "C" NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    CONSTRAINT user_post_pk PRIMARY KEY (user_id, post_id, valid_from)
);
CREATE INDEX user_post_by_post ON user_post (post_id);

CREATE TABLE session (
    token_hash BYTEA NOT NULL,
    user_id UUID NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT session_pk PRIMARY KEY (token_hash)
);
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE person (
    id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    household_id UUID,
    recorded_at BIGINT NOT NULL,
    erased_at BIGINT,
    sex TEXT COLLATE "C",
    birth_year BIGINT,
    CONSTRAINT person_pk PRIMARY KEY (id)
);
CREATE INDEX person_by_area ON person (area_path, id);
CREATE INDEX person_by_household ON person (household_id);

CREATE TABLE person_key (
    person_id UUID NOT NULL,
    wrapped BYTEA,
    CONSTRAINT person_key_pk PRIMARY KEY (person_id)
);

CREATE TABLE personal_value (
    person_id UUID NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    ciphertext BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT personal_value_pk PRIMARY KEY (person_id, field)
);

-- The record. Everything else but reference data and personal values is its view.
CREATE TABLE journal (
    writer UUID NOT NULL,
    seq BIGINT NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    by_user UUID,
    by_unit UUID,
    corrects UUID,
    refs BYTEA NOT NULL,
    body BYTEA NOT NULL,
    prev_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT journal_pk PRIMARY KEY (writer, seq),
    CONSTRAINT journal_fact_once UNIQUE (fact_id)
);
CREATE INDEX journal_by_time ON journal (recorded_at, writer, seq);
CREATE INDEX journal_by_kind ON journal (kind, recorded_at);

-- All facts about a subject are one range of this key.
CREATE TABLE fact_ref (
    subject_id UUID NOT NULL,
    fact_id UUID NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    occurred_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT fact_ref_pk PRIMARY KEY (subject_id, fact_id)
);

CREATE TABLE command_key (
    user_id UUID NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    body_hash BYTEA NOT NULL,
    response BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    CONSTRAINT command_key_pk PRIMARY KEY (key, user_id)
);

CREATE TABLE case_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    classification TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    severity TEXT COLLATE "C",
    onset DATE,
    opened_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT case_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX case_current ON case_version (id) WHERE recorded_to IS NULL;
CREATE INDEX case_by_area ON case_version (area_path, id) WHERE recorded_to IS NULL;
-- Lists as of a past moment walk this one; what was learnt later is passed over without its row.
CREATE INDEX case_known ON case_version (id, recorded_from, recorded_to, area_path);
CREATE INDEX case_by_person ON case_version (person_id);

CREATE TABLE contact_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    case_id UUID NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    last_exposure BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT contact_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX contact_current ON contact_version (id) WHERE recorded_to IS NULL;
CREATE INDEX contact_by_area ON contact_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX contact_known ON contact_version (id, recorded_from, recorded_to, area_path);
CREATE INDEX contact_by_case ON contact_version (case_id);
CREATE INDEX contact_by_person ON contact_version (person_id);

CREATE TABLE order_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    target_kind TEXT COLLATE "C" NOT NULL,
    target_id UUID NOT NULL,
    person_id UUID,
    contact_id UUID,
    regime TEXT COLLATE "C" NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    edition TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT order_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX order_current ON order_version (id) WHERE recorded_to IS NULL;
CREATE INDEX order_by_area ON order_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX order_known ON order_version (id, recorded_from, recorded_to, area_path);
CREATE INDEX order_by_person ON order_version (person_id);
CREATE INDEX order_by_target ON order_version (target_id);
CREATE INDEX order_by_contact ON order_version (contact_id);
CREATE INDEX order_by_end ON order_version (ends_on) WHERE recorded_to IS NULL;

CREATE TABLE exposure_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    from_kind TEXT COLLATE "C" NOT NULL,
    from_id UUID NOT NULL,
    to_kind TEXT COLLATE "C" NOT NULL,
    to_id UUID NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    transmission BOOLEAN NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT exposure_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX exposure_current ON exposure_version (id) WHERE recorded_to IS NULL;
CREATE INDEX exposure_by_area ON exposure_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX exposure_by_from ON exposure_version (from_id);
CREATE INDEX exposure_by_to ON exposure_version (to_id);
-- The edges of chains: one in ten or fewer of all.
CREATE INDEX exposure_passed_from ON exposure_version (from_id) WHERE transmission AND recorded_to IS NULL;
CREATE INDEX exposure_passed_to ON exposure_version (to_id) WHERE transmission AND recorded_to IS NULL;

CREATE TABLE visit_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    seen_at BIGINT NOT NULL,
    reported_at BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT visit_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX visit_current ON visit_version (id) WHERE recorded_to IS NULL;
CREATE INDEX visit_by_area ON visit_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX visit_by_person ON visit_version (person_id);

CREATE TABLE problem_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    directive_id UUID,
    unit_id UUID NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    due_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT problem_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX problem_current ON problem_version (id) WHERE recorded_to IS NULL;
CREATE INDEX problem_by_area ON problem_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX problem_by_directive ON problem_version (directive_id);
CREATE INDEX problem_by_unit ON problem_version (unit_id);

CREATE TABLE shift_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    post_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    holder UUID,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT shift_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX shift_current ON shift_version (id) WHERE recorded_to IS NULL;
CREATE INDEX shift_by_area ON shift_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX shift_by_post ON shift_version (post_id);
CREATE INDEX shift_by_unit ON shift_version (unit_id);

CREATE TABLE zone_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT zone_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX zone_current ON zone_version (id) WHERE recorded_to IS NULL;
CREATE INDEX zone_by_area ON zone_version (area_path, id) WHERE recorded_to IS NULL;

CREATE TABLE test_version (
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    recorded_from BIGINT NOT NULL,
    recorded_to BIGINT,
    area_path TEXT COLLATE "C" NOT NULL,
    person_id UUID NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    result TEXT COLLATE "C" NOT NULL,
    sampled_at BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    CONSTRAINT test_version_pk PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX test_current ON test_version (id) WHERE recorded_to IS NULL;
CREATE INDEX test_by_area ON test_version (area_path, id) WHERE recorded_to IS NULL;
CREATE INDEX test_by_person ON test_version (person_id);

CREATE TABLE obligation (
    id UUID NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    edition TEXT COLLATE "C" NOT NULL,
    opened_fact UUID NOT NULL,
    opened_area TEXT COLLATE "C" NOT NULL,
    opened_on DATE NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    occurrence TEXT COLLATE "C" NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    holder_unit UUID NOT NULL,
    holder_post UUID,
    duty_zh TEXT COLLATE "C" NOT NULL,
    duty_en TEXT COLLATE "C" NOT NULL,
    starts_at BIGINT NOT NULL,
    warn_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    opened_recorded_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_recorded_at BIGINT,
    close_state TEXT COLLATE "C",
    closed_fact UUID,
    timer_at BIGINT,
    timer_step BIGINT NOT NULL,
    ladder TEXT COLLATE "C" NOT NULL,
    confidence TEXT COLLATE "C" NOT NULL,
    CONSTRAINT obligation_pk PRIMARY KEY (id),
    CONSTRAINT obligation_close_known CHECK (close_state IN ('met', 'met_late', 'waived', 'void')),
    CONSTRAINT obligation_close_whole CHECK ((close_state IS NULL) = (closed_recorded_at IS NULL))
);
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
    obligation_id UUID NOT NULL,
    step BIGINT NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    to_unit UUID NOT NULL,
    to_post UUID,
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    fact_id UUID NOT NULL,
    CONSTRAINT escalation_pk PRIMARY KEY (obligation_id, step)
);
CREATE INDEX escalation_by_unit ON escalation (to_unit, at);

CREATE TABLE outbox (
    writer UUID NOT NULL,
    seq BIGINT NOT NULL,
    topic TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT outbox_pk PRIMARY KEY (writer, seq)
);

CREATE TABLE read_audit (
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    user_id UUID NOT NULL,
    post_id UUID,
    action TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID,
    area_path TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C" NOT NULL,
    row_count BIGINT NOT NULL,
    CONSTRAINT read_audit_pk PRIMARY KEY (id)
);
CREATE INDEX read_audit_by_time ON read_audit (at, id);
CREATE INDEX read_audit_by_subject ON read_audit (subject_id, at);

CREATE TABLE case_number (
    area_path TEXT COLLATE "C" NOT NULL,
    year BIGINT NOT NULL,
    last_number BIGINT NOT NULL,
    CONSTRAINT case_number_pk PRIMARY KEY (area_path, year)
);
