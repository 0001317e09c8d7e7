//! The rule engine through its public interface.

extern crate fenghuo_protocol as protocol;

mod conditions;
mod diffs;
mod faults;
mod obligations;
mod overlays;

use kernel::{AreaCode, AreaPath, FactId, SubjectKind, SubjectRef, Timestamp, Zone, derived_uuid};
use protocol::{FactView, Library};
use serde_json::{Map, Value};

/// A sound edition of covid19 with little in it.
pub const EDITION: &str = r#"
schema = 1
disease = "covid19"
edition = "9th"
title = { zh = "第九版", en = "9th edition" }
from = "2022-06-28"
until = "2022-11-10"

[[regime]]
id = "QR6"
title = { zh = "密切接触者 7+3", en = "Close contacts 7+3" }
cites = { requirement = "H05", source = "st9", confidence = "A" }
key = "cc_9"
for = ["close", "entrant"]
form = "C7@1,2,3,5,7 M3@3"
anchor = "last_exposure"
day_one = "next_day"

[[regime]]
id = "QR8"
title = { zh = "次密接", en = "Secondary contacts" }
cites = { requirement = "H05", source = "st9", confidence = "A" }
key = "sc_9"
for = ["secondary"]
form = "H7@1,4,7"
anchor = "last_exposure"
day_one = "next_day"
release = { when = "size(index.tests) >= 2 && index.tests.all(t, t.result == 'negative')", needs = ["index.tests"] }
becomes = { class = "close", condition = { when = "index.tests.exists(t, t.result == 'positive')", needs = ["index.tests"] } }

[[cluster]]
id = "CA12"
title = { zh = "聚集性疫情", en = "Cluster" }
cites = { requirement = "F07", source = "st9", confidence = "A" }
min_cases = 2
window_days = 7

[[case_definition]]
id = "CA2"
title = { zh = "确诊", en = "Confirmed" }
cites = { requirement = "E01", source = "st9", confidence = "A" }
classification = "confirmed"
condition = { when = "subject.tests.exists(t, t.method == 'nat' && t.result == 'positive') && subject.clinical_items > 0", needs = ["subject.tests", "subject.clinical_items"] }

[[case_definition]]
id = "CA1"
title = { zh = "疑似", en = "Suspected" }
cites = { requirement = "E01", source = "st9", confidence = "A" }
classification = "suspected"
condition = { when = "subject.epi_items >= 1 && subject.clinical_items >= 2", needs = ["subject.epi_items", "subject.clinical_items"] }

[[obligation]]
id = "TS1"
title = { zh = "按日检测", en = "Tests of the order" }
cites = { requirement = "G05", source = "st9", confidence = "A" }
on = "order_issued"
subject = "order"
holder = { role = "community" }
duty = { zh = "采样", en = "Take a sample" }
each = "tests"
closed_by = [{ fact = "sample_taken", at_field = "sampled_at" }]
voided_by = [{ fact = "order_lifted" }]
escalate = [{ after = "1h", level = "county", role = "command_office" }]
"#;

/// General rules: the sentinel clock and a must-not.
pub const GENERAL: &str = r#"
schema = 1
disease = "any"
edition = "base"
title = { zh = "通用", en = "General" }
from = "1800-01-01"

[[report_clock]]
id = "RP8-A"
title = { zh = "甲类", en = "Class A" }
cites = { requirement = "D02", source = "cab", confidence = "A" }
class = "A"
within = "2h"
diseases = ["cholera", "covid19"]

[[report_clock]]
id = "RP8-C"
title = { zh = "丙类", en = "Class C" }
cites = { requirement = "D02", source = "cab", confidence = "A" }
class = "C"
within = "24h"
diseases = ["influenza"]

[[obligation]]
id = "RP7"
title = { zh = "发热两小时上报", en = "Fever reported within two hours" }
cites = { requirement = "D02", source = "S1", confidence = "A" }
on = "fever_seen"
condition = { when = "fact.symptoms.exists(s, s == 'fever') || (has(fact.temperature_c) && fact.temperature_c >= 37.3)" }
subject = "visit"
holder = { unit_field = "unit" }
duty = { zh = "上报", en = "Report" }
due = "2h"
closed_by = [{ fact = "fever_reported" }]
escalate = [{ after = "0m", level = "county", role = "cdc" }]

[[obligation]]
id = "RP8"
title = { zh = "网络直报", en = "Network report" }
cites = { requirement = "D02", source = "cab", confidence = "A" }
on = "case_opened"
condition = { when = "!fact.imported" }
subject = "case"
holder = { role = "cdc", level = "county" }
duty = { zh = "直报", en = "Report the case" }
by_report_clock = true
warn_before = "30m"
closed_by = [{ fact = "case_reported" }]
voided_by = [{ fact = "case_ended", condition = { when = "fact.outcome == 'discarded'" } }]
escalate = [{ after = "1h", level = "prefecture", role = "cdc" }]

[[must_not]]
id = "NM2"
title = { zh = "不准对低风险地区人员采取强制隔离", en = "No forced isolation of people from low-risk areas" }
cites = { requirement = "P01", source = "nine", confidence = "A" }
condition = { when = "order.ground == 'origin_area' && order.origin_zone in ['low', 'routine'] && order.measure == 'central_isolation'", needs = ["order.ground", "order.origin_zone", "order.measure"] }
effect = "block"
"#;

/// The two files above with others.
pub fn library(extra: &[(&str, &str)]) -> Library {
    let files = [("any/base.toml", GENERAL), ("covid19/9th.toml", EDITION)];
    Library::load(files.into_iter().chain(extra.iter().copied())).expect("sound files")
}

/// An instant.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("instant")
}

/// China's zone.
pub fn shanghai() -> Zone {
    Zone::named("Asia/Shanghai").expect("zone")
}

/// The path of an area by codes, under `CN`.
pub fn area(codes: &[&str]) -> AreaPath {
    let code = |c: &str| AreaCode::new(c).expect("code");
    codes.iter().fold(AreaPath::root(&code("CN")), |path, c| path.child(&code(c)))
}

/// A subject with a label for its id.
pub fn subject(kind: SubjectKind, label: &str) -> SubjectRef {
    SubjectRef { kind, id: derived_uuid(&[kind.as_str(), label]) }
}

/// A fact with a label for its id.
pub fn fact<'a>(
    kind: &'a str,
    label: &str,
    subject: SubjectRef,
    occurred_at: &str,
    fields: Value,
) -> FactView<'a> {
    let Value::Object(fields) = fields else { panic!("fields are an object") };
    FactView {
        kind,
        id: FactId(derived_uuid(&["fact", label])),
        subject,
        refs: Vec::new(),
        area: area(&["140000000000", "140100000000"]),
        occurred_at: at(occurred_at),
        recorded_at: at(occurred_at),
        fields: fields.into_iter().collect::<Map<_, _>>(),
    }
}
