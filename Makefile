# Short names for `cargo xtask`, which does the work (see xtask/src/main.rs).
.PHONY: demo test torture release check fmt

demo test release check fmt:
	@cargo xtask $@

# make torture COUNT=10000 SEED=1 DATABASE=sqlite, each as you like.
torture:
	@cargo xtask torture $(if $(COUNT),--count $(COUNT)) $(if $(SEED),--seed $(SEED)) $(if $(DATABASE),--database $(DATABASE))
