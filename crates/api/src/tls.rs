//! TLS as a client: the one of the house (rustls on ring), for the provider of
//! log-ins and for the command line.

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// Whom a client trusts: the certificates of a file (PEM), else those of the
/// operating system.
///
/// # Errors
/// When there is no certificate in the file.
pub fn tls(roots: Option<&[u8]>) -> Result<TlsConfig, String> {
    // Whoever has installed one before has installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots = match roots {
        None => RootCerts::PlatformVerifier,
        Some(pem) => {
            let certificate = |item| match item {
                Ok(PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            };
            let found: Vec<Certificate<'static>> = parse_pem(pem).filter_map(certificate).collect();
            if found.is_empty() {
                return Err("no certificate (PEM) in it".to_owned());
            }
            RootCerts::new_with_certs(&found)
        }
    };
    Ok(TlsConfig::builder().root_certs(roots).build())
}
