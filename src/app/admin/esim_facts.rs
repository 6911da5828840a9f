//! An eSIM as staff see it: enough to recognise it, nothing that installs it.

use crate::app::parts::facts::Fact;
use crate::domain::activation_code::ActivationCode;
use crate::domain::lang::Lang;
use crate::store::Esim;
use crate::text::t;

/// What stands for something hidden.
const HIDDEN: &str = "••••";

/// The rows, with every secret masked.
pub(super) fn esim_facts(lang: Lang, esim: &Esim) -> Vec<Fact> {
    let secrets = &esim.secrets;
    let mut facts = vec![
        Fact::new(t(lang, "admin-esim-network"), esim.network.clone()),
        Fact::new(t(lang, "admin-esim-code"), masked_code(&secrets.activation_code)),
        Fact::new(t(lang, "admin-esim-reference"), esim.reference.clone()),
        Fact::new(t(lang, "admin-esim-sold-at"), esim.sold_at.date_time(lang)),
    ];
    if let Some(iccid) = &secrets.iccid {
        facts.push(Fact::new(t(lang, "admin-esim-iccid"), format!("{HIDDEN} {}", iccid.last4())));
    }
    if let Some(msisdn) = &secrets.msisdn {
        facts.push(Fact::new(t(lang, "admin-esim-msisdn"), masked_end(msisdn)));
    }
    if secrets.pin.is_some() {
        facts.push(Fact::new(t(lang, "admin-esim-pin"), HIDDEN));
    }
    if secrets.puk.is_some() {
        facts.push(Fact::new(t(lang, "admin-esim-puk"), HIDDEN));
    }
    facts
}

/// The address tells which platform holds the profile; the matching id alone would install it.
fn masked_code(code: &ActivationCode) -> String {
    format!("1${}${HIDDEN}", code.smdp().as_str())
}

fn masked_end(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    // Of a short text even its end would tell too much.
    let shown = if characters.len() >= 8 { 3 } else { 0 };
    let end: String = characters[characters.len() - shown..].iter().collect();
    format!("{HIDDEN} {end}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_installs_an_esim_is_shown() {
        let code = ActivationCode::parse("LPA:1$rsp.example.com$K2-1A2B3C-4D5E6F").unwrap();
        assert_eq!(masked_code(&code), "1$rsp.example.com$••••");
        assert_eq!(masked_end("33612345678"), "•••• 678");
        assert_eq!(masked_end("1234"), "••••");
    }
}
