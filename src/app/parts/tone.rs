//! How good or bad something is: one word for notices, badges and timelines.

/// From good to bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    Ok,
    Warn,
    Bad,
}

impl Tone {
    /// The class behind `block`, such as `notice warn`.
    pub fn class(self, block: &str) -> String {
        match self {
            Self::Plain => block.to_owned(),
            Self::Ok => format!("{block} ok"),
            Self::Warn => format!("{block} warn"),
            Self::Bad => format!("{block} bad"),
        }
    }
}
