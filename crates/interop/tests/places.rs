//! Boundaries and population tables: what is read, and what is refused where.

use fenghuo_interop::{read_boundaries, read_population};
use kernel::AreaCode;
use serde_json::{Value, json};

fn known(code: &AreaCode) -> bool {
    ["A", "B", "140105000000"].contains(&code.as_str())
}

fn feature(code: Value, geometry: Value) -> Value {
    json!({ "type": "Feature", "properties": { "code": code }, "geometry": geometry })
}

fn square(at: f64, size: f64) -> Value {
    let end = at + size;
    json!([[at, at], [end, at], [end, end], [at, end], [at, at]])
}

fn polygon(rings: &[Value]) -> Value {
    json!({ "type": "Polygon", "coordinates": rings })
}

#[test]
fn polygons_are_read_turned_and_measured() {
    let clockwise = json!([[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]]);
    let hole = square(1.0, 1.0);
    let many = json!({ "type": "MultiPolygon", "coordinates": [[square(10.0, 2.0)], [square(20.0, 1.0)]] });
    let file = json!({
        "type": "FeatureCollection",
        "features": [feature(json!("A"), polygon(&[clockwise, hole])), feature(json!(140105), many)],
    });
    let found = read_boundaries("b.geojson", &file.to_string(), "code", known).expect("sound");
    assert_eq!(found[0].bounds, [0.0, 0.0, 4.0, 4.0]);
    assert_eq!((found[0].positions, found[1].positions), (10, 10));
    assert_eq!(found[1].code.as_str(), "140105000000", "a short code of digits");
    let geometry: Value = serde_json::from_str(&found[0].geometry).expect("JSON");
    assert_eq!(
        geometry["coordinates"][0],
        json!([[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]])
    );
    assert_eq!(geometry["coordinates"][1][1], json!([1.0, 2.0]), "a hole turns right");
    let geometry: Value = serde_json::from_str(&found[1].geometry).expect("JSON");
    assert_eq!(geometry["type"], "MultiPolygon");
    // One feature by itself, an altitude left out, a position twice.
    let one = feature(json!("B"), polygon(&[json!([[0, 0, 9], [1, 0, 9], [1, 0, 9], [1, 1, 9], [0, 0, 9]])]));
    assert_eq!(read_boundaries("b", &one.to_string(), "code", known).expect("sound")[0].positions, 4);
}

#[test]
fn a_faulty_boundary_names_its_place() {
    let ring = |positions: Value| polygon(&[positions]);
    let bow = json!([[0, 0], [4, 4], [4, 0], [0, 3], [0, 0]]);
    let spike = json!([[0, 0], [4, 0], [4, 4], [4, 2], [4, 6], [0, 4], [0, 0]]);
    for (geometry, at, fault) in [
        (ring(bow), "[0]", "boundary.crosses_itself"),
        (ring(spike), "[0]", "boundary.crosses_itself"),
        (ring(json!([[0, 0], [1, 0], [1, 1], [0, 1]])), "[0]", "boundary.open_ring"),
        (ring(json!([[0, 0], [1, 0], [0, 0]])), "[0]", "boundary.open_ring"),
        (ring(json!([[0, 0], [1, 1], [2, 2], [0, 0]])), "[0]", "boundary.open_ring"),
        (ring(json!([])), "[0]", "boundary.open_ring"),
        (ring(json!([[0, 0], [181, 0], [1, 1], [0, 0]])), "[0][1]", "value.out_of_range"),
        (ring(json!([[0, 0], [1, -91], [1, 1], [0, 0]])), "[0][1]", "value.out_of_range"),
        (ring(json!([[0, 0], ["x", 0], [1, 1], [0, 0]])), "[0][1]", "value.invalid"),
        (ring(json!([[179, 0], [-179, 0], [-179, 1], [179, 0]])), "[0][1]", "boundary.crosses_antimeridian"),
        (polygon(&[square(0.0, 2.0), square(5.0, 1.0)]), "[1]", "boundary.hole_outside"),
        (polygon(&[]), "", "value.missing"),
    ] {
        let file =
            json!({ "type": "FeatureCollection", "features": [feature(json!("A"), geometry.clone())] });
        let faults = read_boundaries("b", &file.to_string(), "code", known).expect_err("faulty");
        let at = format!("b:features[0].geometry.coordinates{at}");
        let told = faults[0].location().expect("located").to_string();
        assert_eq!((told, faults[0].code().as_str()), (at, fault), "{geometry}");
    }
    let sound = polygon(&[square(0.0, 1.0)]);
    for (file, at, fault) in [
        (feature(json!("A"), json!({ "type": "Point", "coordinates": [0, 0] })), "geometry", "value.invalid"),
        (feature(json!("A"), Value::Null), "geometry", "value.invalid"),
        (feature(json!("Z"), sound.clone()), "properties.code", "area.unknown"),
        (feature(json!("a b"), sound.clone()), "properties.code", "area.invalid_code"),
        (feature(Value::Null, sound.clone()), "properties.code", "value.missing"),
        (
            json!({ "type": "FeatureCollection", "features": [
                feature(json!("A"), sound.clone()), feature(json!("A"), sound.clone())] }),
            "features[1]",
            "area.duplicate",
        ),
    ] {
        let faults = read_boundaries("b", &file.to_string(), "code", known).expect_err("faulty");
        let told = faults[0].location().expect("located").to_string();
        assert_eq!((told, faults[0].code().as_str()), (format!("b:{at}"), fault), "{file}");
    }
    for text in ["", "[]", "{", "{\"type\":\"Topology\"}", "\u{0}"] {
        let faults = read_boundaries("b", text, "code", known).expect_err("faulty");
        assert_eq!(faults[0].code().as_str(), "import.unreadable", "{text:?}");
    }
}

#[test]
fn shared_boundaries_are_sound() {
    let Ok(folder) = std::env::var("FENGHUO_SHARED") else {
        println!("not run: no shared data");
        return;
    };
    let file = format!("{folder}/data/cn_geo_boundaries/14_shanxi_fullres.geojson.gz");
    let Ok(packed) = std::fs::read(file) else {
        println!("not run: no shared data");
        return;
    };
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut text).expect("text");
    let areas = fenghuo_interop::divisions();
    let is_known = |code: &AreaCode| areas.iter().any(|area| area.code == *code);
    let found = read_boundaries("shanxi", &text, "adcode", is_known).expect("sound");
    assert_eq!(found.len(), 129);
    let corners: usize = found.iter().map(|boundary| boundary.positions).sum();
    assert!((17_000..=17_820).contains(&corners), "{corners}");
}

#[test]
fn population_is_read_and_refused_with_row_and_heading() {
    let head = "code,counted_on,sex,age_from,age_to,persons,source\n";
    let sound = format!("{head}A,2020-11-01,female,0,4,120,census\nA,2020-11-01,female,5,,80,census\n");
    let rows = read_population("p.csv", sound.as_bytes(), known).expect("sound");
    assert_eq!((rows[0].age_to, rows[1].age_to, rows[1].persons), (Some(4), None, 80));
    for (row, at, fault) in [
        ("Z,2020-11-01,all,0,,1,s", "code", "area.unknown"),
        ("A,2020-11,all,0,,1,s", "counted_on", "value.invalid_date"),
        ("A,2020-11-01,both,0,,1,s", "sex", "value.invalid"),
        ("A,2020-11-01,all,-1,,1,s", "age_from", "value.out_of_range"),
        ("A,2020-11-01,all,5,4,1,s", "age_to", "value.out_of_range"),
        ("A,2020-11-01,all,0,,1.5,s", "persons", "value.invalid"),
        ("A,2020-11-01,all,0,,-3,s", "persons", "value.out_of_range"),
        ("A,2020-11-01,all,0,,1,", "source", "value.missing"),
    ] {
        let faults =
            read_population("p.csv", format!("{head}{row}\n").as_bytes(), known).expect_err("faulty");
        let told = faults[0].location().expect("located").to_string();
        assert_eq!((told, faults[0].code().as_str()), (format!("p.csv:2:{at}"), fault), "{row}");
    }
    let twice = format!("{head}A,2020-11-01,all,0,9,1,s\nA,2020-11-01,all,5,14,1,s\n");
    let faults = read_population("p.csv", twice.as_bytes(), known).expect_err("bands overlap");
    assert_eq!(faults[0].location().expect("located").to_string(), "p.csv:3:age_from");
    let faults = read_population("p.csv", b"code,sex\nA,all\n", known).expect_err("headings missing");
    assert_eq!(faults.len(), 5);
}
