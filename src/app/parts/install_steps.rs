//! How an eSIM is installed, by kind of phone: the same words on the eSIM's page and in the help.

use crate::domain::lang::Lang;
use crate::text::t;

/// Title and steps for iPhones, then for Android phones.
pub fn install_steps(lang: Lang) -> [(String, [String; 4]); 2] {
    let ios = [t(lang, "help-ios-1"), t(lang, "help-ios-2"), t(lang, "help-ios-3"), t(lang, "help-ios-4")];
    let android =
        [t(lang, "help-android-1"), t(lang, "help-android-2"), t(lang, "help-android-3"), t(lang, "help-android-4")];
    [(t(lang, "help-ios"), ios), (t(lang, "help-android"), android)]
}
