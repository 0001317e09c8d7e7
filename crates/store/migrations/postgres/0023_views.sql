-- Views of lists that somebody keeps: how a list was narrowed, and which columns it showed.

CREATE TABLE saved_view (
    user_id UUID NOT NULL,
    list TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    columns TEXT COLLATE "C",
    saved_at BIGINT NOT NULL,
    CONSTRAINT saved_view_pk PRIMARY KEY (user_id, list, name)
);
