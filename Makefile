# Short names for `cargo xtask`, which does the work (see xtask/src/main.rs).
.PHONY: demo test bench storm release check fmt

demo test bench storm release check fmt:
	@cargo xtask $@
