//! What must stand in each mail, in both languages.

use super::*;
use crate::domain::activation_code::ActivationCode;
use crate::domain::esim_life::EsimNotice;
use crate::domain::money::Currency;
use crate::domain::offer::{Allowance, Coverage, DataAllowance, IdentityPapers, Validity};
use crate::domain::usage::{DataAmount, DataLevel};

const LINK: &str = "https://shop.example.org/en/o/5kq8wz7m";
const LPA: &str = "LPA:1$rsp.example.com$QR-G-5C-1LS-1W1Z9P7";

fn letterhead() -> Letterhead {
    Letterhead {
        shop: "Travel & Co".to_owned(),
        address: "1 Rue de la Paix, Paris".to_owned(),
        support_email: "help@example.org".to_owned(),
        host: "shop.example.org".to_owned(),
    }
}

fn facts(identity_papers: IdentityPapers) -> PlanFacts {
    PlanFacts {
        name: "Europe <5 GB>".to_owned(),
        description: String::new(),
        network: "Orange France".to_owned(),
        allowance: Allowance { data: DataAllowance::None, airtime_seconds: None, sms: None },
        validity: Validity::Days(14),
        coverage: Coverage { countries: Vec::new() },
        identity_papers,
        top_up: None,
        hotspot: None,
    }
}

fn secrets() -> EsimSecrets {
    EsimSecrets {
        activation_code: ActivationCode::parse(LPA).unwrap(),
        iccid: None,
        msisdn: Some("+33 6 12 34 56 78".to_owned()),
        pin: Some("0000".to_owned()),
        puk: Some("71289750".to_owned()),
        sim_id: None,
        confirmation_code: None,
    }
}

/// One mail for an order with these many eSIMs, sold on 21 November 2026.
fn ready(lang: Lang, papers: IdentityPapers, count: usize) -> Composed {
    let (facts, secrets) = (facts(papers), secrets());
    let mail = MailId::from("mail_1");
    let order = AboutOrder { mail: &mail, number: "E-7K3M9-Q2XW4", lang, link: LINK, tops_up: false };
    let esim =
        EsimToInstall { facts: &facts, stands_in: false, secrets: &secrets, sold_at: UnixSeconds(1_795_262_400) };
    esim_ready(&letterhead(), order, &vec![esim; count]).unwrap()
}

fn register_at(url: &str) -> IdentityPapers {
    IdentityPapers::Required { within_days: 30, url: Some(url.to_owned()) }
}

#[test]
fn the_text_alone_is_enough_to_install_the_esim() {
    for (lang, deadline) in [(Lang::En, "21 December 2026"), (Lang::Fr, "21 décembre 2026")] {
        let mail = ready(lang, register_at("https://travel.orange.com/fr/orange-holidays"), 1);
        for fact in [
            "E-7K3M9-Q2XW4",
            "rsp.example.com\n",
            ": QR-G-5C-1LS-1W1Z9P7\n",
            "1$rsp.example.com$QR-G-5C-1LS-1W1Z9P7",
            LPA,
            "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$QR-G-5C-1LS-1W1Z9P7\n",
            "https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$rsp.example.com$QR-G-5C-1LS-1W1Z9P7\n",
            "+33 6 12 34 56 78",
            ": 0000\n",
            ": 71289750\n",
            LINK,
            "14 ",
            deadline,
            "https://travel.orange.com/fr/orange-holidays",
            "Europe <5 GB>",
            "help@example.org",
        ] {
            assert!(mail.text.contains(fact), "{fact:?} is not in the text in {lang}:\n{}", mail.text);
        }
        assert!(!mail.text.contains("mail-") && !mail.html.contains("\"mail-"), "a key shows:\n{}", mail.text);
        assert!(!mail.text.contains("\n\n\n"), "holes in the text:\n{}", mail.text);
    }
}

#[test]
fn french_colons_stand_apart() {
    let mail = ready(Lang::Fr, register_at("https://example.org/"), 2);
    assert!(mail.text.contains("Code PIN\u{a0}: 0000") && mail.text.contains("Installez-les"), "{}", mail.text);
    let glued = mail.text.lines().find(|line| line.contains("é:") || line.ends_with("t:") || line.contains("e: "));
    assert_eq!(glued, None);
}

#[test]
fn the_html_shows_the_picture_and_escapes_what_others_wrote() {
    let mail = ready(Lang::En, register_at("https://example.org/?a=1&b=2"), 1);
    let picture = &mail.pictures[0];
    assert!(mail.html.contains(&format!("src=\"cid:{}\"", picture.content_id)));
    assert!(mail.html.contains("Europe &#60;5 GB&#62;") && !mail.html.contains("<5 GB>"));
    assert!(mail.html.contains("Travel &#38; Co") && mail.html.contains("a=1&#38;b=2"));
    for fact in ["rsp.example.com", "QR-G-5C-1LS-1W1Z9P7", "0000", "71289750", LINK, "21 December 2026"] {
        assert!(mail.html.contains(fact), "{fact} is not in the HTML");
    }
    assert!(!mail.html.contains("http://") && !mail.html.contains("src=\"http"), "the mail fetches nothing");
}

#[test]
fn each_esim_has_its_own_card_and_picture() {
    let mail = ready(Lang::En, IdentityPapers::NotRequired, 2);
    assert!(mail.subject.contains("2 eSIMs") && mail.text.contains("eSIM 1 of 2") && mail.text.contains("eSIM 2 of 2"));
    assert_eq!(mail.pictures.len(), 2);
    assert_ne!(mail.pictures[0].content_id, mail.pictures[1].content_id);
    assert_eq!(mail.pictures[1].file_name, "esim-E-7K3M9-Q2XW4-2.png");
}

#[test]
fn identity_papers_are_told_as_they_are() {
    let without_page = ready(Lang::En, IdentityPapers::Required { within_days: 30, url: None }, 1);
    assert!(
        without_page.text.contains("The network names no page for it") && without_page.html.contains("names no page")
    );
    let none = ready(Lang::En, IdentityPapers::NotRequired, 1);
    assert!(!none.text.contains("Identity papers") && !none.html.contains("Identity papers"));
}

#[test]
fn the_message_id_is_the_mails_own_however_often_it_is_sent() {
    let ids = [ready(Lang::En, IdentityPapers::NotRequired, 1), ready(Lang::Fr, IdentityPapers::NotRequired, 2)];
    assert_eq!(ids[0].message_id, "<mail_1@shop.example.org>");
    assert_eq!(ids[0].message_id, ids[1].message_id);
}

fn late(lang: Lang) -> Composed {
    let mail = MailId::from("mail_1");
    let order = AboutOrder { mail: &mail, number: "E-7K3M9-Q2XW4", lang, link: LINK, tops_up: false };
    payment_received(&letterhead(), order, Money::new(1299, Currency::EUR), UnixSeconds(1_795_262_400)).unwrap()
}

#[test]
fn a_late_delivery_says_when_the_money_comes_back_by_itself() {
    let mail = late(Lang::En);
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("€12.99") && part.contains("21 November 2026") && part.contains(LINK), "{part}");
    }
    assert!(late(Lang::Fr).text.contains("12,99\u{a0}€"));
    assert!(mail.pictures.is_empty());
}

#[test]
fn given_back_money_is_told_with_amount_reason_and_way() {
    let mail = MailId::from("mail_1");
    let mut texts = std::collections::BTreeSet::new();
    for lang in Lang::ALL {
        for why in [
            WhyGivenBack::NotInTime,
            WhyGivenBack::NotAvailable,
            WhyGivenBack::NotToppedUpInTime,
            WhyGivenBack::NotToppedUp { said: None },
            WhyGivenBack::NotToppedUp { said: Some("No such line.".to_owned()) },
            WhyGivenBack::PaidTooLate,
            WhyGivenBack::CancelledByBuyer,
            WhyGivenBack::DecidedByStaff,
        ] {
            for how in [HowGivenBack::Released, HowGivenBack::Refunded] {
                let order = AboutOrder { mail: &mail, number: "E-7K3M9-Q2XW4", lang, link: LINK, tops_up: false };
                let amount = Money::new(1299, Currency::EUR);
                let mail = given_back(&letterhead(), order, amount, &why, how).unwrap();
                assert!(mail.text.contains(&amount.format(lang)) && mail.html.contains(&amount.format(lang)));
                assert!(mail.text.contains("E-7K3M9-Q2XW4") && mail.text.contains(LINK));
                texts.insert(mail.text);
            }
        }
    }
    assert_eq!(texts.len(), 32, "each reason and each way reads differently");
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", ready(Lang::En, IdentityPapers::NotRequired, 1));
    assert!(shown.contains("Your eSIM is ready") && !shown.contains("QR-G-5C"), "{shown}");
}

fn stands(lang: Lang, what: What, can_top_up: bool) -> Composed {
    let mail = MailId::from("mail_1");
    let order = AboutOrder { mail: &mail, number: "E-7K3M9-Q2XW4", lang, link: LINK, tops_up: false };
    let plan = "Europe <5 GB>".to_owned();
    let news = EsimNews { notice: EsimNotice::DataLow, position: 2, plan, what, can_top_up };
    esim_notice(&letterhead(), order, &news).unwrap()
}

#[test]
fn news_of_an_esim_say_what_it_is_and_lead_to_the_step_that_helps() {
    let at = UnixSeconds(1_795_262_400);
    let (left, total) = (DataAmount::megabytes(900), DataAmount::gigabytes(5));
    let mut texts = std::collections::BTreeSet::new();
    for lang in Lang::ALL {
        for what in [What::DataLow(DataLevel { left, total }), What::DataUsed { total }, What::EndsSoon { at }] {
            let mail = stands(lang, what.clone(), true);
            let top_up = format!("{LINK}/top-up/2");
            assert!(mail.text.contains(&format!("{top_up}\n")) && mail.html.contains(&format!("href=\"{top_up}\"")));
            assert!(!stands(lang, what, false).text.contains("/top-up/"), "it cannot be topped up");
            texts.insert(mail.text);
        }
        let url = Some("https://example.org/papers".to_owned());
        let papers = stands(lang, What::Papers { until: at, url }, true);
        assert!(papers.text.contains("https://example.org/papers\n") && !papers.text.contains("/top-up/"));
        let ended = [stands(lang, What::Ended { at: Some(at) }, true), stands(lang, What::Ended { at: None }, true)];
        assert!(ended.iter().all(|mail| !mail.text.contains("/top-up/")), "the line is over");
        texts.extend([papers].into_iter().chain(ended).map(|mail| mail.text));
    }
    assert_eq!(texts.len(), 12, "each reads differently");
    for text in texts {
        assert!(text.contains("Europe <5 GB>") && text.contains(LINK), "{text}");
        assert!(!text.contains("mail-notice") && !text.contains("\n\n\n"), "{text}");
    }
}
