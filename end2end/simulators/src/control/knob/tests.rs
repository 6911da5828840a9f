//! What the knobs read.

use super::*;

/// Numbers inside tagged values are where JSON readers with arbitrary precision stumble.
#[test]
fn numbers_are_read_wherever_they_stand() {
    let fields = json!({
        "call": "orange.transactions.create", "times": 3,
        "fault": {"kind": "slow_body", "chunks": 4, "pause_millis": 10},
    });
    let knob: Knob = read("arm_fault", fields).expect("a knob");
    let expected = Fault::SlowBody { chunks: 4, pause_millis: 10 };
    assert!(matches!(knob, Knob::ArmFault { fault, times: Some(3), .. } if fault == expected));
    let plan = json!({"status": "pending", "later": {"after_seconds": 30, "status": "ok"}});
    let knob: Knob = read("plan_next_sale", plan).expect("a knob");
    assert!(matches!(knob, Knob::PlanNextSale(plan) if plan.later.is_some()));
    assert!(read::<Knob>("turn_back_time", json!({})).is_err());
}
