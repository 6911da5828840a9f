//! The way out.

use super::sign_in_path;
use crate::app::page::{Answer, PageError, PageRequest};

/// `POST /{lang}/admin/sign-out`
pub async fn submit(request: PageRequest) -> Result<Answer, PageError> {
    Ok(Answer::SignedOut { to: sign_in_path(request.lang, None) })
}
