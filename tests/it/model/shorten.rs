//! The fewest steps of a case that still fail. Every sequence of steps makes sense, so that any may be left out.

use std::time::Instant;

/// Takes steps away, first half of them at once, in the end one by one, as long as what is left fails as well.
/// `fails` tells what is wrong with a sequence.
pub fn shorten<T: Clone, W>(whole: &[T], wrong: W, until: Instant, fails: impl Fn(&[T]) -> Option<W>) -> (Vec<T>, W) {
    let (mut shortest, mut wrong) = (whole.to_vec(), wrong);
    let mut size = shortest.len() / 2;
    while size > 0 {
        let mut from = shortest.len();
        let mut took_some_away = false;
        while from > 0 && Instant::now() < until {
            let to = from;
            from = from.saturating_sub(size);
            let rest = [&shortest[..from], &shortest[to..]].concat();
            if let Some(also_wrong) = fails(&rest) {
                (shortest, wrong) = (rest, also_wrong);
                took_some_away = true;
            }
        }
        if size > 1 || !took_some_away {
            size /= 2;
        }
    }
    (shortest, wrong)
}

#[test]
fn only_what_matters_is_left() {
    let whole: Vec<u32> = (0..40).collect();
    let fails = |steps: &[u32]| (steps.contains(&7) && steps.contains(&31)).then_some("wrong");
    let until = Instant::now() + std::time::Duration::from_secs(10);
    assert_eq!(shorten(&whole, "wrong", until, fails), (vec![7, 31], "wrong"));
}
