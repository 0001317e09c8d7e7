//! Persons found again, numbers checked, other areas asked.

use app::audit::AuditFilter;
use app::commands::NewPersonInput;
use app::questions::DuplicateQuery;
use authz::Role;
use kernel::{Classified, Code, PageRequest, PersonId, PersonalField};

use crate::town::{HOME, NEXT, Town, refused};

/// A sound number: a woman born on 31 December 1949.
const NUMBER: &str = "11010519491231002X";

fn values(values: &[(PersonalField, &str)]) -> Vec<(PersonalField, Classified<String>)> {
    values.iter().map(|(field, text)| (*field, Classified::new((*text).to_owned()))).collect()
}

fn person(town: &Town, area: &str, said: &[(PersonalField, &str)]) -> NewPersonInput {
    NewPersonInput { values: values(said), sex: None, birth_year: None, ..town.new_person(area) }
}

async fn registered(town: &Town, area: &str, said: &[(PersonalField, &str)]) -> PersonId {
    let caller = town.who(Role::Epidemiologist, area);
    let receipt =
        town.app.register_person(&caller, None, person(town, area, said)).await.expect("registered");
    PersonId(receipt.subject_of("person_registered").expect("a person").id)
}

fn query(field: PersonalField, text: &str) -> DuplicateQuery {
    let said = Some(Classified::new(text.to_owned()));
    let mut query = DuplicateQuery { purpose: "entry".to_owned(), ..DuplicateQuery::default() };
    match field {
        PersonalField::IdNumber => query.id_number = said,
        PersonalField::Phone => query.phone = said,
        _ => query.name = said,
    }
    query
}

/// Who is found, with what speaks for each.
async fn found(town: &Town, field: PersonalField, text: &str) -> Vec<(PersonId, String)> {
    let found = town.app.find_duplicates(&town.cdc(), query(field, text)).await.expect("searched");
    found.items.into_iter().map(|one| (one.person, one.evidence.join(" "))).collect()
}

pub async fn a_person_is_found_by_number_phone_and_name(town: Town) {
    use PersonalField::{IdNumber, Name, Phone};
    town.set("2022-07-01 09:00");
    let wang =
        registered(&town, HOME, &[(Name, "王小明"), (IdNumber, NUMBER), (Phone, "138 0013 8000")]).await;
    let zhang = registered(&town, HOME, &[(Name, "張偉國"), (Phone, "0351-4071234")]).await;
    let maria = registered(&town, HOME, &[(Name, "Maria Silva"), (IdNumber, "P 123-456")]).await;
    for (field, text, who, says) in [
        (IdNumber, "11010519491231002x", wang, "id_number"),
        (IdNumber, "110105491231002", wang, "id_number"),
        (IdNumber, "p123456", maria, "id_number"),
        (Phone, "+8613800138000", wang, "phone"),
        (Phone, "（0351）4071234 转 8", zhang, "phone"),
        (Name, "王 小明", wang, "name_exact"),
        (Name, "张伟国", zhang, "name_variant"),
        (Name, "章卫国", zhang, "name_sound"),
        (Name, "Wang Xiaoming", wang, "name_sound"),
        (Name, "王小刚", wang, "name_one_off"),
        (Name, "王明", wang, "name_one_off"),
        (Name, "王小二明", wang, "name_one_off"),
        (Name, "Maria Silvia", maria, "name_one_off"),
    ] {
        assert_eq!(found(&town, field, text).await, [(who, says.to_owned())], "{text}");
    }
    for (field, text) in
        [(IdNumber, "110105194912310038"), (Phone, "13900139000"), (Name, "李大刚"), (Name, "明小王")]
    {
        assert!(found(&town, field, text).await.is_empty(), "{text}");
    }
    // The likeliest comes first, and a year of birth tells two of one name apart.
    let young = NewPersonInput { birth_year: Some(1999), ..person(&town, HOME, &[(Name, "王小明")]) };
    let receipt = town.app.register_person(&town.cdc(), None, young).await.expect("registered");
    let young = PersonId(receipt.subject_of("person_registered").expect("a person").id);
    let mut both = query(Name, "王小明");
    for (year, first) in [(1949, wang), (1999, young)] {
        both.birth_year = Some(year);
        let found = town.app.find_duplicates(&town.cdc(), both.clone()).await.expect("searched");
        assert_eq!((found.items[0].person, found.items.len()), (first, 2), "{year}");
        assert!(found.items[0].score > found.items[1].score);
    }
}

pub async fn a_search_outside_the_areas_answers_as_for_nobody(town: Town) {
    use PersonalField::{IdNumber, Name};
    town.set("2022-07-01 09:00");
    registered(&town, NEXT, &[(Name, "王小明"), (IdNumber, NUMBER)]).await;
    let nobody = town.app.find_duplicates(&town.cdc(), query(Name, "李大刚")).await.expect("searched");
    for (field, text) in [(Name, "王小明"), (Name, "Wang Xiaoming"), (IdNumber, NUMBER)] {
        let there = town.app.find_duplicates(&town.cdc(), query(field, text)).await.expect("searched");
        assert_eq!(there, nobody, "{text}");
    }
    let next = town.who(Role::Epidemiologist, NEXT);
    let own = town.app.find_duplicates(&next, query(Name, "王小明")).await.expect("searched");
    assert_eq!(own.items.len(), 1);
    let auditor = town.who(Role::Auditor, HOME);
    let all = AuditFilter::default();
    let seen = town.app.audit(&auditor, all, &PageRequest::default()).await.expect("read").items;
    assert_eq!(seen.len(), 4, "each search, and nobody found");
    assert!(seen.iter().all(|look| look.row.action == "person.search" && look.row.subject_id.is_none()));
    assert_eq!(refused(town.app.find_duplicates(&auditor, query(Name, "王小明")).await), Code::Forbidden);
}

pub async fn an_identity_number_must_be_one_and_fit(town: Town) {
    use PersonalField::{BirthDate, IdNumber, Name};
    town.set("2022-07-01 09:00");
    let cdc = town.cdc();
    for (number, code, fault) in [
        ("110105194912310021", Code::IdNumberInvalid, "checksum"),
        ("110105194902300021", Code::IdNumberInvalid, "birth_date"),
        ("990105194912310021", Code::IdNumberInvalid, "region"),
        ("11010519491231002", Code::IdNumberInvalid, "length"),
        // Sound, but of somebody not yet born on that day.
        ("110105202207020016", Code::IdNumberInvalid, "birth_date"),
    ] {
        let answer = town.app.register_person(&cdc, None, person(&town, HOME, &[(IdNumber, number)])).await;
        let error = answer.expect_err(number);
        assert_eq!((error.code(), error.argument("fault")), (code, Some(fault)), "{number}");
        assert_eq!(error.location().and_then(|at| at.field.as_deref()), Some("id_number"));
    }
    let stated = person(&town, HOME, &[(IdNumber, NUMBER)]);
    for (new, field, stated, told) in [
        (NewPersonInput { sex: Some("m".into()), ..stated.clone() }, "sex", "m", "f"),
        (NewPersonInput { birth_year: Some(1950), ..stated.clone() }, "birth_year", "1950", "1949"),
        (
            person(&town, HOME, &[(IdNumber, NUMBER), (BirthDate, "1949-12-30")]),
            "birth_date",
            "1949-12-30",
            "1949-12-31",
        ),
    ] {
        let error = town.app.register_person(&cdc, None, new).await.expect_err(field);
        let args = ["field", "stated", "told"].map(|name| error.argument(name));
        assert_eq!(
            (error.code(), args),
            (Code::IdNumberContradicts, [Some(field), Some(stated), Some(told)])
        );
    }
    for (field, text, code) in [
        (BirthDate, "1949-02-30", Code::InvalidDate),
        (Name, &*"王".repeat(4000), Code::TooLong),
        (IdNumber, &*"1".repeat(4000), Code::TooLong),
    ] {
        let answer = town.app.register_person(&cdc, None, person(&town, HOME, &[(field, text)])).await;
        assert_eq!(refused(answer), code);
    }
    // What the number tells needs not be stated.
    let known = registered(&town, HOME, &[(IdNumber, NUMBER)]).await;
    let row = town.app.store().person(&store::Scope::system(), known).await.expect("read").expect("there");
    assert_eq!((row.sex.as_deref(), row.birth_year), (Some("f"), Some(1949)));
}

pub async fn two_with_one_number_are_told_to_whom_they_are_in_reach(town: Town) {
    use PersonalField::IdNumber;
    town.set("2022-07-01 09:00");
    let first = registered(&town, HOME, &[(IdNumber, NUMBER)]).await;
    let again = || person(&town, HOME, &[(IdNumber, "110105491231002")]);
    let error = town.app.register_person(&town.cdc(), None, again()).await.expect_err("known");
    assert_eq!((error.code(), error.argument("ids")), (Code::PersonDuplicate, Some(&*first.to_string())));
    // Next door it is not told, and there he is taken in.
    registered(&town, NEXT, &[(IdNumber, NUMBER)]).await;
    let meant = NewPersonInput { known_duplicate: true, ..again() };
    town.app.register_person(&town.cdc(), None, meant).await.expect("somebody else");
    assert_eq!(found(&town, IdNumber, NUMBER).await.len(), 2);
    let twice = town.app.register_person(&town.cdc(), None, again()).await.expect_err("known");
    assert_eq!(twice.argument("ids").map(|ids| ids.split(", ").count()), Some(2));
}

pub async fn what_was_changed_or_erased_is_found_no_more(town: Town) {
    use PersonalField::{IdNumber, Name};
    town.set("2022-07-01 09:00");
    let known = registered(&town, HOME, &[(Name, "王小明"), (IdNumber, NUMBER)]).await;
    let admin = town.who(Role::Administrator, HOME);
    town.app.erase_person(&admin, None, known, "asked".to_owned()).await.expect("erased");
    assert!(found(&town, Name, "王小明").await.is_empty());
    assert!(found(&town, IdNumber, NUMBER).await.is_empty());
    registered(&town, HOME, &[(Name, "王小明"), (IdNumber, NUMBER)]).await;
    assert_eq!(found(&town, Name, "王小明").await.len(), 1);
}

pub async fn another_area_tells_of_a_person_or_does_not(town: Town) {
    use PersonalField::{IdNumber, Name};
    town.set("2022-07-01 09:00");
    let there = registered(&town, NEXT, &[(Name, "王小明"), (IdNumber, NUMBER)]).await;
    let (home, next) = (town.cdc(), town.who(Role::Epidemiologist, NEXT));
    let ask =
        async |text: &str| town.app.ask_for_match(&home, None, query(IdNumber, text)).await.expect("asked");
    let (known, unknown) = (ask(NUMBER).await, ask("E12345678").await);
    let shape =
        |asked: &app::matches::MatchRequest| (asked.asked_at, asked.reason.clone(), asked.accepted.clone());
    assert_eq!(shape(&known), shape(&unknown), "the same whether there is one or not");
    assert!(town.app.incoming_matches(&home).await.expect("none of ours").is_empty());
    let incoming = town.app.incoming_matches(&next).await.expect("listed");
    assert_eq!(incoming.len(), 1);
    assert_eq!((incoming[0].request, incoming[0].person, incoming[0].by), (known.id, there, home.user));
    assert_eq!(incoming[0].evidence, ["id_number"]);
    // Nobody else decides, and not about anybody else.
    let decide = async |who: &app::Caller, person, accept| {
        town.app.decide_match(who, None, known.id, person, accept, "known here".to_owned()).await
    };
    assert_eq!(refused(decide(&home, there, true).await), Code::NotFound);
    assert_eq!(refused(decide(&next, PersonId(known.id), true).await), Code::NotFound);
    assert_eq!(refused(decide(&town.who(Role::Sentinel, NEXT), there, true).await), Code::Forbidden);
    decide(&next, there, true).await.expect("told");
    assert_eq!(refused(decide(&next, there, false).await), Code::NotFound, "decided once");
    let own = town.app.match_requests(&home).await.expect("listed");
    let told = own.iter().find(|asked| asked.id == known.id).expect("mine");
    assert_eq!(told.accepted, [(there, town.path(NEXT))]);
    assert!(town.app.match_requests(&next).await.expect("listed").is_empty());
    // Declined is as if there were nobody.
    let second = ask(NUMBER).await;
    town.app
        .decide_match(&next, None, second.id, there, false, "not the same".to_owned())
        .await
        .expect("declined");
    let own = town.app.match_requests(&home).await.expect("listed");
    let of = |id| own.iter().find(|asked| asked.id == id).expect("mine");
    assert_eq!(of(second.id).accepted, of(unknown.id).accepted);
    // Whoever is in reach is no match of others; his own area hears of each look at him.
    let of_him = AuditFilter { person: Some(there), ..AuditFilter::default() };
    let looks = town.app.audit(&town.who(Role::Auditor, NEXT), of_him, &PageRequest::default()).await;
    let actions: Vec<_> = looks.expect("read").items.into_iter().map(|look| look.row.action).collect();
    let count = |action: &str| actions.iter().filter(|said| *said == action).count();
    assert_eq!(
        (count("person.match_request"), count("person.match_accept"), count("person.match_decline")),
        (2, 1, 1)
    );
}

pub async fn a_slip_in_a_name_of_any_length_does_no_harm(town: Town) {
    town.set("2022-07-01 09:00");
    let long = "欧".repeat(200);
    registered(&town, HOME, &[(PersonalField::Name, &long)]).await;
    assert_eq!(found(&town, PersonalField::Name, &long).await.len(), 1);
    let answer = town.app.find_duplicates(&town.cdc(), query(PersonalField::Name, &"王".repeat(4000))).await;
    assert_eq!(refused(answer), Code::TooLong);
    for text in ["王", "·王·", "𠮷野家", "👩‍⚕️ 王", "\u{202e}明小王"] {
        found(&town, PersonalField::Name, text).await;
    }
}
