//! What travellers do with their eSIMs: install, attach to a network, use data.

use super::EsimGo;

/// Percentages of use that are told.
const THRESHOLDS: [i64; 4] = [1, 50, 80, 100];
const DAY: i64 = 86_400;

impl EsimGo {
    /// Installs where that was not done, and attaches in a country; false when there is no such eSIM.
    pub(super) fn attach(&mut self, iccid: &str, country: &str, now: i64) -> bool {
        let Some(esim) = self.esims.get_mut(iccid) else { return false };
        esim.installed.get_or_insert(now);
        let is_first = esim.attached.replace(now).is_none();
        let has_moved = esim.country.replace(country.to_owned()).is_some_and(|before| before != country);
        if is_first {
            self.esims.note(iccid, "First Attachment", "", now);
            self.tell_of_first_attachment(iccid, now);
        }
        if is_first || has_moved {
            self.tell_of_country(iccid, country, now);
        }
        true
    }

    /// Uses data of the bundle that runs, or of the next in the queue; false when there is none.
    pub(super) fn use_data(&mut self, iccid: &str, bytes: i64, now: i64) -> bool {
        let in_state = |wanted: &str| self.places_on(iccid).find(|place| self.state_of(*place, now) == wanted);
        let Some(place) = in_state("active").or_else(|| in_state("queued")) else { return false };
        let unit = &mut self.units[place];
        unit.remaining = (unit.remaining - bytes).max(0);
        let used_percent = (unit.initial - unit.remaining) * 100 / unit.initial.max(1);
        let (name, days) = (unit.bundle.clone(), unit.days);
        let Some(on_esim) = &mut unit.place else { return false };
        let is_first = on_esim.started.is_none();
        if is_first {
            on_esim.started = Some(now);
            on_esim.ends = Some(now + days * DAY);
        }
        let crossed: Vec<i64> = THRESHOLDS
            .into_iter()
            .filter(|threshold| used_percent >= *threshold && !on_esim.told.contains(threshold))
            .collect();
        on_esim.told.extend(&crossed);
        if is_first {
            self.esims.note(iccid, "First Use", &name, now);
            self.tell_of_bundle("FirstUse", place, now);
        }
        for _ in crossed {
            self.esims.note(iccid, "Utilisation Alert", &name, now);
            self.tell_of_bundle("Utilisation", place, now);
        }
        true
    }
}
