//! C01: a post that is watched around the clock, and its gaps.

use app::commands::{RequireWatch, RosterShift};
use authz::Role;
use kernel::{Code, PostId, UserId, derived_uuid};

use crate::town::{HOME, Town, at, hour, refused};

fn duty_post(town: &Town) -> PostId {
    let unit = town.unit("cdc", HOME);
    town.app.directory().held_by(unit).post.expect("a duty post")
}

async fn rostered(
    town: &Town,
    post: PostId,
    who: &str,
    from: &str,
    until: &str,
) -> kernel::Result<app::Receipt> {
    let input = RosterShift { post, holder: UserId(derived_uuid(&[who])), from: at(from), until: at(until) };
    town.app.roster_shift(&town.who(Role::Office, HOME), None, input).await
}

pub async fn c01_a_gap_warns_twelve_hours_ahead_and_closes_when_filled(town: Town) {
    town.set("2022-07-01 09:00");
    let post = duty_post(&town);
    let watch = RequireWatch { post, from: at("2022-07-02 20:00"), until: at("2022-07-04 08:00") };
    let office = town.who(Role::Office, HOME);
    town.app.require_watch(&office, None, watch).await.expect("required");
    let gap = town.one(post.subject(), "C01").await;
    assert_eq!(
        (hour(gap.warn_at).as_str(), hour(gap.due_at).as_str()),
        ("2022-07-02 08:00", "2022-07-02 20:00")
    );
    assert_eq!(gap.holder_unit, town.unit("cdc", HOME));
    town.set("2022-07-02 07:59:59");
    assert_eq!(town.sweep().await.warned, 0);
    town.set("2022-07-02 08:00");
    assert_eq!(town.sweep().await.warned, 1);
    // The night is filled; the day after it is another gap.
    rostered(&town, post, "a", "2022-07-02 20:00", "2022-07-03 08:00").await.expect("rostered");
    let states: Vec<_> =
        town.owed(post.subject(), "C01").await.iter().map(|o| (hour(o.due_at), town.state(o))).collect();
    assert_eq!(states, [("2022-07-02 20:00".to_owned(), "met"), ("2022-07-03 08:00".to_owned(), "open")]);
    town.set("2022-07-03 08:00:01");
    town.sweep().await;
    let late = town.owed(post.subject(), "C01").await.pop().expect("the second gap");
    assert_eq!(town.told(&late).await, ["county 140105000000 command_office 2022-07-03 08:00"]);
    // Somebody stands from 09:00 on: the hour in between stays a gap, and overdue.
    town.set("2022-07-03 08:30");
    rostered(&town, post, "b", "2022-07-03 09:00", "2022-07-04 08:00").await.expect("rostered");
    let open: Vec<_> = town
        .owed(post.subject(), "C01")
        .await
        .into_iter()
        .filter(|o| o.closed_at.is_none())
        .map(|o| (hour(o.due_at), town.state(&o)))
        .collect();
    assert_eq!(open, [("2022-07-03 08:00".to_owned(), "overdue")]);
    let turns = town
        .app
        .shifts(
            &office,
            &app::ShiftFilter { post: Some(post), ..Default::default() },
            town.now(),
            &town.whole(),
        )
        .await
        .expect("listed");
    let gaps: Vec<_> =
        turns.items.iter().filter(|t| t.state.status == "gap").map(|t| hour(t.state.from)).collect();
    assert_eq!(gaps, ["2022-07-03 08:00"]);
}

pub async fn c01_two_shifts_of_one_post_do_not_overlap(town: Town) {
    town.set("2022-07-01 09:00");
    let post = duty_post(&town);
    rostered(&town, post, "a", "2022-07-02 08:00", "2022-07-02 20:00").await.expect("rostered");
    let clash = rostered(&town, post, "b", "2022-07-02 19:00", "2022-07-03 08:00").await;
    assert_eq!(refused(clash), Code::ShiftOverlap);
    rostered(&town, post, "b", "2022-07-02 20:00", "2022-07-03 08:00").await.expect("one after the other");
    let empty = rostered(&town, post, "c", "2022-07-04 08:00", "2022-07-04 08:00").await;
    assert_eq!(refused(empty), Code::DatesOutOfOrder);
    let worker = town.who(Role::Clinician, HOME);
    let input = RosterShift {
        post,
        holder: worker.user,
        from: at("2022-07-05 08:00"),
        until: at("2022-07-05 20:00"),
    };
    assert_eq!(refused(town.app.roster_shift(&worker, None, input).await), Code::Forbidden);
}
