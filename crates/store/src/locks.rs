//! What one process holds against the others of one PostgreSQL. SQLite has one
//! process, kept alone by its lock file.
//!
//! A command that loads a person's file holds the person until the commit, so
//! that two processes cannot both find that he has no open case. Whom a group
//! names up front it waits for, in one order for everybody; whom a job needs
//! later it takes without waiting, and when he is held the group begins again
//! with him among those waited for. Nobody waits in a circle.

use std::collections::BTreeSet;

use kernel::{Code, Error, PersonId};

use crate::{
    Work,
    dialect::{is_shared, postgres},
};

/// Most persons held in one transaction: the server's table of locks is not
/// endless. A command that loads thousands of neighbours of a case makes them
/// contacts, and a contact's id follows from case and person.
const MOST: usize = 1000;

impl Work {
    /// Waits for persons at the beginning of a group.
    pub(crate) async fn wait_for_people(&mut self, people: &BTreeSet<PersonId>) -> Result<(), Error> {
        if !is_shared(&self.conn) || people.is_empty() {
            return Ok(());
        }
        let people: Vec<PersonId> = people.iter().copied().take(MOST).collect();
        postgres::lock_people(&mut self.conn, &people).await?;
        self.held.extend(people);
        Ok(())
    }

    /// Holds persons whose files a job is about to read.
    ///
    /// # Errors
    /// `record.edit_conflict` when another process holds one of them; the group begins again.
    pub(crate) async fn hold_people(&mut self, people: &[PersonId]) -> Result<(), Error> {
        if !is_shared(&self.conn) {
            return Ok(());
        }
        let room = MOST.saturating_sub(self.held.len());
        let new: Vec<PersonId> =
            people.iter().filter(|person| !self.held.contains(person)).copied().take(room).collect();
        if new.is_empty() {
            return Ok(());
        }
        let held = postgres::try_lock_people(&mut self.conn, &new).await;
        let refused = match held {
            Ok(true) => {
                self.held.extend(new);
                return Ok(());
            }
            Ok(false) => {
                let conflict = Error::new(Code::EditConflict).arg("kind", "person").arg("fields", "file");
                let conflict = conflict.arg("id", new[0]);
                self.contended.extend(new);
                conflict
            }
            Err(error) => error,
        };
        self.poisoned = Some(refused.clone());
        Err(refused)
    }
}
