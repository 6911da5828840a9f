//! Guesses the mail domain behind a slip of the finger.

use crate::domain::spelling::slips;

/// Domains that many travellers use, the likelier first.
const COMMON: [&str; 44] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "laposte.net",
    "hotmail.fr",
    "yahoo.fr",
    "outlook.fr",
    "live.fr",
    "sfr.fr",
    "neuf.fr",
    "bbox.fr",
    "gmx.fr",
    "live.com",
    "msn.com",
    "aol.com",
    "me.com",
    "mac.com",
    "googlemail.com",
    "protonmail.com",
    "proton.me",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "live.co.uk",
    "btinternet.com",
    "yahoo.de",
    "hotmail.de",
    "hotmail.it",
    "hotmail.es",
    "libero.it",
    "bluewin.ch",
    "telenet.be",
    "skynet.be",
    "videotron.ca",
    "sympatico.ca",
];

/// Real providers whose names are a slip away from a common one.
const ALSO_REAL: [&str; 12] = [
    "mail.com",
    "email.com",
    "ymail.com",
    "gmx.at",
    "gmx.ch",
    "yahoo.ca",
    "yahoo.it",
    "yahoo.es",
    "live.ca",
    "live.nl",
    "live.be",
    "live.it",
];

/// Endings that exist nowhere, and what was meant.
const BROKEN_ENDINGS: [(&str, &str); 6] =
    [(".con", ".com"), (".cpm", ".com"), (".vom", ".com"), (".xom", ".com"), (".comm", ".com"), (".ocm", ".com")];

/// The domain that was probably meant; `None` when this one looks right. `domain` is in lower case.
pub(super) fn likely_domain(domain: &str) -> Option<String> {
    if COMMON.contains(&domain) || ALSO_REAL.contains(&domain) {
        return None;
    }
    // One slip in a short name too easily meets somebody else's real domain.
    let near = |most: usize, shortest: usize| {
        COMMON
            .into_iter()
            .filter(|common| common.len() >= shortest)
            .find(|common| slips(domain, common, most).is_some())
    };
    if let Some(common) = near(1, 7).or_else(|| near(2, 11)) {
        return Some(common.to_owned());
    }
    BROKEN_ENDINGS.into_iter().find_map(|(broken, meant)| {
        let name = domain.strip_suffix(broken)?;
        Some(format!("{name}{meant}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::email_address::EmailAddress;

    #[test]
    fn a_slip_in_a_common_domain_gets_a_hint() {
        for (typed, meant) in [
            ("gmial.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("hotnail.fr", "hotmail.fr"),
            ("outlok.com", "outlook.com"),
            ("lapposte.net", "laposte.net"),
            ("ornge.fr", "orange.fr"),
            ("example.con", "example.com"),
        ] {
            assert_eq!(likely_domain(typed).as_deref(), Some(meant), "{typed}");
        }
        let address = EmailAddress::parse("Anne@GMIAL.com").unwrap();
        assert_eq!(address.suggestion().unwrap().as_str(), "Anne@gmail.com");
    }

    #[test]
    fn a_domain_of_its_own_is_left_alone() {
        for domain in COMMON.into_iter().chain(ALSO_REAL).chain([
            "example.org",
            "orange.com",
            "free.com",
            "sfr.com",
            "mailbox.org",
            "gmx.eu",
            "posteo.de",
        ]) {
            assert_eq!(likely_domain(domain), None, "{domain}");
        }
    }
}
