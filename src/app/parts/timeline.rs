//! A timeline: what has happened, what is happening, what comes.

use crate::domain::lang::Lang;
use crate::domain::timestamp::UnixSeconds;
use leptos::prelude::*;

/// How far a step of a timeline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    Ahead,
    Failed,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineStep {
    pub state: StepState,
    pub title: String,
    pub at: Option<UnixSeconds>,
    pub note: Option<String>,
}

impl StepState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Failed => "bad",
        }
    }
}

/// The steps in order.
#[component]
pub fn Timeline(lang: Lang, steps: Vec<TimelineStep>) -> AnyView {
    let steps = steps
        .into_iter()
        .map(|step| {
            let now = (step.state == StepState::Now).then_some("step");
            let time = step.at.map(|at| view! { <time datetime=at.iso8601()>{at.date_time(lang)}</time> });
            view! {
                <li class=step.state.class() aria-current=now>
                    <p>{step.title}</p>
                    {time}
                    {step.note.map(|note| view! { <p><small>{note}</small></p> })}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }.into_any()
}
