# evfarm: make builds bin/, make demo shows it, make test checks it, make install puts it in its place.
VERSION  := $(shell cat VERSION)
CC       ?= cc
OPT      ?= -O3 -g
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
BUILD    ?= build
BIN      ?= bin
CPPFLAGS += -Isrc/lib -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -DVERSION='"$(VERSION)"'
CFLAGS   += -std=c11 $(OPT) -ffp-contract=off -fno-math-errno $(WARN)
LDLIBS   += -lz -lm

programs := $(patsubst src/%.c,%,$(wildcard src/ev*.c))
lib      := $(patsubst src/lib/%.c,$(BUILD)/lib/%.o,$(wildcard src/lib/*.c))
units    := $(patsubst test/unit/%.c,$(BUILD)/unit/%,$(wildcard test/unit/*.c))

all: $(programs:%=$(BIN)/%)
units: $(units)

$(BIN)/%: $(BUILD)/%.o $(BUILD)/libevfarm.a | $(BIN)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/unit/%: test/unit/%.c $(BUILD)/libevfarm.a | $(BUILD)/unit
	$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -MMD -o $@ $< $(BUILD)/libevfarm.a $(LDLIBS)

$(BUILD)/libevfarm.a: $(lib)
	rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: src/%.c VERSION | $(BUILD)/lib
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(BIN) $(BUILD)/lib $(BUILD)/unit:
	mkdir -p $@

clean:
	rm -rf $(BUILD) $(BIN)

.PHONY: all units clean
.SECONDARY:
-include $(wildcard $(BUILD)/*.d $(BUILD)/lib/*.d $(BUILD)/unit/*.d)
