//! What travellers do with their SIMs: activate, use data, top up, come near the end.

use serde_json::json;

use super::operators::Package;
use super::{Airalo, Due};

/// Percentages of use that are told, and the words for them.
const LEVELS: [(i64, &str); 2] = [(75, "75%"), (90, "90%")];
/// Days before the end that are told, and the words for them.
const DAYS_LEFT: [(i64, &str); 2] = [(3, "3days"), (1, "1days")];
const DAY: i64 = 86_400;

impl Airalo {
    /// The days of the package begin.
    pub(super) fn activate(&mut self, place: usize, now: i64) {
        let sim = &mut self.sims.all[place];
        if sim.activated.is_none() {
            sim.activated = Some(now);
            let end = now + sim.days * DAY;
            self.set_end(place, end);
        }
    }

    fn set_end(&mut self, place: usize, end: i64) {
        self.sims.all[place].expires = Some(end);
        for (days, _) in DAYS_LEFT {
            self.agenda.insert((end - days * DAY, Due::Warning(place, days)));
        }
    }

    /// Uses data, in megabytes; false when the SIM can no longer be used.
    pub(super) fn use_data(&mut self, place: usize, megabytes: i64, now: i64) -> bool {
        self.activate(place, now);
        let sim = &mut self.sims.all[place];
        if !matches!(sim.status(now), "ACTIVE" | "FINISHED") {
            return false;
        }
        sim.used = if sim.unlimited { sim.used + megabytes } else { (sim.used + megabytes).min(sim.total) };
        if !sim.unlimited {
            let percent = sim.used * 100 / sim.total.max(1);
            for (level, word) in LEVELS {
                if percent >= level {
                    self.tell_of_low_data(place, word, now);
                }
            }
        }
        true
    }

    pub(super) fn fill_up(&mut self, place: usize, package: &Package, now: i64) {
        let sim = &mut self.sims.all[place];
        sim.packages.push((package.top_up_id(), now));
        sim.total += package.megabytes();
        sim.unlimited |= package.gigabytes == 0;
        sim.days += package.days;
        sim.told.clear();
        if let Some(end) = sim.expires {
            self.set_end(place, end.max(now) + package.days * DAY);
        }
    }

    /// The end was planned so many days after `at`, unless a top-up moved it.
    pub(super) fn warn_of_end(&mut self, place: usize, days: i64, at: i64, now: i64) {
        if self.sims.all[place].expires == Some(at + days * DAY) {
            for (level, word) in DAYS_LEFT {
                if level == days {
                    self.tell_of_low_data(place, word, now);
                }
            }
        }
    }

    /// Once for each level.
    fn tell_of_low_data(&mut self, place: usize, level: &'static str, now: i64) {
        let sim = &mut self.sims.all[place];
        if sim.told.contains(&level) {
            return;
        }
        sim.told.push(level);
        let remaining = (sim.total - sim.used).max(0) * 100 / sim.total.max(1);
        let name = sim.packages.last().map(|(id, _)| id.clone());
        let body = json!({
            "level": level, "package_name": name, "remaining_percentage": remaining, "iccid": sim.profile.iccid,
        });
        self.tell("webhook_low_data", None, &body, now);
    }
}
