//! Requests to other areas for a person who may be theirs.

use kernel::{AreaPath, Error, PersonId, Timestamp, UserId};
use uuid::Uuid;

use crate::{
    MatchRequestRow, MatchTargetRow, Scope, Store, Work, db::Query, scope::within, table::Record as _,
};

/// Most requests shown at once.
const SHOWN: i64 = 200;

impl Store {
    /// The requests of a user since a moment, latest first, with what other
    /// areas have told him; what they declined or have not decided is not among it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn match_requests_of(
        &self,
        user: UserId,
        since: Timestamp,
    ) -> Result<Vec<(MatchRequestRow, Vec<MatchTargetRow>)>, Error> {
        let mut query = Query::select::<MatchRequestRow>();
        query.push(" WHERE by_user = ").bind(user).push(" AND asked_at >= ").bind(since);
        query.push(" ORDER BY asked_at DESC, id DESC LIMIT ").bind(SHOWN);
        let requests: Vec<MatchRequestRow> = self.records(query).await?;
        let mut query = Query::select::<MatchTargetRow>();
        query.push(" WHERE ").bind_in("request_id", requests.iter().map(|request| request.id));
        query.push(" AND accepted = ").bind(true).push(" ORDER BY person_id");
        let targets: Vec<MatchTargetRow> = self.records(query).await?;
        let of = |id: Uuid| targets.iter().filter(move |target| target.request == id).cloned().collect();
        Ok(requests.into_iter().map(|request| (request.clone(), of(request.id))).collect())
    }

    /// What others ask about persons of a scope since a moment and nobody has
    /// decided yet, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_match_targets(
        &self,
        scope: &Scope,
        since: Timestamp,
    ) -> Result<Vec<(MatchRequestRow, MatchTargetRow)>, Error> {
        let mut query = Query::select::<MatchTargetRow>();
        query.push(" WHERE accepted IS NULL");
        scope.restrict(&mut query, "area_path");
        query.push(" ORDER BY request_id, person_id LIMIT ").bind(SHOWN);
        let targets: Vec<MatchTargetRow> = self.records(query).await?;
        let mut query = Query::select::<MatchRequestRow>();
        query.push(" WHERE ").bind_in("id", targets.iter().map(|target| target.request));
        query.push(" AND asked_at >= ").bind(since);
        let requests: Vec<MatchRequestRow> = self.records(query).await?;
        let of = |id: Uuid| requests.iter().find(|request| request.id == id).cloned();
        let mut pairs: Vec<_> =
            targets.into_iter().filter_map(|target| Some((of(target.request)?, target))).collect();
        pairs.sort_by_key(|(request, target)| (request.asked_at, request.id, target.person));
        Ok(pairs)
    }
}

impl Work {
    /// A person of a request whom nobody has decided about yet, in one of some areas.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_match_target(
        &mut self,
        request: Uuid,
        person: PersonId,
        areas: &[AreaPath],
    ) -> Result<Option<MatchTargetRow>, Error> {
        self.settle_table(MatchTargetRow::TABLE).await?;
        let mut query = Query::select::<MatchTargetRow>();
        query.push(" WHERE request_id = ").bind(request).push(" AND person_id = ").bind(person);
        query.push(" AND accepted IS NULL AND (1 = 0");
        for area in areas {
            query.push(" OR ");
            within(&mut query, "area_path", area);
        }
        query.push(")");
        Ok(self.records(query).await?.pop())
    }
}
