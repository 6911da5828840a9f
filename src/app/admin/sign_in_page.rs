//! The staff's sign-in. `web` counts the tries before this page sees them.

use super::{overview_path, own_path};
use crate::accounts::{self, AccountError};
use crate::app::page::{Answer, Page, PageError, PageRequest};
use crate::app::parts::button::Button;
use crate::app::parts::form_errors::{ErrorSummary, FormErrors};
use crate::app::parts::text_field::TextField;
use crate::domain::lang::Lang;
use crate::secret::Secret;
use crate::text::t;
use leptos::prelude::*;

/// `GET /{lang}/admin/sign-in`
pub async fn show(request: PageRequest) -> Result<Answer, PageError> {
    if request.staff.is_some() {
        return Ok(Answer::SeeOther(next(&request)));
    }
    Ok(page(&request, FormErrors::default()).into())
}

/// `POST /{lang}/admin/sign-in`
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    let lang = request.lang;
    let password = request.form.get("password").unwrap_or("");
    let mut errors = FormErrors::default();
    if request.form.text("email").is_empty() {
        errors.add("email", t(lang, "admin-sign-in-no-email"));
    }
    if password.is_empty() {
        errors.add("password", t(lang, "admin-sign-in-no-password"));
    }
    if !errors.is_empty() {
        return Ok(page(&request, errors).into());
    }
    let signed_in = accounts::sign_in(&request.services, request.form.text("email"), &Secret::new(password)).await;
    let signed_in = signed_in.map_err(|error| match error {
        AccountError::Store(error) => PageError::from(error),
        other => PageError::Broken(other.to_string()),
    })?;
    match signed_in {
        Some(staff) => {
            tracing::info!(staff = %staff.id, "signed in");
            Ok(Answer::SignedIn { staff: staff.id, to: next(&request) })
        }
        None => {
            tracing::warn!(client = ?request.client_ip, "a sign-in is refused");
            // One sentence for every reason: whoever guesses learns nothing.
            errors.add("email", t(lang, "admin-sign-in-refused"));
            Ok(page(&request, errors).into())
        }
    }
}

/// Where to go from here.
fn next(request: &PageRequest) -> String {
    let wanted = own_path(request.lang, request.query.text("next"));
    wanted.map_or_else(|| overview_path(request.lang), str::to_owned)
}

fn page(request: &PageRequest, errors: FormErrors) -> Page {
    let lang = request.lang;
    let title = errors.title(lang, t(lang, "admin-sign-in"));
    let status = errors.status();
    let body = view! { <Form lang url=request.url.clone() email=request.form.text("email").to_owned() errors /> };
    Page { status, ..Page::private(title, body.into_any()) }
}

#[component]
fn Form(lang: Lang, url: String, email: String, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="wrap desk narrow">
            <ErrorSummary lang errors=errors.clone() />
            <h1>{t(lang, "admin-sign-in")}</h1>
            <p class="muted">{t(lang, "admin-sign-in-lead")}</p>
            <form class="panel flow" method="post" action=url>
                <TextField
                    name="email"
                    label=t(lang, "admin-email")
                    kind="email"
                    autocomplete="username"
                    value=email
                    error=errors.of("email")
                    max_length=Some(254)
                />
                <TextField
                    name="password"
                    label=t(lang, "admin-password")
                    kind="password"
                    autocomplete="current-password"
                    error=errors.of("password")
                    max_length=Some(256)
                />
                <Button label=t(lang, "admin-sign-in-button") />
            </form>
        </div>
    }
}
