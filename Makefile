# Short names for `cargo xtask`, which does the work (see xtask/src/main.rs).
.PHONY: demo test release check fmt

demo test release check fmt:
	@cargo xtask $@
