//! What the drill shows whatever the outbreak does: a directive, a duty
//! roster with gaps, an order that a must-not forbids.

use super::acts::Act;
use super::drill::{DISEASE, Drill};
use crate::voice::Outcome;
use app::commands::{DirectiveInput, OrderInput, ProblemInput, RequireWatch, RosterShift};
use kernel::{Code, ProblemId, SubjectKind, SubjectRef, Text, Timestamp, derived_uuid};

/// A scene.
#[derive(Clone, Copy, Debug)]
pub enum Scene {
    /// The prefecture lists three problems.
    IssueDirective,
    /// A unit says that its problem is mended.
    Submit(usize),
    /// The prefecture has seen that it is.
    Verify(usize),
    /// The prefecture has seen that it is not.
    Return(usize),
    /// A post must be watched day and night; its roster has two gaps.
    Roster,
    /// The first gap is filled in time; nobody fills the second.
    FillGap,
    /// Somebody wants to close the market.
    CloseMarket,
}

/// What the problems are about, in both languages, and who must mend them.
const PROBLEMS: [(&str, &str, &str); 3] = [
    (
        "隔离点清洁区与污染区未分开",
        "Clean and contaminated zones of the isolation site are not apart",
        "site",
    ),
    ("药店未登记退热药购买人", "The pharmacy does not register who buys fever medicine", "pharmacy"),
    (
        "卫生院发热患者通道未分设",
        "The township hospital has no separate way for patients with fever",
        "township-hospital",
    ),
];

impl Drill<'_> {
    fn on(&self, day: i64, hour: i8) -> Timestamp {
        self.zone.at(self.day(day), hour, 0)
    }

    /// Puts the scenes into the plan.
    pub fn plan_script(&mut self) {
        for (day, hour, scene) in [
            (1, 9, Scene::IssueDirective),
            (1, 10, Scene::Roster),
            (2, 16, Scene::Submit(0)),
            (2, 17, Scene::Submit(1)),
            (3, 10, Scene::Verify(0)),
            (3, 11, Scene::Return(1)),
            (3, 15, Scene::CloseMarket),
            (4, 15, Scene::Submit(1)),
            (5, 10, Scene::Verify(1)),
            (5, 12, Scene::FillGap),
        ] {
            let at = self.on(day, hour);
            self.plan(at, Act::Play(scene));
        }
    }

    /// Plays a scene.
    pub async fn play(&mut self, scene: Scene) -> Outcome {
        match scene {
            Scene::IssueDirective => self.issue_directive().await,
            Scene::Submit(nth) => {
                let who = self.actor(PROBLEMS[nth].2)?;
                let evidence = self.voice.words("demo-evidence", &[]);
                self.app.submit_rectification(&who.caller, None, self.problem(nth)?, evidence).await?;
                Ok(())
            }
            Scene::Verify(nth) => {
                let who = self.actor("prefecture")?;
                self.app.verify_rectification(&who.caller, None, self.problem(nth)?).await?;
                Ok(())
            }
            Scene::Return(nth) => {
                let (who, reason) = (self.actor("prefecture")?, self.voice.words("demo-returned", &[]));
                let due = self.on(5, 18);
                self.app.return_rectification(&who.caller, None, self.problem(nth)?, reason, due).await?;
                Ok(())
            }
            Scene::Roster => self.roster().await,
            Scene::FillGap => self.shift((5, 20), (6, 8)).await,
            Scene::CloseMarket => self.close_market().await,
        }
    }

    fn problem(&self, nth: usize) -> Outcome<ProblemId> {
        let missing = || kernel::Error::new(Code::NotFound).arg("kind", "problem").arg("id", nth);
        Ok(self.highlights.problems.get(nth).copied().ok_or_else(missing)?)
    }

    async fn issue_directive(&mut self) -> Outcome {
        let mut problems = Vec::new();
        for (zh, en, unit) in PROBLEMS {
            problems.push(ProblemInput {
                title: self.voice.pick(zh, en).to_owned(),
                unit: self.actor(unit)?.unit,
                due_at: self.on(4, 18),
                severity: "major".to_owned(),
            });
        }
        let (title, source) =
            (self.voice.words("demo-directive", &[]), self.voice.words("demo-directive-source", &[]));
        let input = DirectiveInput { problems, ..DirectiveInput::of(self.county.clone(), title, source) };
        let receipt = self.app.issue_directive(&self.actor("prefecture")?.caller, None, input).await?;
        self.highlights.problems = receipt
            .facts
            .iter()
            .filter(|fact| fact.kind == "problem_listed" && fact.subject.kind == SubjectKind::Problem)
            .map(|fact| ProblemId(fact.subject.id))
            .collect();
        Ok(())
    }

    async fn roster(&mut self) -> Outcome {
        let post = self.actor("cdc")?.post;
        self.shift((4, 0), (5, 20)).await?;
        self.shift((6, 8), (6, 20)).await?;
        let input = RequireWatch { post, from: self.on(4, 0), until: self.on(7, 0) };
        self.app.require_watch(&self.actor("commander")?.caller, None, input).await?;
        Ok(())
    }

    async fn shift(&mut self, from: (i64, i8), until: (i64, i8)) -> Outcome {
        let cdc = self.actor("cdc")?;
        let (from, until) = (self.on(from.0, from.1), self.on(until.0, until.1));
        let input = RosterShift { post: cdc.post, holder: cdc.caller.user, from, until };
        self.app.roster_shift(&self.actor("commander")?.caller, None, input).await?;
        Ok(())
    }

    /// A market of a county without any risk zone: must-not 9 forbids it.
    async fn close_market(&mut self) -> Outcome {
        let input = OrderInput {
            target: SubjectRef { kind: SubjectKind::Place, id: derived_uuid(&["demo", "market"]) },
            area: Some(self.county.clone()),
            contact: None,
            case: None,
            disease: DISEASE.to_owned(),
            measure: Some("closure".to_owned()),
            group: None,
            regime: None,
            form: None,
            anchor: None,
            ends_on: Some(self.day(10)),
            basis: self.voice.words("demo-market-basis", &[]),
            reason: Some(Text {
                zh: "担心疫情经农贸市场扩散".to_owned(),
                en: "For fear that the market spreads the disease".to_owned(),
            }),
            unit: None,
            ground: Some("place".to_owned()),
            origin_zone: None,
            place_kind: Some("market".to_owned()),
            purpose: None,
        };
        match self.app.issue_order(&self.actor("commander")?.caller, None, input).await {
            Err(refused) if refused.code() == Code::OrderForbidden => {
                self.highlights.blocked = Some(refused);
                Ok(())
            }
            other => other.map(drop).map_err(Into::into),
        }
    }
}
