//! The formats for other programs are what their standards ask for, whatever a policy says.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use serde_json::Value as Json;
use ward_diagnostics::{Diagnostic, Severity, SourceMap, Span, codes};
use ward_lint::format::{junit, sarif};

/// A text with everything that a format could trip over.
const HOSTILE: &str = "<b> & \"c\" 'd' ]]> \u{1b}[31m\u{0} \u{ffff} é\nnext";

/// Three findings: two of one code, one of them with a second place, and one without any.
fn found() -> (Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::default();
    let file = sources.add("pölicies/a b#1.policy", "role é { can view }\nrole b { can edit }\n");
    let at = |start, end| Span::new(file, start, end);
    let warning = Diagnostic::warning(codes::UNKNOWN_NAME, HOSTILE)
        .at(at(10, 18), HOSTILE)
        .at(at(30, 38), "and here")
        .help(HOSTILE);
    let error = Diagnostic::error(codes::UNKNOWN_NAME, "again").at(at(30, 38), "");
    let mut note = Diagnostic::warning(codes::NO_POLICY, "nowhere");
    note.severity = Severity::Note;
    (vec![warning, error, note], sources)
}

fn is_text(value: &Json) -> bool {
    value["text"].as_str().is_some_and(|text| !text.is_empty())
}

/// A `location` of SARIF 2.1.0, section 3.28: a relative URI reference and a region of lines and
/// columns that begin at 1.
fn check_location(location: &Json) {
    let physical = &location["physicalLocation"];
    let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
    assert!(uri.is_ascii() && !uri.contains([' ', '#', '\\']), "{uri}");
    let number = |name: &str| physical["region"][name].as_u64().unwrap();
    assert!(number("startLine") >= 1 && number("startColumn") >= 1);
    let start = (number("startLine"), number("startColumn"));
    assert!((number("endLine"), number("endColumn")) >= start);
    assert!(location.get("message").is_none_or(is_text));
}

#[test]
fn sarif_has_what_its_version_asks_for() {
    let (found, sources) = found();
    let log = sarif(&[("clinic", &found, &sources), ("empty", &[], &sources)]);
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let [run] = log["runs"].as_array().unwrap().as_slice() else { panic!("one run: {log:#}") };
    let driver = &run["tool"]["driver"];
    assert_eq!(driver["name"], "ward");
    assert!(["utf16CodeUnits", "unicodeCodePoints"].contains(&run["columnKind"].as_str().unwrap()));
    let rules = driver["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 2, "each rule once");
    assert!(rules.iter().all(|rule| is_text(&rule["shortDescription"])), "{rules:#?}");
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), found.len());
    for (result, one) in results.iter().zip(&found) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"].as_str(), Some(ids[index]));
        assert_eq!(result["ruleId"], one.code.0);
        assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(is_text(&result["message"]));
        let locations = result["locations"].as_array().unwrap();
        assert_eq!(locations.len(), usize::from(!one.labels.is_empty()));
        locations.iter().for_each(check_location);
        let related = result.get("relatedLocations").and_then(Json::as_array);
        assert_eq!(related.map_or(0, Vec::len), one.labels.len().saturating_sub(1));
        related.into_iter().flatten().for_each(check_location);
    }
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], 10, "columns count characters, not bytes");
}

#[test]
fn junit_is_xml_whatever_is_said() {
    let (found, sources) = found();
    let text = junit(&[("a <\"clinic\"> & co", &found, &sources), ("empty", &[], &sources)]);
    let document = roxmltree::Document::parse(&text).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let suites: Vec<_> =
        document.root_element().children().filter(roxmltree::Node::is_element).collect();
    let names: Vec<_> = suites.iter().map(|suite| suite.attribute("name").unwrap()).collect();
    assert_eq!(names, ["a <\"clinic\"> & co", "empty"]);
    for suite in &suites {
        let count = |tag: &str| suite.descendants().filter(|one| one.has_tag_name(tag)).count();
        assert_eq!(suite.attribute("tests").unwrap(), count("testcase").to_string());
        assert_eq!(suite.attribute("failures").unwrap(), count("failure").to_string());
    }
    let failure = suites[0].descendants().find(|one| one.has_tag_name("failure")).unwrap();
    let kept = HOSTILE.replace(['\u{1b}', '\u{0}', '\u{ffff}'], "");
    assert_eq!(failure.attribute("message"), Some(kept.as_str()));
    assert!(failure.text().unwrap().ends_with(&kept));
}
