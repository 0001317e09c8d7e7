-- Views of lists that somebody keeps: how a list was narrowed, and which columns it showed.

CREATE TABLE saved_view (
    user_id BLOB NOT NULL,
    list TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    columns TEXT,
    saved_at INTEGER NOT NULL,
    CONSTRAINT saved_view_pk PRIMARY KEY (user_id, list, name)
) STRICT;
