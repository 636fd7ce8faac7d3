-- One salt per opening of the catalog: sealing keys never repeat, even when an old image is restored.
CREATE TABLE epoch (
    n    INTEGER PRIMARY KEY,
    salt BLOB NOT NULL
);
-- Everything that names or configures something, sealed. `kind` and `id` are the only clear words.
CREATE TABLE document (
    kind    TEXT    NOT NULL,
    id      INTEGER NOT NULL,
    epoch   INTEGER NOT NULL REFERENCES epoch (n),
    counter INTEGER NOT NULL,
    sealed  BLOB    NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
-- Identifiers are reserved in blocks and never handed out twice.
CREATE TABLE counter (
    name TEXT    PRIMARY KEY,
    next INTEGER NOT NULL
) WITHOUT ROWID;
