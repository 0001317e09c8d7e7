-- What one sees and does beyond one's own grants: sight of a single record opened for a reason, grants lent
-- by their holders, duties handed over.

CREATE TABLE break_glass (
    id UUID NOT NULL,
    user_id UUID NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    person_id UUID,
    area_path TEXT COLLATE "C" NOT NULL,
    ground TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    closed_at BIGINT,
    closed_by UUID,
    close_reason TEXT COLLATE "C",
    reviewed_at BIGINT,
    reviewed_by UUID,
    finding TEXT COLLATE "C",
    note TEXT COLLATE "C",
    CONSTRAINT break_glass_pk PRIMARY KEY (id),
    CONSTRAINT break_glass_finding_known CHECK (finding IN ('justified', 'unjustified'))
);
CREATE INDEX break_glass_by_user ON break_glass (user_id, ends_at);
CREATE INDEX break_glass_by_area ON break_glass (area_path, id);

CREATE TABLE delegation (
    id UUID NOT NULL,
    from_user UUID NOT NULL,
    to_user UUID NOT NULL,
    post_id UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    actions TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    made_at BIGINT NOT NULL,
    awaits_leave BOOLEAN NOT NULL,
    allowed_by UUID,
    ended_at BIGINT,
    ended_by UUID,
    CONSTRAINT delegation_pk PRIMARY KEY (id)
);
CREATE INDEX delegation_by_giver ON delegation (from_user, ends_at);
CREATE INDEX delegation_by_taker ON delegation (to_user, ends_at);
CREATE INDEX delegation_by_area ON delegation (area_path, id);

CREATE TABLE handover (
    id UUID NOT NULL,
    from_unit UUID NOT NULL,
    area_path TEXT COLLATE "C" NOT NULL,
    to_unit UUID NOT NULL,
    to_post UUID,
    to_user UUID,
    note TEXT COLLATE "C" NOT NULL,
    offered_at BIGINT NOT NULL,
    offered_by UUID NOT NULL,
    answer_by BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    answered_at BIGINT,
    answered_by UUID,
    reason TEXT COLLATE "C",
    CONSTRAINT handover_pk PRIMARY KEY (id),
    CONSTRAINT handover_state_known CHECK (state IN ('offered', 'accepted', 'rejected', 'withdrawn', 'expired'))
);
CREATE INDEX handover_by_giver ON handover (from_unit, id);
CREATE INDEX handover_by_taker ON handover (to_unit, id);
CREATE INDEX handover_by_area ON handover (area_path, id);
CREATE INDEX handover_waiting ON handover (answer_by) WHERE state = 'offered';

CREATE TABLE handover_item (
    handover_id UUID NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id UUID NOT NULL,
    CONSTRAINT handover_item_pk PRIMARY KEY (handover_id, subject_id)
);
CREATE INDEX handover_item_by_subject ON handover_item (subject_id);

-- A duty that was handed over is closed as such, and another one continues it: so a board of the past still
-- names who held it then.
ALTER TABLE obligation DROP CONSTRAINT obligation_close_known;
ALTER TABLE obligation ADD CONSTRAINT obligation_close_known
    CHECK (close_state IN ('met', 'met_late', 'waived', 'void', 'handed_over'));
ALTER TABLE obligation ADD COLUMN holder_user UUID;
ALTER TABLE obligation ADD COLUMN continues UUID;
CREATE INDEX obligation_by_continued ON obligation (continues) WHERE continues IS NOT NULL;
