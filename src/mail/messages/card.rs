//! One eSIM in words: what its card in the mail says.

use super::EsimToInstall;
use crate::domain::lang::Lang;
use crate::domain::offer::{IdentityPapers, Validity};
use crate::text::{t, t_with};

/// One eSIM in words.
pub(super) struct Card {
    /// "eSIM 1 of 2", where there are several.
    pub(super) heading: Option<String>,
    pub(super) plan: String,
    /// That the plan is another supplier's than the buyer chose.
    pub(super) stand_in: Option<String>,
    pub(super) validity: String,
    pub(super) content_id: String,
    pub(super) lpa: String,
    pub(super) apple_url: String,
    pub(super) android_url: String,
    /// What is typed by hand: label and value.
    pub(super) details: Vec<(String, String)>,
    pub(super) papers: Option<Papers>,
}

/// What the law asks of the traveller.
pub(super) struct Papers {
    pub(super) deadline: String,
    pub(super) url: Option<String>,
}

impl Card {
    pub(super) fn of(lang: Lang, esim: &EsimToInstall<'_>, content_id: &str, place: Option<(usize, usize)>) -> Self {
        let secrets = esim.secrets;
        let code = &secrets.activation_code;
        let details = [
            (t(lang, "mail-esim-smdp"), Some(code.smdp().as_str())),
            (t(lang, "mail-esim-matching-id"), Some(code.matching_id().as_str()).filter(|id| !id.is_empty())),
            (t(lang, "mail-esim-code"), Some(code.manual_code())),
            (t(lang, "mail-esim-confirmation-code"), secrets.confirmation_code.as_deref()),
            (t(lang, "mail-esim-phone-number"), secrets.msisdn.as_deref()),
            (t(lang, "mail-esim-pin"), secrets.pin.as_deref()),
            (t(lang, "mail-esim-puk"), secrets.puk.as_deref()),
        ];
        Self {
            heading: place.map(|(place, count)| {
                t_with(lang, "mail-esim-heading", &[("place", place.into()), ("count", count.into())])
            }),
            plan: esim.facts.name.clone(),
            stand_in: esim.stands_in.then(|| t(lang, "mail-esim-stand-in")),
            validity: validity(lang, esim.facts.validity),
            content_id: content_id.to_owned(),
            lpa: code.lpa_string(),
            apple_url: code.apple_install_url(),
            android_url: code.android_install_url(),
            details: details.into_iter().filter_map(|(label, value)| Some((label, value?.to_owned()))).collect(),
            papers: match &esim.facts.identity_papers {
                IdentityPapers::NotRequired => None,
                IdentityPapers::Required { within_days, url } => {
                    let until = esim.sold_at.plus_days(i64::from(*within_days)).date(lang);
                    Some(Papers {
                        deadline: t_with(lang, "mail-papers-deadline", &[("date", until.into())]),
                        url: url.clone(),
                    })
                }
            },
        }
    }
}

fn validity(lang: Lang, validity: Validity) -> String {
    match validity {
        Validity::Days(count) => t_with(lang, "mail-validity-days", &[("count", count.into())]),
        Validity::Months(count) => t_with(lang, "mail-validity-months", &[("count", count.into())]),
        Validity::Years(count) => t_with(lang, "mail-validity-years", &[("count", count.into())]),
        Validity::Unlimited => t(lang, "mail-validity-unlimited"),
    }
}
