//! When an eSIM is asked about, and what its buyer is told.

use super::*;
use crate::domain::offer::{Allowance, Coverage, DataAllowance, Validity};
use crate::domain::usage::{Balance, DataAmount};

/// 2026-11-21, 12:00 UTC.
const SOLD: UnixSeconds = UnixSeconds(1_795_262_400);

fn facts(validity: Validity, identity_papers: IdentityPapers) -> PlanFacts {
    PlanFacts {
        name: "Europe".to_owned(),
        description: String::new(),
        network: "Orange France".to_owned(),
        allowance: Allowance {
            data: DataAllowance::Limited(DataAmount { bytes: 1000 }),
            airtime_seconds: None,
            sms: None,
        },
        validity,
        coverage: Coverage { countries: Vec::new() },
        identity_papers,
        top_up: Some(true),
        hotspot: None,
    }
}

fn plan() -> PlanFacts {
    facts(Validity::Days(14), IdentityPapers::NotRequired)
}

fn report(left: u64, ends: UnixSeconds) -> UsageReport {
    let balance = Balance {
        name: "Europe".to_owned(),
        data: Some(DataAmount { bytes: left }),
        data_total: None,
        airtime_seconds: None,
        sms: None,
        activated_at: Some(SOLD),
        expires_at: Some(ends),
    };
    UsageReport { taken_at: SOLD, first_activation: Some(SOLD), number_expires: None, balances: vec![balance] }
}

fn life<'a>(facts: &'a PlanFacts, usage: Option<&'a UsageReport>, status: Option<&'a SimStatus>) -> EsimLife<'a> {
    EsimLife { facts, sold_at: SOLD, usage, status, sim_ends_at: None }
}

/// Hours until the next look at an installed line with so much of 1000 left, and so many days to live.
fn hours(left: u64, days: i64) -> u64 {
    let (facts, report) = (plan(), report(left, SOLD.plus_days(days)));
    let next = life(&facts, Some(&report), Some(&SimStatus::Available)).next_look(SOLD).unwrap();
    next.since(SOLD).as_secs() / 3600
}

#[test]
fn it_is_asked_about_more_often_the_nearer_it_is_to_its_end() {
    assert_eq!(hours(1000, 14), 12);
    assert_eq!(hours(999, 14), 6);
    assert_eq!((hours(201, 14), hours(200, 14)), (6, 1));
    assert_eq!(hours(0, 14), 6, "nothing but a top-up can happen to it");
    assert_eq!(hours(1000, 2), 1);
    let (facts, report) = (plan(), report(1000, SOLD.plus_days(2) + Duration::from_secs(600)));
    let next = life(&facts, Some(&report), Some(&SimStatus::Available)).next_look(SOLD);
    assert_eq!(next, Some(SOLD + Duration::from_secs(600)), "just when two days are left");
}

#[test]
fn one_that_is_not_installed_is_asked_about_once_a_day_for_a_year() {
    let facts = plan();
    let known = life(&facts, None, Some(&SimStatus::NotInstalled));
    assert_eq!(known.next_look(SOLD), Some(SOLD.plus_days(1)));
    assert_eq!(known.next_look(SOLD.plus_days(365)), None);
    assert_eq!(life(&facts, None, None).next_look(SOLD), Some(SOLD.plus_days(1)), "nobody tells anything");
}

#[test]
fn after_its_end_it_is_asked_about_for_three_days_and_never_again() {
    let (facts, report) = (plan(), report(500, SOLD));
    let known = life(&facts, Some(&report), Some(&SimStatus::Available));
    assert_eq!(known.next_look(SOLD), Some(SOLD.plus_days(1)));
    assert_eq!(known.next_look(SOLD.plus_days(3)), None);
    assert_eq!(known.due(SOLD), [EsimNotice::Ended]);
    assert_eq!(known.due(SOLD.plus_days(4)), [], "no news");
    assert_eq!(life(&facts, None, Some(&SimStatus::Expired)).next_look(SOLD), None);
    assert_eq!(life(&facts, None, Some(&SimStatus::Expired)).due(SOLD), [EsimNotice::Ended]);
    assert_eq!(life(&facts, None, Some(&SimStatus::RevokedByOperator)).due(SOLD), []);
}

#[test]
fn data_is_told_at_four_fifths_and_when_it_is_gone() {
    let facts = plan();
    let due = |left| life(&facts, Some(&report(left, SOLD.plus_days(14))), Some(&SimStatus::Available)).due(SOLD);
    assert_eq!(due(201), []);
    assert_eq!(due(200), [EsimNotice::DataLow]);
    assert_eq!(due(0), [EsimNotice::DataUsed]);
    assert_eq!(due(2000), [], "more than was bought: how much it began with is not known");
}

#[test]
fn the_end_is_told_two_days_before_unless_the_plan_is_no_longer_than_that() {
    let report = report(1000, SOLD.plus_days(2));
    let due = |validity| {
        let facts = facts(validity, IdentityPapers::NotRequired);
        life(&facts, Some(&report), Some(&SimStatus::Available)).due(SOLD)
    };
    assert_eq!(due(Validity::Days(3)), [EsimNotice::EndsSoon]);
    assert_eq!(due(Validity::Unlimited), [EsimNotice::EndsSoon]);
    assert_eq!(due(Validity::Days(2)), []);
    let facts = plan();
    assert_eq!(life(&facts, Some(&report), None).due(SOLD - Duration::from_secs(1)), []);
}

#[test]
fn papers_are_reminded_of_on_day_7_20_and_27_of_30_and_in_proportion() {
    let papers = |within_days| facts(Validity::Days(60), IdentityPapers::Required { within_days, url: None });
    let month = papers(30);
    let due = |day| life(&month, None, Some(&SimStatus::Available)).due(SOLD.plus_days(day));
    assert_eq!((due(6), due(7)), (vec![], vec![EsimNotice::PapersFirst]));
    assert_eq!((due(19), due(20)), (vec![EsimNotice::PapersFirst], vec![EsimNotice::PapersSecond]));
    assert_eq!((due(27), due(29)), (vec![EsimNotice::PapersLast], vec![EsimNotice::PapersLast]));
    assert_eq!(due(30), [], "a line that lives on has its papers");
    let ten_days = papers(10);
    let life = life(&ten_days, None, None);
    assert_eq!(life.due(SOLD.plus_days(9)), [EsimNotice::PapersLast]);
    assert_eq!(life.due(SOLD + Duration::from_secs(56 * 3600)), [EsimNotice::PapersFirst]);
    let soon = SOLD + Duration::from_secs(50 * 3600);
    assert_eq!(life.next_look(soon), Some(SOLD + Duration::from_secs(56 * 3600)), "just in time");
}

#[test]
fn every_notice_is_read_as_it_was_written() {
    for notice in EsimNotice::ALL {
        assert_eq!(EsimNotice::parse(notice.as_str()), Some(notice));
    }
}
