//! What forms and JSON say, as it is read.
use super::*;

#[derive(Debug, PartialEq)]
struct Assess {
    likelihood: i64,
    reason: LongText,
}
impl Input for Assess {
    fn parse(f: &mut Fields<'_>) -> Option<Assess> {
        let likelihood = f.whole("likelihood", 1..=5);
        let reason = f.long("reason");
        Some(Assess { likelihood: likelihood?, reason: reason? })
    }
}
fn json(text: &str) -> Sent {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Sent::Json(object),
        _ => Sent::Nothing,
    }
}

#[test]
fn every_fault_is_found_at_its_field() {
    let faults = json(r#"{"likelihood": 6, "reason": " ", "colour": "red"}"#).read::<Assess>().expect_err("faults");
    let found: Vec<(&str, &Fault)> = faults.iter().map(|e| (e.field.as_str(), &e.fault)).collect();
    assert_eq!(found, [("likelihood", &Fault::OutOfRange { from: 1, to: 5 }), ("reason", &Fault::Required), ("colour", &Fault::Unknown)]);
}

#[test]
fn a_form_and_a_json_object_read_alike() {
    let form = Sent::Form([("likelihood".to_owned(), "4".to_owned()), ("reason".to_owned(), "Ny avgift".to_owned())].into());
    assert_eq!(form.read::<Assess>(), json(r#"{"likelihood": 4, "reason": "Ny avgift"}"#).read::<Assess>());
}

#[test]
fn in_json_a_number_is_no_text_and_a_text_no_number() {
    let bodies = [
        (r#"{"likelihood": "", "reason": "Ny avgift"}"#, "likelihood"),
        (r#"{"likelihood": true, "reason": "Ny avgift"}"#, "likelihood"),
        (r#"{"likelihood": "4", "reason": "Ny avgift"}"#, "likelihood"),
        (r#"{"likelihood": 4, "reason": true}"#, "reason"),
        (r#"{"likelihood": 4, "reason": 4}"#, "reason"),
    ];
    for (body, field) in bodies {
        let faults = json(body).read::<Assess>().expect_err("a fault");
        assert!(faults.contains(&FieldError { field: field.to_owned(), fault: Fault::WrongType }), "{body}");
    }
}

#[test]
fn a_day_or_a_version_out_of_reach_is_told_as_such() {
    assert_eq!([date("9999-12-31"), date("2020-13-01")], [Err(Fault::Other("date-out-of-reach")), Err(Fault::NotADate)]);
    let read = |version: i64| json(&format!(r#"{{"version": {version}}}"#)).read_by(|f| Some(f.version()));
    assert_eq!(read(LAST_VERSION), Ok(Some(LAST_VERSION)));
    assert!(read(i64::MAX).is_err() && json(r#"{"version": ""}"#).read_by(|f| Some(f.version())).is_err());
}

#[test]
fn amounts_are_read_as_people_write_them() {
    assert_eq!(kronor("1 484 700"), Ok(Ore::kronor(1_484_700)));
    assert_eq!(kronor("12,5"), Ok(Ore(1250)));
    assert_eq!(kronor("-15 000,00"), Ok(Ore::kronor(-15_000)));
    for bad in ["", "1,234", "tolv", "1e3", "99999999999999999999"] {
        assert_eq!(kronor(bad), Err(Fault::NotAnAmount), "{bad}");
    }
}
