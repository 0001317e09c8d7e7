//! The console: the files of `web/dist`, which are part of the program where it
//! was built with the feature `console`. They lie outside of the interface:
//! nothing in them is about anybody, so they need no log-in and leave no trace.
//!
//! Scripts come from these files alone. Styles may also be put into the page by
//! scripts that know the nonce of the answer: the components do so.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    HeaderName, HeaderValue, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::edge::language_of;

/// Where the nonce stands in the page as it was built (`web/vite.config.ts`).
const NONCE: &str = "__CSP_NONCE__";
/// The page, which is the same for all addresses of the console.
const INDEX: &str = "index.html";
/// Files whose names change with what they hold.
const HASHED: &str = "assets/";

/// The files of a console, by name; none for a name that it does not have.
type Files = fn(&str) -> Option<&'static [u8]>;

#[cfg(feature = "console")]
static DIST: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../web/dist");

#[cfg(feature = "console")]
fn embedded(name: &str) -> Option<&'static [u8]> {
    DIST.get_file(name).map(include_dir::File::contents)
}

#[cfg(not(feature = "console"))]
const fn embedded(_: &str) -> Option<&'static [u8]> {
    None
}

/// The layer around the interface: whatever is not of the interface is of the
/// console. A build without one says so at `/`.
pub async fn console(request: Request, next: Next) -> Response {
    if is_interface(request.uri().path()) {
        return next.run(request).await;
    }
    match answer(embedded, request.method(), request.uri().path(), request.headers()) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

fn is_interface(path: &str) -> bool {
    matches!(path, "/api" | "/healthz" | "/readyz") || path.starts_with("/api/")
}

/// What the console answers; nothing where there is none and the address is not its own.
fn answer(files: Files, method: &Method, path: &str, headers: &HeaderMap) -> Option<Response> {
    let Some(index) = files(INDEX) else {
        return (path == "/").then(|| absent(headers));
    };
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let mut response = if !reads {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        response
    } else {
        let name = path.trim_start_matches('/');
        match (name, kind_of(name)) {
            (INDEX | "", _) | (_, None) if !name.starts_with(HASHED) => page(index),
            (_, Some(kind)) => file(files, name, kind, headers).unwrap_or_else(missing),
            _ => missing(),
        }
    };
    guard(response.headers_mut());
    // The server sends no body to a HEAD, and tells the length of this one.
    Some(response)
}

/// The page with a nonce of its own. It is small, and never kept.
fn page(index: &[u8]) -> Response {
    let nonce = app::ids::random_bytes::<16>().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let html = String::from_utf8_lossy(index).replace(NONCE, &nonce);
    let mut response = Response::new(Body::from(html));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(policy) = HeaderValue::from_str(&policy(&nonce)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// A file as it was compressed when the console was built.
fn file(files: Files, name: &str, kind: &'static str, headers: &HeaderMap) -> Option<Response> {
    let plain = files(name)?;
    let mut wanted =
        [("br", ".br"), ("gzip", ".gz")].into_iter().filter(|(coding, _)| accepts(headers, coding));
    let packed = wanted.find_map(|(coding, ending)| Some((coding, files(&format!("{name}{ending}"))?)));
    let (coding, bytes) = packed.map_or((None, plain), |(coding, bytes)| (Some(coding), bytes));
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    let kept = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Some(response)
}

/// A part of another version of the console, most likely: the page that asks for it loads itself anew.
fn missing() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// One sentence, where this program was built without a console.
fn absent(headers: &HeaderMap) -> Response {
    let sentence = text::render(language_of(headers), "api-no-console", &BTreeMap::new());
    let mut response = Response::new(Body::from(sentence + "\n"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(VARY, HeaderValue::from_static("Accept-Language"));
    guard(headers);
    response
}

fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

fn guard(headers: &mut HeaderMap) {
    const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
}

/// What a file of the console is, by its ending; none for the addresses of pages.
fn kind_of(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit('/').next().unwrap_or(name).rsplit_once('.')?;
    Some(match ending {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

/// Whether a coding is accepted: named, or by `*`, and not with a weight of nothing.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let listed = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut any = false;
    for part in listed.flat_map(|value| value.split(',')) {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next().unwrap_or_default();
        let refused = pieces.any(|piece| {
            piece.strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok()).is_some_and(|q| q <= 0.0)
        });
        if name.eq_ignore_ascii_case(coding) {
            return !refused;
        }
        any |= name == "*" && !refused;
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use axum::http::header::ACCEPT_LANGUAGE;

    const PAGE: &[u8] =
        b"<meta property=\"csp-nonce\" nonce=\"__CSP_NONCE__\"><link nonce=\"__CSP_NONCE__\">";

    fn built(name: &str) -> Option<&'static [u8]> {
        Some(match name {
            "index.html" => PAGE,
            "assets/main-a1.js" => b"plain",
            "assets/main-a1.js.br" => b"brotli",
            "assets/main-a1.js.gz" => b"gzip",
            "mark.svg" => b"<svg/>",
            _ => return None,
        })
    }

    const fn not_built(_: &str) -> Option<&'static [u8]> {
        None
    }

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    fn get(path: &str) -> Response {
        answer(built, &Method::GET, path, &HeaderMap::new()).expect("the console's own")
    }

    async fn text(response: Response) -> String {
        let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        String::from_utf8(bytes.to_vec()).expect("UTF-8")
    }

    #[tokio::test]
    async fn pages_get_the_page_with_a_nonce_of_their_own() {
        let mut seen = std::collections::BTreeSet::new();
        for path in ["/", "/index.html", "/cases", "/cases/01a20636-52f3-7def", "/a.b/c"] {
            let response = get(path);
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(response.headers()[CACHE_CONTROL], "no-cache");
            let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().expect("text").to_owned();
            let (_, rest) = policy.split_once("'nonce-").expect("a nonce");
            let nonce = rest.split('\'').next().expect("its end").to_owned();
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(policy.contains("script-src 'self';"), "{policy}");
            let page = text(response).await;
            assert_eq!(page.matches(&nonce).count(), 2, "{page}");
            assert!(seen.insert(nonce), "a nonce is used once");
        }
    }

    #[tokio::test]
    async fn files_come_as_they_were_compressed() {
        for (accepted, coding, body) in [
            ("gzip, deflate, br, zstd", Some("br"), "brotli"),
            ("gzip", Some("gzip"), "gzip"),
            ("br;q=0, gzip;q=0.5", Some("gzip"), "gzip"),
            ("*", Some("br"), "brotli"),
            ("identity", None, "plain"),
        ] {
            let asked = headers(&[(ACCEPT_ENCODING, accepted)]);
            let response = answer(built, &Method::GET, "/assets/main-a1.js", &asked).expect("a file");
            let said = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().expect("text"));
            assert_eq!(said, coding, "{accepted}");
            assert_eq!(response.headers()[CACHE_CONTROL], "public, max-age=31536000, immutable");
            assert_eq!(response.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
            assert_eq!(response.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert_eq!(text(response).await, body, "{accepted}");
        }
        let mark = get("/mark.svg");
        assert_eq!(mark.headers()[CACHE_CONTROL], "no-cache", "its name says nothing of what it holds");
        assert_eq!(text(mark).await, "<svg/>");
    }

    #[tokio::test]
    async fn a_part_of_another_version_is_not_the_page() {
        for path in ["/assets/main-zz.js", "/assets/", "/assets/no-such", "/robots.txt"] {
            assert_eq!(get(path).status(), StatusCode::NOT_FOUND, "{path}");
        }
        let posted = answer(built, &Method::POST, "/cases", &HeaderMap::new()).expect("an answer");
        assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
        let head = answer(built, &Method::HEAD, "/", &HeaderMap::new()).expect("an answer");
        assert_eq!(head.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn a_build_without_a_console_says_so() {
        for (language, part) in [("en", "without the console"), ("zh-CN", "操作台")] {
            let asked = headers(&[(ACCEPT_LANGUAGE, language)]);
            let response = answer(not_built, &Method::GET, "/", &asked).expect("a sentence");
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            let said = text(response).await;
            assert!(said.contains(part) && said.lines().count() == 1, "{said}");
        }
        assert!(answer(not_built, &Method::GET, "/cases", &HeaderMap::new()).is_none());
    }

    #[test]
    fn the_interface_is_never_the_consoles() {
        for path in ["/api", "/api/v1/cases", "/api/v1/nothing/here", "/healthz", "/readyz"] {
            assert!(is_interface(path), "{path}");
        }
        for path in ["/", "/apiary", "/cases", "/metrics"] {
            assert!(!is_interface(path), "{path}");
        }
    }
}
