-- Notices of orders: a link or a code with which whom an order binds reads it and objects without a log-in. Of the
-- secret a keyed hash is kept alone.

CREATE TABLE order_notice (
    id UUID NOT NULL,
    order_id UUID NOT NULL,
    person_id UUID,
    area_path TEXT COLLATE "C" NOT NULL,
    disease TEXT COLLATE "C" NOT NULL,
    form TEXT COLLATE "C" NOT NULL,
    second TEXT COLLATE "C",
    secret_hash BYTEA NOT NULL,
    made_by UUID NOT NULL,
    made_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    most_uses BIGINT NOT NULL,
    uses BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT,
    revoked_by UUID,
    revoke_reason TEXT COLLATE "C",
    CONSTRAINT order_notice_pk PRIMARY KEY (id),
    CONSTRAINT order_notice_form_known CHECK (form IN ('link', 'code')),
    CONSTRAINT order_notice_second_known CHECK (second IN ('birth_date', 'id_number')),
    CONSTRAINT order_notice_code_asks_more CHECK (form = 'link' OR second IS NOT NULL)
);
CREATE UNIQUE INDEX order_notice_by_secret ON order_notice (secret_hash);
CREATE INDEX order_notice_by_order ON order_notice (order_id, id);
CREATE INDEX order_notice_by_person ON order_notice (person_id);
CREATE INDEX order_notice_by_end ON order_notice (ends_at);
