//! The bar over every page while a member of the staff is signed in.

use crate::domain::lang::Lang;
use crate::session::Staff;
use crate::text::t;
use leptos::prelude::*;

/// Who is signed in, the staff's rooms, the way out.
#[component]
pub fn StaffBar(lang: Lang, staff: Staff) -> AnyView {
    view! {
        <nav class="staff" aria-label=t(lang, "staff-label")>
            <div class="wrap">
                <a href=format!("/{lang}/admin")>{t(lang, "admin-overview")}</a>
                <a href=format!("/{lang}/admin/orders")>{t(lang, "staff-orders")}</a>
                <a href=format!("/{lang}/admin/tasks")>{t(lang, "staff-tasks")}</a>
                <a href=format!("/{lang}/admin/offers")>{t(lang, "admin-offers")}</a>
                <a href=format!("/{lang}/admin/reconciliation")>{t(lang, "reconcile-title")}</a>
                <span class="who">{staff.email}</span>
                <form method="post" action=format!("/{lang}/admin/sign-out")>
                    <button class="link-button">{t(lang, "staff-sign-out")}</button>
                </form>
            </div>
        </nav>
    }
    .into_any()
}
