//! Tables of many hands: what is guessed, what is asked, and what then comes out.

use fenghuo_interop::{
    Confidence, Container, Field, Guess, Kind, LinkCheck, Mapping, MissingNumber, Origin, Question, ReadRow,
    Renumber, SAMPLE_ROWS, Surroundings, Table, TableHints, TableLimits, TypedRow, Why, guess, open_table,
};
use kernel::{AreaCode, Code, Error};
use std::{collections::BTreeMap, io::Cursor};

fn open(bytes: &[u8]) -> Table {
    open_table("t", Box::new(Cursor::new(bytes.to_vec())), &TableHints::default(), &TableLimits::default())
        .expect("a table")
}

fn guessed(table: &mut Table) -> Result<Guess, Error> {
    let sample = table.sample(SAMPLE_ROWS).expect("rows");
    guess(table, &sample)
}

fn read(table: &mut Table, mapping: &Mapping) -> Vec<ReadRow> {
    let anywhere = |_: &[&str]| AreaCode::new("140105000000").ok();
    let around = Surroundings { today: None, area_of: Some(&anywhere) };
    let rows = table.rows(mapping, around).expect("the mapping fits");
    rows.collect::<Result<_, _>>().expect("readable")
}

fn fields(guess: &Guess) -> Vec<String> {
    let told = |heading: &str, field: Option<Field>| format!("{heading}={}", field.map_or("", Field::as_str));
    guess.columns.iter().map(|column| told(&column.heading, column.field)).collect()
}

#[test]
fn a_chinese_line_list_in_gb18030() {
    let text = "病例编号,患者姓名,性别,年龄,身份证号,联系电话,现住址,发病日期,报告日期,病例分类,转归,感染来源,感染来源2,职业\n\
                1,王明,1,34岁,140105199001011234,13800000000,太原市某街1号,2022/5/1,2022/5/3,确诊,治愈,不详,,教师\n\
                2,李四,2,3个月,,,,2022/5/13,2022/5/14,疑似,,1,3,\n\
                3,赵六,9,20-29岁,,,,2022/5/13,2022/5/14,大概,,,,\n";
    let mut table = open(&encoding_rs::GB18030.encode(text).0);
    let mut guess = guessed(&mut table).expect("cases");
    assert_eq!((guess.kind, guess.origin), (Kind::Cases, Origin::Unknown));
    assert_eq!(
        fields(&guess).join(" "),
        "病例编号=number 患者姓名=name 性别=sex 年龄=age 身份证号=id_number 联系电话=phone 现住址=address 发病日期=onset \
         报告日期=reported 病例分类=classification 转归=outcome 感染来源=infector 感染来源2=infector_2 职业="
    );
    assert_eq!(guess.columns[13].why, Why::Unknown);
    let codes =
        [("1", "male"), ("2", "female"), ("9", "")].map(|(value, code)| (value.to_owned(), code.to_owned()));
    assert_eq!(
        guess.questions,
        [
            Question::Codes { heading: "性别".to_owned(), field: Field::Sex, meanings: codes.to_vec() },
            Question::Values {
                heading: "病例分类".to_owned(),
                field: Field::Classification,
                values: vec!["大概".to_owned()]
            },
            Question::Disease,
            Question::Area,
        ]
    );
    assert_eq!(guess.mapping.blanks, ["不详"]);
    guess.mapping.disease = "covid19".to_owned();
    guess.mapping.defaults.insert(Field::Area, "太原".to_owned());
    // The proposal is kept as text, corrected, and read from there.
    let mapping = Mapping::parse("m.toml", &guess.mapping.to_text()).expect("a sound mapping");
    let rows = read(&mut table, &mapping);
    let faults: Vec<String> =
        rows.iter().filter_map(|row| row.read.as_ref().err()).flatten().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let Ok(TypedRow::Case(first)) = &rows[0].read else { panic!("a case") };
    assert_eq!(first.person.name.as_ref().map(|name| name.expose().as_str()), Some("王明"));
    assert_eq!(first.person.age.map(|age| age.to_string()).as_deref(), Some("34"));
    assert_eq!((first.infectors.len(), first.extras.len()), (0, 1));
    assert_eq!(first.extras[0].name, "职业");
    let Ok(TypedRow::Case(second)) = &rows[1].read else { panic!("a case") };
    assert_eq!(second.infectors, ["1", "3"]);
    assert_eq!(second.person.age.map(|age| age.to_string()).as_deref(), Some("0"));
}

#[test]
fn the_order_of_days_is_asked_never_chosen() {
    let text =
        "case_id;date_onset;date_report;disease\na;1/5/2022;2/5/2022;MEASLES\nb;3/5/2022;13/5/2022;MEASLES\n";
    let mut table = open(text.as_bytes());
    let guess = guessed(&mut table).expect("cases");
    let [Question::DateOrder { heading, field, forms }, Question::Area] = guess.questions.as_slice() else {
        panic!("{:?}", guess.questions)
    };
    let forms: Vec<String> = forms.iter().map(ToString::to_string).collect();
    // The other column has days of more than twelve, so its order is the likelier one.
    assert_eq!(
        (heading.as_str(), *field, forms.join(" ")),
        ("date_onset", Field::Onset, "D/M/YYYY M/D/YYYY".to_owned())
    );
    let refused = read(&mut table, &guess.mapping);
    assert!(refused.iter().all(|row| row.read.is_err()), "an open question is no answer");
    let mut mapping = guess.mapping.clone();
    let Question::DateOrder { forms, .. } = guess.questions[0].clone() else { panic!("asked") };
    mapping.date_formats_of.insert(Field::Onset, forms[..1].to_vec());
    let rows = read(&mut table, &mapping);
    let Ok(TypedRow::Case(first)) = &rows[0].read else { panic!("{:?}", rows[0].read) };
    assert_eq!(first.onset.map(|onset| onset.to_string()).as_deref(), Some("2022-05-01"));
    assert_eq!(first.disease.as_deref(), Some("measles"));
}

#[test]
fn headings_lie_and_values_tell() {
    let text = "ID,Hospitalised (Y/N/NA),Date_hospitalisation,Age,Onset,First name,Surname\n\
                1,Y,2022-05-01,34,2022-04-30,Ada,Moe\n2,N,,<40,2022-05 ,Bo,\n";
    let mut table = open(text.as_bytes());
    let mut guess = guessed(&mut table).expect("cases");
    let column =
        |heading: &str| guess.columns.iter().find(|column| column.heading == heading).expect("a column");
    assert_eq!(column("Date_hospitalisation").field, Some(Field::Hospitalised));
    assert_eq!(column("Hospitalised (Y/N/NA)").why, Why::Taken(Field::Hospitalised));
    assert_eq!(column("ID").confidence, Confidence::Certain);
    guess.mapping.disease = "mpox".to_owned();
    let rows = read(&mut table, &guess.mapping);
    let Ok(TypedRow::Case(second)) = &rows[1].read else { panic!("{:?}", rows[1].read) };
    assert_eq!(second.onset.map(|onset| onset.to_string()).as_deref(), Some("2022-05-01 - 2022-05-31"));
    assert_eq!(second.person.age.map(|age| age.to_string()).as_deref(), Some("0-39"));
    let Ok(TypedRow::Case(first)) = &rows[0].read else { panic!("{:?}", rows[0].read) };
    assert_eq!(first.person.name.as_ref().map(|name| name.expose().as_str()), Some("Ada Moe"));

    let mut lying = open(b"ID,Date of onset,age\n1,Y,old\n2,N,young\n");
    let guess = guessed(&mut lying).expect("cases");
    assert_eq!(guess.columns[1].why, Why::Values(Field::Onset));
    assert_eq!(guess.columns[2].why, Why::Values(Field::Age));
    assert!(guess.questions.contains(&Question::Day));
}

#[test]
fn shapes_of_other_systems_are_known() {
    let sampled =
        "Contact,Person,Vaccination\nreportDateTime,person.firstName,reportDate\n13/5/2022,Ada,1/2/2020\n";
    let guess = guessed(&mut open(sampled.as_bytes())).expect("contacts");
    assert_eq!(fields(&guess), ["reportDateTime=reported", "person.firstName=given_name", "reportDate="]);
    let sormas = "CaseData,Person,Person,Person,Person,Person,CaseData,CaseData,CaseData\n\
                  disease,person.firstName,person.lastName,person.sex,person.birthdateYYYY,person.birthdateMM,reportDate,responsibleRegion,caseClassification\n\
                  EVD,Ada,Moe,FEMALE,1980,2,11/20/2018,North,CONFIRMED_NO_SYMPTOMS\nEVD,Bo,Moe,UNKNOWN,,,11/21/2018,North\n";
    let mut table = open(sormas.as_bytes());
    let guess = guessed(&mut table).expect("cases");
    assert_eq!((guess.origin, guess.mapping.missing_number), (Origin::Sormas, MissingNumber::Row));
    assert_eq!(guess.questions, [Question::Number]);
    let rows = read(&mut table, &guess.mapping);
    let Ok(TypedRow::Case(first)) = &rows[0].read else { panic!("{:?}", rows[0].read) };
    assert_eq!((first.number.as_str(), first.disease.as_deref()), ("row-3", Some("ebola")));
    assert_eq!(first.classification.map(|class| class.as_str()), Some("asymptomatic"));
    assert_eq!(
        first.person.birth.map(|birth| (birth.year, birth.month, birth.day)),
        Some((1980, Some(2), None))
    );
    let Ok(TypedRow::Case(second)) = &rows[1].read else { panic!("{:?}", rows[1].read) };
    assert_eq!(second.person.sex, None);

    let go_data = r#"[{"visualId":"CASE-1","firstName":"Ada","lastName":"Moe","gender":"LNG_REFERENCE_DATA_CATEGORY_GENDER_FEMALE",
        "age":{"years":34},"dateOfOnset":"2022-05-01T00:00:00.000Z","dateOfReporting":"2022-05-02T00:00:00.000Z",
        "classification":"LNG_REFERENCE_DATA_CATEGORY_CASE_CLASSIFICATION_CONFIRMED",
        "outcomeId":"LNG_REFERENCE_DATA_CATEGORY_OUTCOME_DECEASED","dateOfOutcome":"2022-05-09T00:00:00.000Z"}]"#;
    let mut table = open(go_data.as_bytes());
    let mut guess = guessed(&mut table).expect("cases");
    assert_eq!((guess.origin, table.recognised().container), (Origin::GoData, Container::JsonArray));
    guess.mapping.disease = "ebola".to_owned();
    let rows = read(&mut table, &guess.mapping);
    let Ok(TypedRow::Case(case)) = &rows[0].read else { panic!("{:?}", rows[0].read) };
    assert_eq!(case.death.map(|death| death.to_string()).as_deref(), Some("2022-05-09"));
    assert_eq!((case.number.as_str(), case.person.age.map(|age| age.from)), ("CASE-1", Some(34)));

    let mut links = open(b"Source UID,Target UID,Contact date\na,b,2022-05-01\n");
    assert_eq!(guessed(&mut links).expect("links").kind, Kind::Exposures);
    let mut ours = open(b"number,onset,disease,area,extra_1\n1,2022-05-01,measles,x,y\n");
    assert_eq!(guessed(&mut ours).expect("cases").origin, Origin::Unknown);
    for (headings, kind) in [
        ("name,epidCode,growthRate", "areas"),
        ("pointOfEntry,dateOfArrival,disease", "travel_entries"),
        ("apples,pears", "unknown"),
    ] {
        let mut table = open(format!("{headings}\n1,2,3\n").replace("pears\n1,2,3", "pears\n1,2").as_bytes());
        let error = guessed(&mut table).expect_err("unsupported");
        assert_eq!((error.code(), error.argument("kind")), (Code::ImportUnsupportedKind, Some(kind)));
    }
}

#[test]
fn a_later_vintage_may_number_its_cases_anew() {
    let first = "ID,Status,Date_onset,Contact_ID\n1,suspected,2022-05-01,\n2,confirmed,2022-05-02,1\n";
    let second = "ID,Status,Date_onset,Contact_ID\nN1,confirmed,2022-05-01,\nN2,confirmed,2022-05-02,N1\nE1,confirmed,2022-06-01,\n";
    let numbers = |text: &str, rule: Option<Renumber>| {
        let mut table = open(text.as_bytes());
        let mut mapping = guessed(&mut table).expect("cases").mapping;
        mapping.disease = "mpox".to_owned();
        mapping.renumber = rule;
        let rows = read(&mut table, &mapping);
        let cases = rows.into_iter().map(|row| match row.read {
            Ok(TypedRow::Case(case)) => {
                (case.number, (case.classification.map(|class| class.as_str()), case.linked))
            }
            other => panic!("{other:?}"),
        });
        cases.collect::<BTreeMap<_, _>>()
    };
    let old = numbers(first, None);
    let same = numbers(second, Some(Renumber::new(r"N(\d+)", "$1").expect("a rule")));
    assert_eq!(same.keys().map(String::as_str).collect::<Vec<_>>(), ["1", "2", "E1"]);
    assert_eq!((same["1"].0, &same["2"]), (Some("confirmed"), &old["2"]), "links follow");
    let forward = numbers(first, Some(Renumber::new(r"^(\d+)$", "N$1").expect("a rule")));
    assert_eq!(forward.keys().map(String::as_str).collect::<Vec<_>>(), ["N1", "N2"]);
}

#[test]
fn faults_within_a_row_name_their_cells_and_no_person() {
    let mapping = Mapping::parse(
        "m.toml",
        "kind = \"contacts\"\nextras = [\"free\"]\n[columns]\nnumber = \"n\"\ncase = \"c\"\nlast_contact = \"l\"\n\
         birth_date = \"b\"\nname = \"name\"\narea_1 = \"p\"\narea_2 = \"q\"\n",
    )
    .expect("a sound mapping");
    let long = "王".repeat(4_000);
    let text = format!(
        "n,c,l,b,name,p,q,free\n1,A,2022-05-01,1990-13-01,王明,省,市,x\n2,A,2022-06-01,,{long},省,市,\n\
         3,A,2022-05-01,,,nowhere,市,\n4,A,2022-05-01 - 2022-05-03,1990-05-01,,省,市,\n5,A\n"
    );
    let mut table = open(text.as_bytes());
    let known = |texts: &[&str]| AreaCode::new("140105000000").ok().filter(|_| texts == ["省", "市"]);
    let around = Surroundings { today: kernel::parse_date("2022-05-31").ok(), area_of: Some(&known) };
    let rows: Vec<ReadRow> =
        table.rows(&mapping, around).expect("fits").collect::<Result<_, _>>().expect("readable");
    let faults: Vec<String> = rows
        .iter()
        .filter_map(|row| row.read.as_ref().err())
        .flatten()
        .map(|fault| {
            format!(
                "{} {} {}",
                fault.location().expect("a place"),
                fault.code().as_str(),
                fault.argument("value").unwrap_or("?")
            )
        })
        .collect();
    assert_eq!(
        faults,
        [
            "t:2:b value.invalid_date —",
            "t:3:l value.in_future 2022-06-01",
            "t:3:name value.too_long ?",
            "t:4:q area.unknown nowhere / 市",
            "t:6 import.row_length ?",
        ]
    );
    let Ok(TypedRow::Contact(contact)) = &rows[3].read else { panic!("{:?}", rows[3].read) };
    assert_eq!((contact.case.as_deref(), contact.number.as_deref()), (Some("A"), Some("4")));
    assert!(!format!("{rows:?}").contains('王'), "nothing prints a person");
    assert_eq!(LinkCheck::new().finish().numbers, 0);
}
