//! Exposures: the edges between persons, places and events (F01, F02).

use app::ExposureFilter;
use app::commands::ExposureInput;
use app::questions::ExposureLine;
use kernel::{ExposureId, SubjectRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::outside::OutsidePerson;
use super::people::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Page, Query, list_query, maybe_path};
use crate::wire::{Instant, Key, Kind, Receipt, SubjectKey, area, done, id};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_exposures, record_exposure)).routes(routes!(retract_exposure))
}

/// An edge of the exposure graph.
#[derive(Serialize, ToSchema)]
pub struct Exposure {
    id: Uuid,
    version: i64,
    recorded_from_at: Instant,
    area: String,
    disease: String,
    /// One end; with `transmission`, the infector.
    from: ExposureEnd,
    to: ExposureEnd,
    /// Kind of exposure, for example `household`.
    kind: String,
    started_at: Instant,
    ended_at: Instant,
    /// Whether protection was effective.
    protected: bool,
    setting: String,
    /// Whether the infection is held to have passed here.
    transmission: bool,
    /// `standing` or `retracted`.
    status: String,
}

/// An end of an exposure: somebody or something with its id, or a person
/// outside the caller's areas.
#[derive(Serialize, ToSchema)]
struct ExposureEnd {
    kind: Kind,
    /// Absent for a person outside.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outside: Option<OutsidePerson>,
}

impl From<ExposureLine> for Exposure {
    fn from(line: ExposureLine) -> Self {
        let (seen, mut outside) = (line.seen, line.outside);
        let state = seen.state;
        let mut end = |end: SubjectRef| {
            let outside = outside.remove(&end.id).map(Into::into);
            ExposureEnd { kind: end.kind.into(), id: outside.is_none().then_some(end.id), outside }
        };
        Self {
            id: seen.id,
            version: seen.version,
            recorded_from_at: seen.recorded_from.into(),
            area: area(&seen.area),
            disease: state.disease,
            from: end(state.from),
            to: end(state.to),
            kind: state.kind,
            started_at: state.started_at.into(),
            ended_at: state.ended_at.into(),
            protected: state.protected,
            setting: state.setting,
            transmission: state.transmission,
            status: state.status,
        }
    }
}

list_query!(ExposureQuery {
    disease: String,
    /// `standing` or `retracted`.
    status: String,
    from: Key,
    to: Key,
    /// In this area or below it.
    area: String,
    ended_from: Instant,
});

/// An exposure between two persons, or a person and a place or event.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewExposure {
    disease: String,
    /// One end; with `transmission`, the infector.
    from: SubjectKey,
    to: SubjectKey,
    /// Kind of exposure, for example `household`.
    kind: String,
    started_at: Instant,
    ended_at: Instant,
    #[serde(default)]
    protected: bool,
    /// Type of place.
    #[serde(default)]
    setting: String,
    #[serde(default)]
    transmission: bool,
}

/// Exposures, newest first. An end outside the caller's areas is told as a
/// neighbour sees it.
#[utoipa::path(get, path = "/exposures", tag = "exposures", params(ExposureQuery),
    responses((status = 200, body = Page<Exposure>)))]
async fn list_exposures(
    Signed { app, caller }: Signed,
    Query(query): Query<ExposureQuery>,
) -> Answer<Page<Exposure>> {
    let (page, as_of) = (query.page()?, query.as_of(&app));
    let filter = ExposureFilter {
        disease: query.disease,
        status: query.status,
        from: id(query.from),
        to: id(query.to),
        area: maybe_path(&app, query.area.as_ref())?,
        ended_from: query.ended_from.map(Into::into),
    };
    Ok(Page::of(app.exposure_lines(&caller, &filter, as_of, &page).await?, Exposure::from))
}

/// Records an exposure; the contacts that follow are determined at once.
#[utoipa::path(post, path = "/exposures", tag = "exposures", request_body = NewExposure,
    responses((status = 200, body = Receipt)))]
async fn record_exposure(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<NewExposure>,
) -> Answer<Receipt> {
    let input = ExposureInput {
        disease: input.disease,
        from: input.from.into(),
        to: input.to.into(),
        kind: input.kind,
        started_at: input.started_at.into(),
        ended_at: input.ended_at.into(),
        protected: input.protected,
        setting: input.setting,
        transmission: input.transmission,
    };
    done(app.record_exposure(&caller, Some(&key), input).await?)
}

/// Takes an exposure back.
#[utoipa::path(post, path = "/exposures/{id}/retract", tag = "exposures", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn retract_exposure(
    Signed { app, caller }: Signed,
    Id(exposure): Id<ExposureId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.retract_exposure(&caller, Some(&key), exposure, input.reason).await?)
}
