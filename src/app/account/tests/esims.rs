//! The eSIM's page: what it shows, where its secrets stand, how honest its figures are.

use super::fixture::{MATCHING_ID, ORDERED, PIN, PUK, SMDP, facts, order, render, shown_after};
use crate::app::account::opened::Opened;
use crate::app::account::usage_panel::usage_view;
use crate::domain::activation_code::ActivationCode;
use crate::domain::fulfilment::AttemptState as A;
use crate::domain::lang::Lang;
use crate::domain::offer::IdentityPapers;
use crate::domain::payment::PaymentState as P;
use crate::domain::sim_status::SimStatus;
use crate::domain::timestamp::UnixSeconds;
use crate::domain::usage::{Balance, DataAmount, UsageReport};
use crate::fulfilment::usage_sync::{EsimUse, StoredSim};
use crate::store::EsimRead;
use crate::text::{t, t_with};
use std::time::Duration;

fn delivered() -> Opened {
    order(P::Captured, Some(A::Delivered))
}

fn known(report: Option<UsageReport>, asked: bool) -> EsimUse {
    let at = asked.then_some(ORDERED);
    let read = EsimRead { asked_at: at, usage: report, usage_at: at, sim: None, sim_at: None };
    EsimUse { read, ..EsimUse::default() }
}

fn report(left: u32, expires_at: Option<UnixSeconds>) -> UsageReport {
    UsageReport {
        taken_at: ORDERED,
        first_activation: Some(ORDERED),
        number_expires: Some(ORDERED.plus_days(180)),
        balances: vec![Balance {
            name: "Holiday".to_owned(),
            data: Some(DataAmount::gigabytes(left)),
            data_total: None,
            airtime_seconds: Some(119 * 60 + 59),
            sms: Some(1),
            activated_at: None,
            expires_at,
        }],
    }
}

#[test]
fn everything_that_installs_the_esim_is_on_its_page() {
    let (page, html) = shown_after(90, &delivered(), &[EsimUse::default()]);
    assert!(page.private);
    let token = "7".repeat(32);
    let qr = format!(r#"href="/en/o/{token}/qr/1" download="esim-E-7K3M9-Q2XW4-1.png""#);
    for wanted in [
        "<svg",
        SMDP,
        MATCHING_ID,
        PIN,
        PUK,
        "8933150319050061207",
        "+33612345678",
        "https://esimsetup.apple.com/esim_qrcode_provisioning?carddata=LPA:1$",
        "https://esimsetup.android.com/esim_qrcode_provisioning?carddata=LPA:1$",
        qr.as_str(),
        "/qr/1",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
}

#[test]
fn no_secret_is_given_to_an_island() {
    let (_, html) = shown_after(90, &delivered(), &[known(Some(report(3, None)), true)]);
    let props: Vec<&str> = html.split("data-props=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(props.len() >= 4, "the islands were not found");
    let token = "7".repeat(32);
    for secret in [MATCHING_ID, SMDP, PIN, PUK, "8933150319050061207", "612345678", token.as_str()] {
        assert!(props.iter().all(|props| !props.contains(secret)), "{secret}");
    }
}

#[test]
fn the_code_stands_in_its_visible_places_only() {
    let (page, html) = shown_after(90, &delivered(), &[EsimUse::default()]);
    // Two fields (the activation code, and the whole code) and the two links for this phone.
    assert_eq!(html.matches(MATCHING_ID).count(), 4, "{html}");
    assert!(!page.title.contains(MATCHING_ID) && page.description.is_none());
    for secret in [PIN, PUK] {
        assert_eq!(html.matches(secret).count(), 1, "{secret}");
    }
}

#[test]
fn a_confirmation_code_that_we_lack_is_asked_for_before_the_phone_does() {
    let mut opened = delivered();
    let code = format!("1${SMDP}${MATCHING_ID}$$1");
    opened.esims[0].secrets.activation_code = ActivationCode::parse(&code).unwrap();
    let told = t_with(Lang::En, "esim-confirmation-missing", &[("email", "help@example.org".into())]);
    assert!(shown_after(90, &opened, &[EsimUse::default()]).1.contains(&told));
    opened.esims[0].secrets.confirmation_code = Some("8421".to_owned());
    let (_, html) = shown_after(90, &opened, &[EsimUse::default()]);
    assert!(!html.contains(&told) && html.contains("8421"));
}

#[test]
fn every_documented_sim_state_has_its_sentence_and_its_next_step() {
    let unknown = SimStatus::Unknown("hibernating".to_owned());
    for status in SimStatus::DOCUMENTED.iter().chain([&unknown]) {
        for lang in Lang::ALL {
            let mut known = known(None, true);
            known.read.sim_at = Some(ORDERED);
            known.sim = Some(StoredSim { status: status.as_str().to_owned(), activated_at: None, expires_at: None });
            let (_, html) = render(lang, ORDERED, &delivered(), &[known]);
            let step = t_with(lang, status.next_step().key(), &[("email", "help@example.org".into())]);
            assert!(html.contains(&t(lang, status.key())), "{status} {lang}");
            assert!(html.contains(&step), "{status} {lang}");
            assert!(!html.contains("sim-status-") && !html.contains("next-step-"), "{status} {lang}");
        }
    }
}

#[test]
fn papers_are_counted_down_from_the_sale() {
    let days = |seconds: u64| shown_after(seconds, &delivered(), &[EsimUse::default()]).1;
    let html = days(90);
    assert!(html.contains("21 December 2026") && html.contains("30 more days"), "{html}");
    assert!(html.contains(r#"href="https://papers.example.org/register""#));
    assert!(days(29 * 86_400 + 1).contains("one more day"));
    assert!(days(30 * 86_400).contains("ended on 21 December 2026"));
}

#[test]
fn a_network_without_a_page_for_papers_gets_no_wrong_link() {
    let mut opened = delivered();
    opened.family.lines[0].facts.identity_papers = IdentityPapers::Required { within_days: 30, url: None };
    let (_, html) = shown_after(90, &opened, &[EsimUse::default()]);
    assert!(html.contains("names no page for it") && !html.contains("papers.example.org"));
    opened.family.lines[0].facts.identity_papers = IdentityPapers::NotRequired;
    let (_, html) = shown_after(90, &opened, &[EsimUse::default()]);
    assert!(!html.contains(&t(Lang::En, "papers-title")));
}

#[test]
fn the_plans_whole_fills_the_meter_of_its_only_balance() {
    let view = usage_view(Lang::En, ORDERED, Some(&facts()), &known(Some(report(2, None)), true));
    let meters = &view.balances[0].meters;
    assert_eq!(meters[0].percent, Some(40));
    assert_eq!(meters[0].rest, "left of 5\u{a0}GB");
    assert_eq!(meters[1].left, "119 minutes", "a begun minute is not promised");
    assert_eq!(meters[2].left, "1 text");
    // More than the plan: a top-up that the network adds up. No meter is better than a wrong one.
    let view = usage_view(Lang::En, ORDERED, Some(&facts()), &known(Some(report(9, None)), true));
    assert_eq!(view.balances[0].meters[0].percent, None);
    let mut two = report(2, None);
    two.balances.push(two.balances[0].clone());
    let view = usage_view(Lang::En, ORDERED, Some(&facts()), &known(Some(two), true));
    assert_eq!(view.balances[0].meters[0].percent, None);
}

#[test]
fn a_plan_of_data_alone_shows_no_calls_and_one_with_calls_shows_that_they_are_used_up() {
    let mut used_up = report(2, None);
    used_up.balances[0].airtime_seconds = Some(0);
    used_up.balances[0].sms = Some(0);
    let left = |facts: &_| {
        let view = usage_view(Lang::En, ORDERED, Some(facts), &known(Some(used_up.clone()), true));
        view.balances[0].meters.iter().map(|meter| meter.left.clone()).collect::<Vec<_>>()
    };
    let mut facts = facts();
    assert_eq!(left(&facts), ["2\u{a0}GB"]);
    facts.allowance.airtime_seconds = Some(7_200);
    facts.allowance.sms = Some(1_000);
    assert_eq!(left(&facts), ["2\u{a0}GB", "0 minutes", "0 texts"]);
}

#[test]
fn a_network_that_does_not_tell_is_told_apart_from_one_that_did_not_answer() {
    let note = |known: &EsimUse| usage_view(Lang::En, ORDERED, Some(&facts()), known).note;
    assert_eq!(note(&known(None, true)), Some(t(Lang::En, "usage-not-told")));
    assert_eq!(note(&known(None, false)), Some(t(Lang::En, "usage-not-known")));
    let nothing = UsageReport { balances: Vec::new(), ..report(1, None) };
    assert_eq!(note(&known(Some(nothing), true)), Some(t(Lang::En, "usage-nothing-yet")));
}

#[test]
fn old_figures_say_that_they_are_old_and_ended_ones_that_they_ended() {
    let known = known(Some(report(3, Some(ORDERED + Duration::from_secs(300)))), true);
    let view = usage_view(Lang::En, ORDERED + Duration::from_secs(200), Some(&facts()), &known);
    assert!(view.note.is_none() && !view.balances[0].over);
    assert_eq!(view.as_of.as_deref(), Some("As of 21 November 2026, 14:15 UTC"));
    let view = usage_view(Lang::En, ORDERED + Duration::from_secs(3_600), Some(&facts()), &known);
    assert_eq!(view.note, Some(t(Lang::En, "usage-old")));
    assert!(view.balances[0].over);
    assert_eq!(view.balances[0].expiry.as_deref(), Some("Ended on 21 November 2026, 14:20 UTC"));
}
