# evfarm: make builds bin/, make demo shows it, make test checks it, make install puts it in its place.
VERSION  := $(shell cat VERSION)
CC       ?= cc
OPT      ?= -O3 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
BUILD    ?= build
BIN      ?= bin
PREFIX   ?= /usr/local
Q        ?= @# make Q= shows the commands
TESTS    ?= $(wildcard test/*.bats)
CPPFLAGS += -Isrc/lib -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"'
CFLAGS   += -std=c11 -pthread $(OPT) -ffp-contract=off -fno-math-errno $(WARN)
LDLIBS   += -lz -lm

ifneq (,$(filter asan,$(MAKECMDGOALS))) # make asan test: both on a build of their own
BUILD    := build/asan
BIN      := build/asan/bin
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
endif

ifneq (,$(filter coverage gcov,$(MAKECMDGOALS)))
BUILD    := build/gcov
BIN      := build/gcov/bin
OPT      := -O0 -g --coverage
LDFLAGS  += -Wl,--wrap=_exit,--wrap=execvp test/gcov.c
endif

engine   := replay
ifneq (,$(filter fuzz,$(MAKECMDGOALS))) # for libFuzzer, which is clang's
BUILD    := build/libfuzzer
CC       := clang
CPPFLAGS += -include test/fuzz/lib/hooks.h
OPT      := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined,float-cast-overflow -fno-sanitize-recover=all
LDLIBS   += -fsanitize=fuzzer
engine   := engine
endif

programs := $(patsubst src/%.c,%,$(wildcard src/ev*.c))
quick    := $(addprefix $(BIN)/,evtask evplan evcuts evmerge evscan)
lib      := $(patsubst src/lib/%.c,$(BUILD)/lib/%.o,$(wildcard src/lib/*.c))
units    := $(patsubst test/unit/%.c,$(BUILD)/unit/%,$(wildcard test/unit/*.c))
fuzzers  := $(patsubst test/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard test/fuzz/*.c))
built    := PATH='$(abspath $(BIN)):'"$$PATH" EVFARM_BIN='$(abspath $(BIN))' EVFARM_UNITS='$(abspath $(BUILD)/unit)'
share     = $(DESTDIR)$(PREFIX)/share

all: $(programs:%=$(BIN)/%) ## build the programs
units: $(units) $(fuzzers)

demo: all ## the cuts that best tell signal electrons from background, in ten files of made-up events
	@$(built) pipelines/demo

test: all units ## the test suite; TESTS=test/evhist.bats for a part, JOBS=2 for two files at a time
	@$(built) test/run $(TESTS)

asan: all units ## the same under the address and undefined behaviour sanitizers: make asan test

gcov: all units
coverage: gcov ## the suite on a build that counts, then lines and branches that ran, and the lines that never did
	@$(built) test/coverage $(BUILD) $(TESTS)

fuzz: $(fuzzers) ## each parser on hostile input: FUZZ_SECONDS=60 each, PARSERS='csv expr' for some
	@test/fuzz/run $(BUILD)/fuzz $(or $(PARSERS),$(fuzzers:$(BUILD)/fuzz/%=%))

mutate: ## how many small faults put into src/ the suite notices, of N=120 drawn by SEED=1; takes half an hour on two processors
	@nice test/mutate $(BUILD)

lint: ## shellcheck, cppcheck, man pages, gcc and clang without a warning
	test/lint

drill: all ## 200 runs killed at random, and others starved or fed bad input: RUNS=, SEED=
	@$(built) test/drill $(RUNS) $(SEED)

drill-slurm: all ## evrun -e slurm at full size, and all that can go wrong there, on a SLURM of its own: TASKS=3000
	@$(built) test/drill-slurm $(TASKS)

bench: all $(BUILD)/peers/plain_stat ## how fast, side by side with what people would use instead; CASES=histogram for one
	@$(built) test/bench/run $(CASES)

bench-engines: all ## what a task costs beside its work, by engine and bunch; CASES='1000 10ms' for some
	@$(built) test/bench-engines $(CASES)

validate-sim: all ## what evsim predicts beside what was measured, here and elsewhere
	@$(built) test/validate-sim

scaling: all ## how PLAN=out/demo scales: out/bench/scaling.tsv and .svg; OPTIONS='-e parallel -w 1,2,4 -b 1,10' for evbench
	@$(built) test/scaling '$(or $(PLAN),out/demo)' $(OPTIONS)

check: ## what CI runs
	.ci/run

install: all ## programs, man pages, pipelines, site profiles and plots below $(DESTDIR)$(PREFIX)
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(share)/evfarm/pipelines/course' '$(share)/evfarm/plots' '$(share)/evfarm/slurm/sites'
	install $(programs:%=$(BIN)/%) '$(DESTDIR)$(PREFIX)/bin'
	install -m 644 pipelines/*.pipe '$(share)/evfarm/pipelines'
	install -m 644 pipelines/course/* '$(share)/evfarm/pipelines/course'
	install -m 644 plots/*.gp '$(share)/evfarm/plots'
	install slurm/array.sbatch '$(share)/evfarm/slurm'
	install -m 644 slurm/sites/* '$(share)/evfarm/slurm/sites'
	for s in 1 5 7; do install -d '$(share)'/man/man$$s && install -m 644 src/*.$$s '$(share)'/man/man$$s || exit; done

uninstall: ## take it all away again
	rm -f $(programs:%='$(DESTDIR)$(PREFIX)/bin/%') $(foreach s,1 5 7,$(patsubst src/%,'$(share)/man/man$s/%',$(wildcard src/*.$s)))
	rm -rf '$(share)/evfarm'

clean: ## remove what make built; results in out/ stay
	rm -rf $(BUILD) $(BIN)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.* ## /\1	/p' Makefile

# ISA-L, if it is there; make ISAL= builds without
ISAL     := $(shell mkdir -p $(BUILD) && echo 'int main(void) { return 0; }' | \
	$(CC) $(CPPFLAGS) -include isa-l/igzip_lib.h -x c - -o $(BUILD)/probe -lisal 2>/dev/null && echo -Wl,-u,inflater_isal -lisal)
$(filter-out $(quick),$(programs:%=$(BIN)/%)) $(units) $(fuzzers): LDLIBS += $(ISAL)
unzips   := $(BUILD)/unzips-by-$(if $(ISAL),isal,zlib)
$(BUILD)/lib/inflate_isal.o: $(unzips) # and with it all programs, when that is another than last time
$(unzips): | $(BUILD)/lib
	$(Q)rm -f $(BUILD)/unzips-by-* && touch $@

$(BIN)/%: $(BUILD)/%.o $(BUILD)/libevfarm.a | $(BIN)
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# what has little to read and is started often: without shared libraries, where they can be left out, it starts in three fifths of the time
$(quick): LDFLAGS += $(shell echo 'int main(void) { return 0; }' | \
	$(CC) $(CFLAGS) -static -x c - -x none -o $(BUILD)/static $(LDLIBS) 2>/dev/null && echo -static)

# evint's threads are OpenMP's, where the compiler has it
$(BUILD)/evint.o $(BIN)/evint: CFLAGS += $(shell echo 'int main(void) { return 0; }' | \
	$(CC) -fopenmp -x c - -o $(BUILD)/openmp 2>/dev/null && echo -fopenmp || echo -Wno-unknown-pragmas)

$(fuzzers): $(BUILD)/fuzz/lib/fuzz.o $(BUILD)/fuzz/lib/$(engine).o
$(units) $(fuzzers): %: %.o $(BUILD)/libevfarm.a
	@echo CC $@
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(BUILD)/libevfarm.a $(LDLIBS)

$(BUILD)/unit/%.o: test/unit/%.c | $(BUILD)/unit $(BUILD)/compiler
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(BUILD)/fuzz/%.o: CPPFLAGS += -Itest/fuzz/lib
$(BUILD)/fuzz/%.o: test/fuzz/%.c | $(BUILD)/fuzz/lib $(BUILD)/compiler
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(BUILD)/peers/%: test/peers/%.c $(BUILD)/libevfarm.a | $(BUILD)/peers
	@echo CC $@
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libevfarm.a: $(lib)
	@echo AR $@
	$(Q)rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: src/%.c VERSION | $(BUILD)/lib $(BUILD)/compiler
	@echo CC $@
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(BUILD)/compiler: | $(BUILD)/lib
	@CC='$(CC)' CPPFLAGS='$(CPPFLAGS)' test/needs build $(filter fuzz,$(MAKECMDGOALS))
	@touch $@

$(BIN) $(BUILD)/lib $(BUILD)/unit $(BUILD)/peers $(BUILD)/fuzz/lib:
	$(Q)mkdir -p $@

.PHONY: all units demo test asan gcov coverage fuzz mutate lint drill drill-slurm bench bench-engines validate-sim scaling check install uninstall clean help
.PRECIOUS: $(BUILD)/%.o $(BUILD)/unit/%.o $(BUILD)/fuzz/%.o
-include $(wildcard $(BUILD)/*.d $(BUILD)/lib/*.d $(BUILD)/unit/*.d $(BUILD)/fuzz/*.d $(BUILD)/fuzz/lib/*.d)
