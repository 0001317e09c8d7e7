//! Chains of transmission (F05).

use app::questions::NodeName;
use axum::Json;
use kernel::CaseId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::cases::Moment;
use super::outside::{OutsideCase, read};
use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Id, Query};
use crate::wire::{Classification, Day, Instant};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(show_chain)).routes(routes!(sum_up_chains))
}

/// The chain of one case.
#[derive(Serialize, ToSchema)]
struct Chain {
    nodes: Vec<ChainNode>,
    links: Vec<ChainLink>,
    /// Cases outside the caller's areas, one step beyond the border.
    outside: Vec<OutsideNode>,
    /// Whether more cases hang on it than are shown.
    truncated: bool,
}

/// A case of a chain.
#[derive(Serialize, ToSchema)]
struct ChainNode {
    case: Uuid,
    number: String,
    person: Uuid,
    /// Steps from the first case known of the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    generation: Option<u32>,
    onset_on: Option<Day>,
    classification: Classification,
    /// How many it infected.
    offspring: u32,
}

/// A case of a chain that lies outside the caller's areas.
#[derive(Serialize, ToSchema)]
struct OutsideNode {
    /// The same for all who look from one area at one outbreak; no id, and
    /// another one from every other area.
    pseudonym: String,
    #[serde(flatten)]
    case: OutsideCase,
    /// Steps from the first case known of the chain.
    #[serde(skip_serializing_if = "Option::is_none")]
    generation: Option<u32>,
    /// How many it infected, of those that are shown.
    offspring: u32,
}

/// Who infected whom: ids of cases, or pseudonyms of those outside.
#[derive(Serialize, ToSchema)]
struct ChainLink {
    from: String,
    to: String,
}

fn named(name: NodeName) -> String {
    match name {
        NodeName::Case(case) => case.to_string(),
        NodeName::Outside(pseudonym) => pseudonym,
    }
}

/// All chains of a disease.
#[derive(Serialize, ToSchema)]
struct ChainsSummary {
    cases: usize,
    /// Sizes of the components, greatest first.
    components: Vec<usize>,
    /// Cases per generation, from 0.
    generations: Vec<usize>,
    /// Cases without a known infector.
    unlinked: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    largest_offspring: Option<LargestOffspring>,
    closure: Closure,
}

/// The case that infected most.
#[derive(Serialize, ToSchema)]
struct LargestOffspring {
    number: String,
    offspring: u32,
}

/// What keeps the chains open.
#[derive(Serialize, ToSchema)]
struct Closure {
    closed: bool,
    uncontrolled_contacts: usize,
    /// Cases without a known infector opened within the quiet days.
    recent_unlinked_cases: usize,
    quiet_days: u32,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChainsQuery {
    disease: String,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

/// The chain of a case, over asserted infections. What hangs on it outside the
/// caller's areas is told one step beyond the border, as a neighbour sees it.
#[utoipa::path(get, path = "/cases/{id}/chain", tag = "chains", params(Moment),
    responses((status = 200, body = Chain)))]
async fn show_chain(
    Signed { app, caller }: Signed,
    Id(case): Id<CaseId>,
    Query(moment): Query<Moment>,
) -> Answer<Chain> {
    let as_of = app.as_of(moment.as_of.map(Into::into));
    let chain = app.chain(&caller, case, as_of).await?;
    let nodes = chain.nodes.into_iter().map(|node| ChainNode {
        case: node.case.0,
        number: node.number,
        person: node.person.0,
        generation: node.generation,
        onset_on: node.onset.map(Into::into),
        classification: node.classification.into(),
        offspring: node.offspring,
    });
    let inside = chain.links.into_iter().map(|(from, to)| (NodeName::Case(from), NodeName::Case(to)));
    let links =
        inside.chain(chain.crossings).map(|(from, to)| ChainLink { from: named(from), to: named(to) });
    let outside = chain.outside.into_iter().map(|node| OutsideNode {
        pseudonym: node.pseudonym,
        case: read(node.case),
        generation: node.generation,
        offspring: node.offspring,
    });
    Ok(Json(Chain {
        nodes: nodes.collect(),
        links: links.collect(),
        outside: outside.collect(),
        truncated: chain.truncated,
    }))
}

/// All chains of a disease in the caller's areas, and whether they are closed.
#[utoipa::path(get, path = "/chains", tag = "chains", params(ChainsQuery),
    responses((status = 200, body = ChainsSummary)))]
async fn sum_up_chains(
    Signed { app, caller }: Signed,
    Query(query): Query<ChainsQuery>,
) -> Answer<ChainsSummary> {
    let as_of = app.as_of(query.as_of.map(Into::into));
    let found = app.chains(&caller, &query.disease, as_of).await?;
    Ok(Json(ChainsSummary {
        cases: found.cases,
        components: found.components,
        generations: found.generations,
        unlinked: found.unlinked,
        largest_offspring: found
            .largest_offspring
            .map(|(number, offspring)| LargestOffspring { number, offspring }),
        closure: Closure {
            closed: found.closure.is_closed(),
            uncontrolled_contacts: found.closure.uncontrolled_contacts,
            recent_unlinked_cases: found.closure.recent_unlinked_cases,
            quiet_days: found.closure.quiet_days,
        },
    }))
}
