//! Epidemic curves.

use app::CaseDay;
use app::questions::{CURVE_CLASSES, CurveQuery as Asked, CurveUnit};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::situation::{Figure, Opening};
use crate::Api;
use crate::auth::Signed;
use crate::listing::{Answer, Query, maybe_path, word_of};
use crate::wire::{Day, Instant};

pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(show_epi_curve))
}

/// Longest delay of which a share is told, in days.
const MOST_SHARES: i64 = 60;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CurveQuery {
    /// Of cases in this area and below it; in all of one's own when absent.
    area: Option<String>,
    /// Of this disease; of all when absent.
    disease: Option<String>,
    /// `onset` (when absent), `report` or `confirmation`.
    by: Option<String>,
    /// `day` (when absent) or `week`, from Monday to Sunday.
    unit: Option<String>,
    /// First day; sixty days up to the last when absent. Weeks are whole.
    from: Option<Day>,
    /// How many days up to the last, 1 to 1,100: in place of `from`.
    days: Option<i64>,
    /// Last day, included; today when absent. At most 1,100 days.
    to: Option<Day>,
    /// What was known by then; now when absent.
    as_of: Option<Instant>,
}

/// Cases by the day of onset, report or confirmation. A case that turned out to be none stands in no curve.
#[derive(Serialize, ToSchema)]
struct EpiCurve {
    /// The moment that is shown.
    at: Instant,
    by: &'static str,
    unit: &'static str,
    /// First day.
    from_on: Day,
    /// Last day.
    to_on: Day,
    /// Day after day, or week after week, without a gap.
    bins: Vec<CurveBin>,
    /// Cases of which the day is not known.
    undated: Figure,
    delay: ReportingDelay,
}

/// A column of a curve.
#[derive(Serialize, ToSchema)]
struct CurveBin {
    /// Its first day.
    from_on: Day,
    /// Its last day.
    to_on: Day,
    suspected: i64,
    probable: i64,
    asymptomatic: i64,
    confirmed: i64,
    /// All of them. With one class in place of those of its query, those of that class.
    total: Figure,
    /// In a curve by onset: the share of all cases with onset then that are reported by now, 0 to 1, if they are
    /// reported as fast as the others were (see `delay`); of a week, the mean of its days. Shade what is below 1.
    /// Nothing is added to the counts for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<f64>,
}

/// From onset to network report, in whole days, of all cases with both. Cases that are ill and not yet reported
/// cannot be among them: while an outbreak grows, delays look shorter than they are.
#[derive(Serialize, ToSchema)]
struct ReportingDelay {
    /// How many cases.
    n: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower_quartile: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upper_quartile: Option<f64>,
    /// The share reported within 0, 1, 2 … days of onset (cases with a delay of so many days or fewer, divided by all);
    /// up to the longest delay, at most 60 days. Empty without cases.
    within_days: Vec<f64>,
}

/// An epidemic curve with the delay of reports.
#[utoipa::path(get, path = "/epi_curve", tag = "lists", params(CurveQuery),
    responses((status = 200, body = EpiCurve)))]
async fn show_epi_curve(Signed { app, caller }: Signed, Query(query): Query<CurveQuery>) -> Answer<EpiCurve> {
    let days =
        [("onset", CaseDay::Onset), ("report", CaseDay::Report), ("confirmation", CaseDay::Confirmation)];
    let units = [("day", CurveUnit::Day), ("week", CurveUnit::Week)];
    let (by_word, by) = word_of(query.by.as_deref(), "by", &days, |(word, _)| word)?.unwrap_or(days[0]);
    let (unit_word, unit) =
        word_of(query.unit.as_deref(), "unit", &units, |(word, _)| word)?.unwrap_or(units[0]);
    let asked = Asked {
        area: maybe_path(&app, query.area.as_ref())?,
        disease: query.disease,
        by,
        unit,
        from: query.from.map(Into::into),
        days: query.days,
        to: query.to.map(Into::into),
    };
    let as_of = app.as_of(query.as_of.map(Into::into));
    let curve = app.epi_curve(&caller, &asked, as_of).await?;
    let open = Opening::as_of(as_of);
    let day_before = |day: kernel::Date| Day::from(day.yesterday().unwrap_or(day));
    let delays = curve.delays;
    let longest = delays.longest().unwrap_or(-1).clamp(-1, MOST_SHARES);
    let bins = curve.bins.into_iter().map(|bin| {
        let [suspected, probable, asymptomatic, confirmed] = bin.counts;
        CurveBin {
            from_on: bin.from.into(),
            to_on: day_before(bin.before),
            suspected,
            probable,
            asymptomatic,
            confirmed,
            total: open.figure(bin.total),
            complete: bin.complete,
        }
    });
    Ok(Json(EpiCurve {
        at: curve.at.into(),
        by: by_word,
        unit: unit_word,
        from_on: curve.from.into(),
        to_on: day_before(curve.before),
        bins: bins.collect(),
        undated: open.figure(curve.undated),
        delay: ReportingDelay {
            n: delays.n(),
            lower_quartile: delays.quantile(0.25),
            median: delays.quantile(0.5),
            upper_quartile: delays.quantile(0.75),
            within_days: (0..=longest).filter_map(|days| delays.share_within(days)).collect(),
        },
    }))
}

/// The counts of a column stand in this order.
const _: () = {
    assert!(CURVE_CLASSES.len() == 4);
    assert!(
        matches!(CURVE_CLASSES[0].as_bytes(), b"suspected")
            && matches!(CURVE_CLASSES[3].as_bytes(), b"confirmed")
    );
};
