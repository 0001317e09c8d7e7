//! Persons found again: before somebody is registered twice, and by asking the
//! areas that may know him. What is asked stands in the body, never in an address.

use app::matches::{IncomingMatch, MatchRequest};
use app::questions::{DuplicateQuery, Duplicates};
use axum::Json;
use kernel::Classified;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::Api;
use crate::auth::Signed;
use crate::command::{Body, Command};
use crate::listing::{Answer, Id, Items};
use crate::wire::{Instant, Key, Receipt, area, done};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(find_duplicates))
        .routes(routes!(list_match_requests, ask_for_match))
        .routes(routes!(list_incoming_matches))
        .routes(routes!(decide_match))
}

/// What is known of somebody: name, number or phone at least.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PersonQuery {
    /// In either script, or how it sounds in letters; at most 200 characters.
    #[schema(value_type = Option<String>)]
    name: Option<Classified<String>>,
    #[schema(value_type = Option<String>)]
    id_number: Option<Classified<String>>,
    #[schema(value_type = Option<String>)]
    phone: Option<Classified<String>>,
    birth_year: Option<i16>,
    /// `m` or `f`.
    sex: Option<String>,
    /// Goes into the audit, 1 to 200 characters.
    purpose: String,
}

impl From<PersonQuery> for DuplicateQuery {
    fn from(query: PersonQuery) -> Self {
        let PersonQuery { name, id_number, phone, birth_year, sex, purpose } = query;
        Self { name, id_number, phone, birth_year, sex, purpose }
    }
}

/// Somebody who may be meant.
#[derive(Serialize, ToSchema)]
struct Candidate {
    person: Uuid,
    area: String,
    /// How much speaks for it, 1 to 100.
    score: u8,
    /// `id_number`, `phone`, one of `name_exact`, `name_variant` (simplified and
    /// traditional), `name_sound`, `name_one_off`; `birth_year`, `sex`.
    evidence: Vec<&'static str>,
}

/// Those who may be meant, the likeliest first.
#[derive(Serialize, ToSchema)]
struct Candidates {
    /// At most 20.
    items: Vec<Candidate>,
    /// Whether there are so many that not all were looked at.
    more: bool,
}

impl From<Duplicates> for Candidates {
    fn from(found: Duplicates) -> Self {
        let items = found.items.into_iter().map(|one| Candidate {
            person: one.person.0,
            area: area(&one.area),
            score: one.score,
            evidence: one.evidence,
        });
        Self { items: items.collect(), more: found.more }
    }
}

/// Looks for persons in the caller's areas who may be the one described.
/// Whoever lies outside is answered like nobody. The search is in the audit.
#[utoipa::path(post, path = "/persons/search", tag = "persons", request_body = PersonQuery,
    responses((status = 200, body = Candidates)))]
async fn find_duplicates(
    Signed { app, caller }: Signed,
    Body(query): Body<PersonQuery>,
) -> Answer<Candidates> {
    Ok(Json(app.find_duplicates(&caller, query.into()).await?.into()))
}

/// Somebody whom another area has told of.
#[derive(Serialize, ToSchema)]
struct Told {
    person: Uuid,
    area: String,
}

/// A request to other areas.
#[derive(Serialize, ToSchema)]
struct MatchAsked {
    id: Uuid,
    asked_at: Instant,
    purpose: String,
    /// Whom other areas have told of so far. Nobody, nobody yet and nobody to be told look the same.
    accepted: Vec<Told>,
}

impl From<MatchRequest> for MatchAsked {
    fn from(request: MatchRequest) -> Self {
        let told = |(person, path): (kernel::PersonId, kernel::AreaPath)| Told {
            person: person.0,
            area: area(&path),
        };
        Self {
            id: request.id,
            asked_at: request.asked_at.into(),
            purpose: request.reason,
            accepted: request.accepted.into_iter().map(told).collect(),
        }
    }
}

/// Asks the areas that hold somebody very like the one described. The answer
/// is the same whether there is one or not.
#[utoipa::path(post, path = "/persons/match_requests", tag = "persons", request_body = PersonQuery,
    responses((status = 200, body = MatchAsked)))]
async fn ask_for_match(
    Signed { app, caller }: Signed,
    Command { key, input, .. }: Command<PersonQuery>,
) -> Answer<MatchAsked> {
    Ok(Json(app.ask_for_match(&caller, Some(&key), input.into()).await?.into()))
}

/// One's own requests of the last thirty days, latest first.
#[utoipa::path(get, path = "/persons/match_requests", tag = "persons",
    responses((status = 200, body = Items<MatchAsked>)))]
async fn list_match_requests(Signed { app, caller }: Signed) -> Answer<Items<MatchAsked>> {
    Ok(Items::of(app.match_requests(&caller).await?.into_iter().map(MatchAsked::from)))
}

/// What others ask about a person of the caller's areas.
#[derive(Serialize, ToSchema)]
struct MatchAskedHere {
    /// Which request.
    id: Uuid,
    /// The person who may be the one asked for.
    person: Uuid,
    area: String,
    /// What speaks for it, as in a search.
    evidence: Vec<String>,
    asked_at: Instant,
    asked_by: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_for: Option<Uuid>,
    asked_from: String,
    purpose: String,
}

impl From<IncomingMatch> for MatchAskedHere {
    fn from(asked: IncomingMatch) -> Self {
        Self {
            id: asked.request,
            person: asked.person.0,
            area: area(&asked.area),
            evidence: asked.evidence,
            asked_at: asked.asked_at.into(),
            asked_by: asked.by.0,
            asked_for: asked.unit.map(|unit| unit.0),
            asked_from: area(&asked.from),
            purpose: asked.reason,
        }
    }
}

/// What others ask about persons of the caller's areas and nobody has decided, oldest first.
#[utoipa::path(get, path = "/persons/match_requests/incoming", tag = "persons",
    responses((status = 200, body = Items<MatchAskedHere>)))]
async fn list_incoming_matches(Signed { app, caller }: Signed) -> Answer<Items<MatchAskedHere>> {
    Ok(Items::of(app.incoming_matches(&caller).await?.into_iter().map(MatchAskedHere::from)))
}

/// Whether the asker is told of a person, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MatchDecision {
    person: Key,
    accept: bool,
    /// 1 to 200 characters.
    reason: String,
}

/// Tells the asker of a person, or declines; he does not learn that somebody declined.
#[utoipa::path(post, path = "/persons/match_requests/{id}/decide", tag = "persons",
    request_body = MatchDecision, responses((status = 200, body = Receipt)))]
async fn decide_match(
    Signed { app, caller }: Signed,
    Id(request): Id<Uuid>,
    Command { key, input, .. }: Command<MatchDecision>,
) -> Answer<Receipt> {
    let person = input.person.0.into();
    done(app.decide_match(&caller, Some(&key), request, person, input.accept, input.reason).await?)
}
