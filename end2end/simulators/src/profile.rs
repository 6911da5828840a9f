//! What an eSIM is made of: ICCID, SM-DP+ host, matching id, PIN and PUK, and the activation code of them (SGP.22).

use rand::Rng;

/// A downloadable profile.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) iccid: String,
    /// Host name, without a scheme.
    pub(crate) smdp: &'static str,
    pub(crate) matching_id: String,
    pub(crate) pin: String,
    pub(crate) puk: String,
}

impl Profile {
    /// `issuer` are the ICCID's first digits.
    pub(crate) fn new(issuer: &str, smdp: &'static str) -> Self {
        Self { iccid: iccid(issuer), smdp, matching_id: matching_id(), pin: digits(4), puk: digits(8) }
    }

    /// `1$<SM-DP+>$<matching id>`
    pub(crate) fn activation_code(&self) -> String {
        format!("1${}${}", self.smdp, self.matching_id)
    }

    /// What stands in a QR code.
    pub(crate) fn lpa(&self) -> String {
        format!("LPA:{}", self.activation_code())
    }

    /// The one-tap link of iOS.
    pub(crate) fn apple_url(&self) -> String {
        format!("https://esimsetup.apple.com/esim_qrcode_provisioning?carddata={}", self.lpa())
    }
}

pub(crate) fn digits(count: usize) -> String {
    let mut random = rand::thread_rng();
    (0..count).map(|_| char::from(b'0' + random.gen_range(0..10))).collect()
}

/// Nineteen digits, the last one Luhn's.
fn iccid(issuer: &str) -> String {
    let body = format!("{issuer}{}", digits(18 - issuer.len().min(18)));
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            let doubled = if place % 2 == 0 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Upper-case letters, digits and `-`, as the grammar wants.
pub(crate) fn matching_id() -> String {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut random = rand::thread_rng();
    let mut part = |length: usize| -> String {
        (0..length).map(|_| char::from(LETTERS[random.gen_range(0..LETTERS.len())])).collect()
    };
    [part(5), part(5), part(5), part(5)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iccid_has_nineteen_digits_and_ends_with_luhns() {
        for _ in 0..50 {
            let iccid = Profile::new("8944538", "smdp.example").iccid;
            let sum: u32 = iccid
                .bytes()
                .rev()
                .enumerate()
                .map(|(place, byte)| {
                    let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
                    digit / 10 + digit % 10
                })
                .sum();
            assert_eq!((iccid.len(), sum % 10), (19, 0), "{iccid}");
        }
    }
}
