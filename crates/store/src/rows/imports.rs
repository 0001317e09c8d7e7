//! Rows of the import desk: files taken in, rows of lists, saved mappings.

use kernel::{AreaPath, ImportId, PersonId, SubjectKind, Timestamp, UnitId, UserId};
use uuid::Uuid;

use crate::table::record;

record! {
    /// One taking-in of a file.
    pub struct ImportRow in "import" key ["id"] on Replace {
        /// Which.
        id: ImportId,
        /// The area of the list: its numbers are unique there.
        area: AreaPath = "area_path",
        /// Name of the list.
        list: String,
        /// What its rows are, for example `cases`.
        kind: String,
        /// Whether it was taken in as history, which owes nothing.
        history: bool,
        /// `running`, `done`, `broken_off`, `cancelled` or `undone`.
        state: String,
        /// Name of the file.
        file_name: String,
        /// The mapping that read it.
        mapping: String,
        /// Who took it in.
        by: UserId = "by_user",
        /// When it began.
        started_at: Timestamp,
        /// When it ended.
        ended_at: Option<Timestamp>,
        /// What was counted, as JSON.
        counts: String,
    }
}
record! {
    /// What a row of a list became.
    pub struct ListRowRow in "list_row" key ["list_id", "number"] on Replace {
        /// The list: of an area and a name.
        list: Uuid = "list_id",
        /// Number of the row in its list.
        number: String,
        /// What it became.
        record_kind: SubjectKind,
        /// Which; none when it was taken back.
        record: Option<Uuid> = "record_id",
        /// Whom it is about.
        person: PersonId = "person_id",
        /// How often it was taken in anew after an undo.
        turn: i64,
        /// Keyed hash of what the row said last.
        content: Vec<u8>,
        /// What the row said last, sealed under the person's key.
        sealed: Option<Vec<u8>>,
        /// What it said before that, sealed alike, for the undo of the last import.
        before: Option<Vec<u8>>,
        /// The import that wrote it last.
        import: ImportId = "import_id",
    }
}
record! {
    /// A mapping kept under a name.
    pub struct SavedMappingRow in "saved_mapping" key ["area_path", "name"] on Replace {
        /// Whose it is: it is seen there and below.
        area: AreaPath = "area_path",
        /// Its name.
        name: String,
        /// What rows it reads.
        kind: String,
        /// The mapping file.
        text: String,
        /// Who saved it.
        by: UserId = "by_user",
        /// When.
        saved_at: Timestamp,
    }
}
record! {
    /// A view of a list that somebody keeps.
    pub struct SavedViewRow in "saved_view" key ["user_id", "list", "name"] on Replace {
        /// Whose it is.
        user: UserId = "user_id",
        /// Of which list.
        list: String,
        /// Its name.
        name: String,
        /// What narrows the list: names and values, as JSON.
        query: String,
        /// The columns that it shows, between spaces; none for those that are usual.
        columns: Option<String>,
        /// When it was kept.
        saved_at: Timestamp,
        /// The unit whose people may show it; none for its keeper alone.
        shared_with: Option<UnitId>,
    }
}
