//! The name of a caller, from the certificate that they showed.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, Tagged};
use rustls::pki_types::CertificateDer;

use super::callers::Caller;

/// `commonName`, as <https://www.rfc-editor.org/rfc/rfc5280#appendix-A.1> has it.
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// What the certificate of a connection says of its requests' caller.
#[derive(Clone, Debug)]
pub(super) struct Certified(pub Caller);

/// The name in a certificate that TLS has verified: the first URI among its alternative names,
/// else the first DNS name, else the common name. What has none of them is a caller without name.
pub(super) fn named(certificate: &CertificateDer<'_>) -> Option<Certified> {
    let certificate = webpki::EndEntityCert::try_from(certificate).ok()?;
    let uri = certificate.valid_uri_names().next();
    let alternative = uri.or_else(|| certificate.valid_dns_names().next()).map(str::to_owned);
    let name = alternative.or_else(|| common_name(certificate.subject()));
    name.filter(|name| !name.is_empty()).map(|name| Certified(Caller(name)))
}

/// The first common name of a subject, whose DER comes without its outer tag.
fn common_name(subject: &[u8]) -> Option<String> {
    let mut sets = SliceReader::new(subject).ok()?;
    while !sets.is_finished() {
        let set = AnyRef::decode(&mut sets).ok()?;
        let mut pairs = SliceReader::new(set.value()).ok()?;
        while !pairs.is_finished() {
            let pair = AnyRef::decode(&mut pairs).ok()?;
            let mut pair = SliceReader::new(pair.value()).ok()?;
            let kind = ObjectIdentifier::decode(&mut pair).ok()?;
            let value = AnyRef::decode(&mut pair).ok()?;
            if kind == COMMON_NAME {
                return text(value);
            }
        }
    }
    None
}

fn text(value: AnyRef<'_>) -> Option<String> {
    let known = [Tag::Utf8String, Tag::PrintableString, Tag::Ia5String];
    let bytes = known.contains(&value.tag()).then(|| value.value())?;
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use proptest::prelude::*;
    use rcgen::{CertificateParams, DnType, DnValue, KeyPair, SanType};

    use super::*;

    fn name(common: Option<DnValue>, alternatives: Vec<SanType>) -> Option<String> {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::OrganizationName, "clinic");
        if let Some(common) = common {
            params.distinguished_name.push(DnType::CommonName, common);
        }
        params.subject_alt_names = alternatives;
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        named(certificate.der()).map(|certified| certified.0.0)
    }

    fn common() -> Option<DnValue> {
        Some(DnValue::Utf8String("Gäteway".into()))
    }

    #[test]
    fn a_uri_goes_before_a_dns_name_and_both_before_the_common_name() {
        let dns = SanType::DnsName("gateway.example".try_into().unwrap());
        let uri = SanType::URI("spiffe://clinic/gateway".try_into().unwrap());
        let both = vec![dns.clone(), uri];
        assert_eq!(name(common(), both).as_deref(), Some("spiffe://clinic/gateway"));
        assert_eq!(name(common(), vec![dns]).as_deref(), Some("gateway.example"));
        assert_eq!(name(common(), Vec::new()).as_deref(), Some("Gäteway"));
        let address = SanType::IpAddress([127, 0, 0, 1].into());
        assert_eq!(name(common(), vec![address]).as_deref(), Some("Gäteway"));
    }

    #[test]
    fn a_certificate_without_any_of_them_names_nobody() {
        assert_eq!(name(None, Vec::new()), None);
        assert_eq!(name(Some(DnValue::Utf8String(String::new())), Vec::new()), None);
        assert_eq!(
            name(Some(DnValue::PrintableString("a".try_into().unwrap())), Vec::new()),
            Some("a".into())
        );
    }

    proptest! {
        #[test]
        fn whatever_a_subject_holds_is_a_name_or_none(bytes: Vec<u8>) {
            common_name(&bytes);
        }
    }
}
