//! The head of a page: its title on the sky.

use leptos::prelude::*;

/// The title, what stands above it (breadcrumbs) and below it (children).
#[component]
pub fn Masthead(
    title: String,
    #[prop(default = None)] lead: Option<String>,
    /// A country's two letters beside the title.
    #[prop(default = None)]
    stamp: Option<String>,
    #[prop(optional, into)] above: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="masthead">
            <div class="wrap">
                {above}
                <div class="title">
                    {stamp.map(|letters| view! { <span class="stamp" aria-hidden="true">{letters}</span> })}
                    <h1>{title}</h1>
                </div>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
