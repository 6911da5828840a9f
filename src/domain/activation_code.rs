//! The activation code that installs an eSIM (GSMA SGP.22; grammar as independent implementations read it).

use std::fmt;

/// Longest code, without the `LPA:` in front.
const MAX_LENGTH: usize = 255;

/// `1$<SM-DP+ address>$<matching id>[$<OID>[$<confirmation code flag>[…]]]`. Whoever has it has the eSIM: no `Serialize`,
/// no `Display`, nothing in Debug.
#[derive(Clone, PartialEq, Eq)]
pub struct ActivationCode {
    /// As the supplier gave it, with later parameters, without `LPA:`.
    text: String,
    smdp: SmdpAddress,
    matching_id: MatchingId,
    oid: Option<String>,
    confirmation_code_required: bool,
}

/// The host name of the server that holds the profile; no scheme, port or path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SmdpAddress(String);

/// Names the profile on its server; may be empty. As secret as the whole code.
#[derive(Clone, PartialEq, Eq)]
pub struct MatchingId(String);

/// Why the text is no activation code. Never quotes the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivationCodeError {
    /// It does not begin with `1$`, with or without `LPA:` in front.
    NotFormat1,
    /// The place of the matching id is missing.
    NoMatchingIdPlace,
    /// The SM-DP+ address is no host name.
    BadAddress,
    /// The matching id has other characters than letters, digits and `-`.
    BadMatchingId,
    /// The SM-DP+ object identifier is not dotted digits.
    BadOid,
    /// The confirmation code flag is neither 1, 0 nor empty.
    BadFlag,
    /// A later parameter has characters that no code has.
    BadParameter,
    TooLong,
}

impl ActivationCode {
    /// Reads `LPA:1$…` or `1$…`; white space around it is ignored. Err: not of the grammar.
    pub fn parse(text: &str) -> Result<Self, ActivationCodeError> {
        let text = text.trim();
        let text = match text.get(..4) {
            Some(scheme) if scheme.eq_ignore_ascii_case("LPA:") => &text[4..],
            _ => text,
        };
        if text.len() > MAX_LENGTH {
            return Err(ActivationCodeError::TooLong);
        }
        let mut parts = text.split('$');
        if parts.next() != Some("1") {
            return Err(ActivationCodeError::NotFormat1);
        }
        let address = parts.next().ok_or(ActivationCodeError::NotFormat1)?;
        let matching_id = parts.next().ok_or(ActivationCodeError::NoMatchingIdPlace)?;
        let oid = parts.next().unwrap_or_default();
        let flag = parts.next().unwrap_or_default();
        if !parts.all(|later| later.bytes().all(|b| b.is_ascii_graphic())) {
            return Err(ActivationCodeError::BadParameter);
        }
        if !oid.is_empty() && !is_oid(oid) {
            return Err(ActivationCodeError::BadOid);
        }
        Ok(Self {
            smdp: SmdpAddress::parse(address)?,
            matching_id: MatchingId::parse(matching_id)?,
            oid: (!oid.is_empty()).then(|| oid.to_owned()),
            confirmation_code_required: match flag {
                "1" => true,
                "" | "0" => false,
                _ => return Err(ActivationCodeError::BadFlag),
            },
            text: text.to_owned(),
        })
    }

    /// Builds a code from a supplier's separate fields. Suppliers write the address as a URL now and then: its scheme and
    /// trailing slashes are dropped. Err: either field is not of the grammar.
    pub fn from_parts(smdp: &str, matching_id: &str) -> Result<Self, ActivationCodeError> {
        let address = SmdpAddress::from_supplier(smdp)?;
        let matching_id = MatchingId::parse(matching_id.trim())?;
        Self::parse(&format!("1${}${}", address.0, matching_id.0))
    }

    /// What a QR code holds: `LPA:1$…`.
    pub fn lpa_string(&self) -> String {
        format!("LPA:{}", self.text)
    }

    /// What is typed where a phone asks for the whole activation code: `1$…`.
    pub fn manual_code(&self) -> &str {
        &self.text
    }

    pub fn smdp(&self) -> &SmdpAddress {
        &self.smdp
    }

    pub fn matching_id(&self) -> &MatchingId {
        &self.matching_id
    }

    /// The server's object identifier, if the code names one.
    pub fn oid(&self) -> Option<&str> {
        self.oid.as_deref()
    }

    /// Whether the phone asks for a confirmation code, which the supplier gives apart.
    pub fn confirmation_code_required(&self) -> bool {
        self.confirmation_code_required
    }

    /// Installs on the iPhone that opens it (iOS 17.4 or later). The link carries the secret.
    pub fn apple_install_url(&self) -> String {
        self.install_url("https://esimsetup.apple.com")
    }

    /// Installs on the Android phone that opens it (Android 10 or later, if its maker supports it). Carries the secret.
    pub fn android_install_url(&self) -> String {
        self.install_url("https://esimsetup.android.com")
    }

    fn install_url(&self, origin: &str) -> String {
        let mut url = format!("{origin}/esim_qrcode_provisioning?carddata=");
        // Both platforms take the code as it is: `:` and `$` are legal in a query (RFC 3986, 3.4). Only later
        // parameters can hold anything that is not.
        for byte in self.lpa_string().bytes() {
            if byte.is_ascii_alphanumeric() || b":$-._~".contains(&byte) {
                url.push(char::from(byte));
            } else {
                url.push_str(&format!("%{byte:02X}"));
            }
        }
        url
    }
}

fn is_oid(text: &str) -> bool {
    text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}

impl SmdpAddress {
    /// Reads a bare host name: letters, digits, `-` and `.`. Err: anything else.
    pub fn parse(host: &str) -> Result<Self, ActivationCodeError> {
        let label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if host.len() <= 253 && host.split('.').all(label) {
            Ok(Self(host.to_owned()))
        } else {
            Err(ActivationCodeError::BadAddress)
        }
    }

    /// Reads a host that a supplier may have written as a URL: scheme and trailing slashes are dropped. Err: what is left
    /// is no host name.
    pub fn from_supplier(text: &str) -> Result<Self, ActivationCodeError> {
        let text = text.trim();
        let host = text.split_once("://").map_or(text, |(_, rest)| rest);
        Self::parse(host.trim_end_matches('/'))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl MatchingId {
    /// Reads letters, digits and `-`, or nothing. Err: anything else.
    pub fn parse(text: &str) -> Result<Self, ActivationCodeError> {
        if text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            Ok(Self(text.to_owned()))
        } else {
            Err(ActivationCodeError::BadMatchingId)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ActivationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActivationCode(1${}$…)", self.smdp.0)
    }
}

impl fmt::Debug for MatchingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MatchingId(…)")
    }
}

impl fmt::Display for ActivationCodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFormat1 => "an activation code begins with 1$",
            Self::NoMatchingIdPlace => "the activation code has no place for a matching id",
            Self::BadAddress => "the SM-DP+ address is not a host name",
            Self::BadMatchingId => "the matching id has characters other than letters, digits and hyphens",
            Self::BadOid => "the SM-DP+ identifier is not dotted digits",
            Self::BadFlag => "the confirmation code flag is neither 1 nor absent",
            Self::BadParameter => "a later parameter of the activation code is not printable",
            Self::TooLong => "an activation code has at most 255 characters",
        })
    }
}

impl std::error::Error for ActivationCodeError {}

#[cfg(test)]
#[path = "activation_code/tests.rs"]
mod tests;
