//! The staff's rooms: server-rendered, without script. A form posts to its own page's address and leads back by 303.

mod desk;
mod esim_facts;
mod give_back;
pub mod identity_papers_page;
pub mod offers_page;
pub mod order_page;
mod order_timeline;
pub mod orders_page;
pub mod overview_page;
mod reason;
pub mod reconciliation_page;
pub mod sign_in_page;
pub mod sign_out;
mod supplier_table;
mod task_list;
pub mod tasks_page;
mod words;

use crate::app::page::{PageError, PageRequest};
use crate::domain::lang::Lang;
use crate::session::Staff;
use url::form_urlencoded::byte_serialize;

/// The sign-in's row in the route table.
pub const SIGN_IN: &str = "/{lang}/admin/sign-in";

/// The overview.
pub fn overview_path(lang: Lang) -> String {
    format!("/{lang}/admin")
}

/// The list of orders.
pub fn orders_path(lang: Lang) -> String {
    format!("/{lang}/admin/orders")
}

/// One order.
pub fn order_path(lang: Lang, number: &str) -> String {
    format!("/{lang}/admin/orders/{number}")
}

/// What waits for a person.
pub fn tasks_path(lang: Lang) -> String {
    format!("/{lang}/admin/tasks")
}

/// The lines that are about to be cut.
pub fn identity_papers_path(lang: Lang) -> String {
    format!("/{lang}/admin/identity-papers")
}

/// What differs between books and world.
pub fn reconciliation_path(lang: Lang) -> String {
    format!("/{lang}/admin/reconciliation")
}

/// The sign-in; `next` is the path to go on to, if there is one worth returning to.
pub fn sign_in_path(lang: Lang, next: Option<&str>) -> String {
    let next = next.and_then(|next| own_path(lang, next)).filter(|next| *next != overview_path(lang));
    match next {
        Some(next) => format!("/{lang}/admin/sign-in?next={}", byte_serialize(next.as_bytes()).collect::<String>()),
        None => format!("/{lang}/admin/sign-in"),
    }
}

/// A path among the staff's own pages; `None` for everything else, so that no link through the sign-in leads to
/// another site.
fn own_path(lang: Lang, next: &str) -> Option<&str> {
    let rest = next.strip_prefix(&overview_path(lang))?;
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (plain && (rest.is_empty() || rest.starts_with(['/', '?']))).then_some(next)
}

/// Who is asking. The route table lets nobody else in, so Err is our own mistake.
fn staff(request: &PageRequest) -> Result<&Staff, PageError> {
    request.staff.as_ref().ok_or_else(|| PageError::Broken("a staff page without staff".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_in_leads_to_our_own_rooms_only() {
        assert_eq!(
            sign_in_path(Lang::Fr, Some("/fr/admin/orders?q=a@b.c&after=1")),
            "/fr/admin/sign-in?next=%2Ffr%2Fadmin%2Forders%3Fq%3Da%40b.c%26after%3D1"
        );
        for elsewhere in [
            "//evil.example/",
            "https://evil.example/fr/admin",
            "/fr/administrator",
            "/en/admin",
            "/fr/admin/\\x",
            "/fr",
        ] {
            assert_eq!(sign_in_path(Lang::Fr, Some(elsewhere)), "/fr/admin/sign-in", "{elsewhere}");
        }
        assert_eq!(own_path(Lang::En, "/en/admin/tasks"), Some("/en/admin/tasks"));
        assert_eq!(own_path(Lang::En, "/en/admin/\r\nx"), None);
    }
}
