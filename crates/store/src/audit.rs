//! Who looked at what, and why.

use kernel::{Cursor, Error, Page, PageRequest, PostId, Timestamp};
use uuid::Uuid;

use crate::{ReadAuditRow, Scope, Store, Work, db::Query};

/// What the record of a look says besides what the scope says.
#[derive(Clone, Debug)]
pub struct AuditNote {
    /// A fresh id; the rows of one look derive theirs from it.
    pub id: Uuid,
    /// When (business time).
    pub at: Timestamp,
    /// From which post.
    pub post: Option<PostId>,
    /// Which action, for example `person.read`.
    pub action: String,
}

impl Store {
    /// A page of looks, latest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn read_audits(
        &self,
        scope: &Scope,
        subject: Option<Uuid>,
        page: &PageRequest,
    ) -> Result<Page<ReadAuditRow>, Error> {
        let mut query = Query::select::<ReadAuditRow>();
        query.push(" WHERE 1 = 1");
        scope.restrict(&mut query, "area_path");
        crate::scope::equals(&mut query, "subject_id", subject);
        if let Some(after) = &page.after {
            let (at, id) = after.parts()?;
            query.push(" AND (at < ").bind(at).push(" OR (at = ").bind(at);
            query.push(" AND id < ").bind(id).push("))");
        }
        query.push(" ORDER BY at DESC, id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<ReadAuditRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(row.at.as_micros(), row.id)))
    }
}

impl Work {
    /// Records a look.
    pub fn put_read_audit(&mut self, row: &ReadAuditRow) {
        self.put(row);
    }
}
