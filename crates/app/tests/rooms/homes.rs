//! Who lives together, and where.

use app::audit::AuditFilter;
use app::commands::{AddressInput, HouseholdInput};
use authz::Role;
use kernel::{Classified, Code, Date, GroupId, PageRequest, PersonId};
use store::Scope;

use crate::town::{HOME, NEXT, Town, date, refused};

async fn formed(
    town: &Town,
    members: &[(PersonId, &str)],
    head: Option<PersonId>,
) -> kernel::Result<GroupId> {
    let input = HouseholdInput {
        area: town.path(HOME),
        members: members.iter().map(|(person, from)| (*person, date(from))).collect(),
        head,
    };
    let receipt = town.app.form_household(&town.cdc(), None, input).await?;
    Ok(receipt.subject_of("household_formed").expect("a household").id.into())
}

/// Who lives there now, and who speaks for it.
async fn lives(town: &Town, household: GroupId) -> (Vec<PersonId>, Option<PersonId>) {
    let state = town.app.household(&town.cdc(), household).await.expect("there").state;
    let now = state.members.iter().filter(|member| member.until.is_none()).map(|member| member.person);
    (now.collect(), state.head)
}

pub async fn a_household_is_joined_and_left(town: Town) {
    town.set("2022-07-01 09:00");
    let (a, b, c) = (town.person(HOME).await, town.person(HOME).await, town.person(HOME).await);
    let home = formed(&town, &[(a, "2020-01-01"), (b, "2021-05-01")], Some(a)).await.expect("formed");
    assert_eq!(lives(&town, home).await, (vec![a, b], Some(a)));
    let worker = town.who(Role::CommunityWorker, HOME);
    town.app.join_household(&worker, None, home, c, date("2022-06-30")).await.expect("joined");
    town.app.leave_household(&worker, None, home, a, date("2022-07-01")).await.expect("left");
    assert_eq!(lives(&town, home).await, (vec![b, c], None), "who has left speaks for it no more");
    town.app.set_household_head(&worker, None, home, c).await.expect("set");
    assert_eq!(lives(&town, home).await, (vec![b, c], Some(c)));
    // Who has left may live elsewhere, and come back.
    let other = formed(&town, &[(a, "2022-07-01")], None).await.expect("formed");
    town.app.leave_household(&worker, None, other, a, date("2022-07-01")).await.expect("left");
    town.app.join_household(&worker, None, home, a, date("2022-07-01")).await.expect("back");
    let of = town.app.households_of(&worker, a).await.expect("listed");
    assert_eq!(of.iter().map(|seen| GroupId(seen.id)).collect::<Vec<_>>(), [home, other]);
    assert!(
        town.app.households_of(&town.who(Role::CommunityWorker, NEXT), a).await.expect("none").is_empty()
    );
    // Whoever is one with a member lives where that one lives.
    let d = town.person(HOME).await;
    town.app.merge_persons(&town.cdc(), None, b, d, "the same".to_owned()).await.expect("merged");
    let again = town.app.join_household(&worker, None, other, d, date("2022-07-01")).await;
    assert_eq!(refused(again), Code::MemberElsewhere);
    town.app.leave_household(&worker, None, home, d, date("2022-07-01")).await.expect("left");
    let before = (lives(&town, home).await, lives(&town, other).await);
    assert_eq!(before.0, (vec![c, a], Some(c)));
    town.app.rebuild(|_| ()).await.expect("told again");
    assert_eq!((lives(&town, home).await, lives(&town, other).await), before);
    assert_eq!(town.app.households_of(&worker, d).await.expect("listed").len(), 1);
}

pub async fn a_household_refuses_what_cannot_be(town: Town) {
    town.set("2022-07-01 09:00");
    let (a, b) = (town.person(HOME).await, town.person(HOME).await);
    let away = town.person(NEXT).await;
    assert_eq!(refused(formed(&town, &[(away, "2022-01-01")], None).await), Code::NotFound);
    assert_eq!(refused(formed(&town, &[(a, "2022-07-02")], None).await), Code::InFuture);
    assert_eq!(refused(formed(&town, &[(a, "2022-01-01")], Some(b)).await), Code::NotMember);
    assert_eq!(
        refused(formed(&town, &[(a, "2022-01-01"), (a, "2022-01-02")], None).await),
        Code::MemberElsewhere
    );
    // Nothing of what was refused stands.
    let home = formed(&town, &[(a, "2022-01-01")], None).await.expect("formed");
    assert_eq!(refused(formed(&town, &[(a, "2022-01-01")], None).await), Code::MemberElsewhere);
    let (cdc, next) = (town.cdc(), town.who(Role::Epidemiologist, NEXT));
    let leave = async |who: &app::Caller, person, until: &str| {
        town.app.leave_household(who, None, home, person, date(until)).await
    };
    assert_eq!(refused(leave(&cdc, b, "2022-06-01").await), Code::NotMember);
    assert_eq!(refused(leave(&cdc, a, "2021-12-31").await), Code::DatesOutOfOrder);
    assert_eq!(refused(leave(&cdc, a, "2022-07-02").await), Code::InFuture);
    assert_eq!(refused(leave(&next, a, "2022-06-01").await), Code::NotFound);
    assert_eq!(refused(town.app.household(&next, home).await.map(drop)), Code::NotFound);
    assert_eq!(
        refused(town.app.household(&town.who(Role::Auditor, HOME), home).await.map(drop)),
        Code::Forbidden
    );
}

pub async fn an_address_holds_for_its_days_and_goes_with_the_person(town: Town) {
    town.set("2022-07-01 09:00");
    let (cdc, person) = (town.cdc(), town.person(HOME).await);
    let record = async |kind: &str, text: Option<&str>, from: &str, until: Option<Date>| {
        let input = AddressInput {
            person,
            kind: kind.to_owned(),
            area: town.path(HOME),
            text: text.map(|text| Classified::new(text.to_owned())),
            from: date(from),
            until,
        };
        town.app.record_address(&cdc, None, input).await
    };
    record("home", Some("迎泽大街1号"), "2020-01-01", None).await.expect("recorded");
    record("stay", None, "2022-06-01", Some(date("2022-06-10"))).await.expect("recorded");
    assert_eq!(refused(record("castle", None, "2022-06-01", None).await), Code::InvalidValue);
    assert_eq!(refused(record("home", None, "2022-07-02", None).await), Code::InFuture);
    assert_eq!(
        refused(record("home", None, "2022-06-01", Some(date("2022-05-01"))).await),
        Code::DatesOutOfOrder
    );
    assert_eq!(refused(record("home", Some(&"长".repeat(501)), "2022-06-01", None).await), Code::TooLong);
    let listed = town.app.addresses(&cdc, person).await.expect("listed");
    assert_eq!(listed.iter().map(|row| row.kind.as_str()).collect::<Vec<_>>(), ["stay", "home"]);
    let home = &listed[1];
    let next = town.who(Role::Epidemiologist, NEXT);
    assert_eq!(refused(town.app.addresses(&next, person).await), Code::NotFound);
    let end =
        async |who: &app::Caller, until: &str| town.app.end_address(who, None, home.id, date(until)).await;
    assert_eq!(refused(end(&next, "2022-06-30").await), Code::NotFound);
    assert_eq!(refused(end(&cdc, "2019-12-31").await), Code::DatesOutOfOrder);
    end(&cdc, "2022-06-30").await.expect("ended");
    assert_eq!(refused(end(&cdc, "2022-06-30").await), Code::NotFound, "ended once");
    // The text is read for a purpose, and the look is in the audit.
    let texts = town.app.address_texts(&cdc, person, "visit").await.expect("read");
    let texts: Vec<_> =
        texts.iter().map(|(row, text)| (row.until, text.as_ref().map(|t| t.expose().clone()))).collect();
    assert_eq!(
        texts,
        [(Some(date("2022-06-10")), None), (Some(date("2022-06-30")), Some("迎泽大街1号".to_owned()))]
    );
    let auditor = town.who(Role::Auditor, HOME);
    let filter = AuditFilter { person: Some(person), ..AuditFilter::default() };
    let looks = town.app.audit(&auditor, filter, &PageRequest::default()).await.expect("read").items;
    let told: Vec<_> =
        looks.iter().map(|look| (look.row.action.as_str(), look.row.purpose.as_str())).collect();
    assert!(told.contains(&("person.addresses", "visit")), "{told:?}");
    let admin = town.who(Role::Administrator, HOME);
    town.app.erase_person(&admin, None, person, "asked".to_owned()).await.expect("erased");
    assert!(town.app.store().addresses(&Scope::system(), person).await.expect("read").is_empty());
    assert_eq!(refused(record("home", Some("x"), "2022-06-01", None).await), Code::PersonErased);
}
