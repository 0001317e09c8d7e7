//! Facts: what the journal says about anything; withdrawn when they were not so.

use app::questions::FactLine;
use domain::FactBody;
use kernel::{FactId, SubjectRef};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::people::Reason;
use crate::Api;
use crate::auth::Signed;
use crate::command::Command;
use crate::listing::{Answer, Id, Items, Query};
use crate::wire::{Instant, Key, Kind, Receipt, Subject, area, done};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list_facts)).routes(routes!(withdraw_fact))
}

/// Something that happened, said once and for ever.
#[derive(Serialize, ToSchema)]
pub struct Fact {
    id: Uuid,
    kind: &'static str,
    subject: Subject,
    /// What else it is about.
    refs: Vec<Subject>,
    area: String,
    occurred_at: Instant,
    /// When we learnt it.
    recorded_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Uuid>,
    unit: Option<Uuid>,
    /// The fact that this one corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<Uuid>,
    /// Fields of the kind, as the catalogue of the rule engine has them; nothing personal.
    #[schema(value_type = Object)]
    body: FactBody,
}

impl From<FactLine> for Fact {
    fn from(line: FactLine) -> Self {
        let fact = line.fact;
        Self {
            id: fact.id.0,
            kind: fact.body.kind(),
            subject: fact.subject.into(),
            refs: fact.refs.into_iter().map(Into::into).collect(),
            area: area(&fact.area),
            occurred_at: fact.occurred_at.into(),
            recorded_at: fact.recorded_at.into(),
            user: fact.by.user.map(Into::into),
            unit: fact.by.unit.map(Into::into),
            corrects: fact.corrects.map(Into::into),
            body: fact.body,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FactQuery {
    subject_kind: Kind,
    subject: Key,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

/// Facts about anything, oldest first.
#[utoipa::path(get, path = "/facts", tag = "facts", params(FactQuery),
    responses((status = 200, body = Items<Fact>)))]
async fn list_facts(Signed { app, caller }: Signed, Query(query): Query<FactQuery>) -> Answer<Items<Fact>> {
    let subject = SubjectRef { kind: query.subject_kind.into(), id: query.subject.0 };
    let facts = app.facts_about(&caller, subject, app.as_of(query.as_of.map(Into::into))).await?;
    Ok(Items::of(facts.into_iter().map(Fact::from)))
}

/// Withdraws a fact that was not so; every obligation that it opened becomes void.
#[utoipa::path(post, path = "/facts/{id}/withdraw", tag = "facts", request_body = Reason,
    responses((status = 200, body = Receipt)))]
async fn withdraw_fact(
    Signed { app, caller }: Signed,
    Id(fact): Id<FactId>,
    Command { key, input, .. }: Command<Reason>,
) -> Answer<Receipt> {
    done(app.withdraw_fact(&caller, Some(&key), fact, input.reason).await?)
}
