//! The committed OpenAPI document is the one that the code writes.

use fenghuo_api as api;

#[test]
fn the_committed_document_is_the_generated_one() {
    let path = testkit::workspace_root().join("docs/openapi.json");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let generated = api::openapi();
    assert!(committed == generated, "docs/openapi.json is stale: cargo xtask gen writes it anew");
    assert_eq!(generated, api::openapi(), "the document is the same on every run");
}
