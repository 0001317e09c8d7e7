-- Notices of orders: a link or a code with which whom an order binds reads it and objects without a log-in. Of the
-- secret a keyed hash is kept alone.

CREATE TABLE order_notice (
    id BLOB NOT NULL,
    order_id BLOB NOT NULL,
    person_id BLOB,
    area_path TEXT NOT NULL,
    disease TEXT NOT NULL,
    form TEXT NOT NULL,
    second TEXT,
    secret_hash BLOB NOT NULL,
    made_by BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    most_uses INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER,
    revoked_by BLOB,
    revoke_reason TEXT,
    CONSTRAINT order_notice_pk PRIMARY KEY (id),
    CONSTRAINT order_notice_form_known CHECK (form IN ('link', 'code')),
    CONSTRAINT order_notice_second_known CHECK (second IN ('birth_date', 'id_number')),
    CONSTRAINT order_notice_code_asks_more CHECK (form = 'link' OR second IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX order_notice_by_secret ON order_notice (secret_hash);
CREATE INDEX order_notice_by_order ON order_notice (order_id, id);
CREATE INDEX order_notice_by_person ON order_notice (person_id);
CREATE INDEX order_notice_by_end ON order_notice (ends_at);
