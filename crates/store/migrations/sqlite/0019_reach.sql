-- What one sees and does beyond one's own grants: sight of a single record opened for a reason, grants lent
-- by their holders, duties handed over.

CREATE TABLE break_glass (
    id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    person_id BLOB,
    area_path TEXT NOT NULL,
    ground TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by BLOB,
    close_reason TEXT,
    reviewed_at INTEGER,
    reviewed_by BLOB,
    finding TEXT,
    note TEXT,
    CONSTRAINT break_glass_pk PRIMARY KEY (id),
    CONSTRAINT break_glass_finding_known CHECK (finding IN ('justified', 'unjustified'))
) STRICT;
CREATE INDEX break_glass_by_user ON break_glass (user_id, ends_at);
CREATE INDEX break_glass_by_area ON break_glass (area_path, id);

CREATE TABLE delegation (
    id BLOB NOT NULL,
    from_user BLOB NOT NULL,
    to_user BLOB NOT NULL,
    post_id BLOB NOT NULL,
    area_path TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    actions TEXT,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    awaits_leave INTEGER NOT NULL CHECK (awaits_leave IN (0, 1)),
    allowed_by BLOB,
    ended_at INTEGER,
    ended_by BLOB,
    CONSTRAINT delegation_pk PRIMARY KEY (id)
) STRICT;
CREATE INDEX delegation_by_giver ON delegation (from_user, ends_at);
CREATE INDEX delegation_by_taker ON delegation (to_user, ends_at);
CREATE INDEX delegation_by_area ON delegation (area_path, id);

CREATE TABLE handover (
    id BLOB NOT NULL,
    from_unit BLOB NOT NULL,
    area_path TEXT NOT NULL,
    to_unit BLOB NOT NULL,
    to_post BLOB,
    to_user BLOB,
    note TEXT NOT NULL,
    offered_at INTEGER NOT NULL,
    offered_by BLOB NOT NULL,
    answer_by INTEGER NOT NULL,
    state TEXT NOT NULL,
    answered_at INTEGER,
    answered_by BLOB,
    reason TEXT,
    CONSTRAINT handover_pk PRIMARY KEY (id),
    CONSTRAINT handover_state_known CHECK (state IN ('offered', 'accepted', 'rejected', 'withdrawn', 'expired'))
) STRICT;
CREATE INDEX handover_by_giver ON handover (from_unit, id);
CREATE INDEX handover_by_taker ON handover (to_unit, id);
CREATE INDEX handover_by_area ON handover (area_path, id);
CREATE INDEX handover_waiting ON handover (answer_by) WHERE state = 'offered';

CREATE TABLE handover_item (
    handover_id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    CONSTRAINT handover_item_pk PRIMARY KEY (handover_id, subject_id)
) STRICT;
CREATE INDEX handover_item_by_subject ON handover_item (subject_id);

-- A duty that was handed over is closed as such, and another one continues it: so a board of the past still
-- names who held it then. SQLite changes no check of a table; it is made anew.
CREATE TABLE obligation_anew (
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
    holder_user BLOB,
    continues BLOB,
    CONSTRAINT obligation_pk PRIMARY KEY (id),
    CONSTRAINT obligation_close_known CHECK (close_state IN ('met', 'met_late', 'waived', 'void', 'handed_over')),
    CONSTRAINT obligation_close_whole CHECK ((close_state IS NULL) = (closed_recorded_at IS NULL))
) STRICT;
INSERT INTO obligation_anew (
    id, rule, disease, edition, opened_fact, opened_area, opened_on, subject_kind, subject_id, occurrence,
    area_path, holder_unit, holder_post, duty_zh, duty_en, starts_at, warn_at, due_at, opened_recorded_at,
    closed_at, closed_recorded_at, close_state, closed_fact, timer_at, timer_step, ladder, confidence
) SELECT
    id, rule, disease, edition, opened_fact, opened_area, opened_on, subject_kind, subject_id, occurrence,
    area_path, holder_unit, holder_post, duty_zh, duty_en, starts_at, warn_at, due_at, opened_recorded_at,
    closed_at, closed_recorded_at, close_state, closed_fact, timer_at, timer_step, ladder, confidence
FROM obligation;
DROP TABLE obligation;
ALTER TABLE obligation_anew RENAME TO obligation;
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
CREATE INDEX obligation_by_continued ON obligation (continues) WHERE continues IS NOT NULL;
