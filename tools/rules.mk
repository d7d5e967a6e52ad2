# How things are built. Included by the Makefile, which says what there is.

# --- tools, built first ---
build/tools/%: tools/%.c $(BASE) $(wildcard src/base/*.h src/base/*.def) src/kit/migrate_text.c \
  $(wildcard tools/*.h tools/*/*.[ch])
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE -O1 -g $(WARN) -Isrc -o $@ $< $(wildcard tools/$*/*.c) $(BASE) \
	  $(if $(filter gen_sql,$*),src/kit/migrate_text.c -lsqlite3) -lpthread

# --- generated sources ---
$(G)/.sql: build/tools/gen_sql $(SQL) $(wildcard migrations/*.sql)
	@mkdir -p $(G)/office $(G)/jobs $(G)/web $(G)/kit
	$(Q)build/tools/gen_sql --migrations migrations --out $(G) $(SQL)
	@touch $@
$(G)/.web: build/tools/gen_html src/web/views.view $(HTML)
	@mkdir -p $(G)/web
	$(Q)build/tools/gen_html --views src/web/views.view --out $(G)/web $(HTML)
	@touch $@
$(GEN_SQL_C): $(G)/.sql ;
$(GEN_WEB_C): $(G)/.web ;

$(G)/embed_migrations.c: build/tools/embed $(wildcard migrations/*.sql)
	@mkdir -p $(G)
	$(Q)build/tools/embed migrations $@ $(wildcard migrations/*.sql)
$(G)/embed_catalogue.c: build/tools/embed $(wildcard catalogue/*)
	@mkdir -p $(G)
	$(Q)build/tools/embed catalogue $@ $(wildcard catalogue/*)
build/locale/%.mo: locale/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<
$(G)/embed_locale.c: build/tools/embed $(patsubst locale/%.po,build/locale/%.mo,$(wildcard locale/*.po))
	@mkdir -p $(G)
	$(Q)build/tools/embed locale $@ $(patsubst locale/%.po,build/locale/%.mo,$(wildcard locale/*.po))
# The style sheet and the fonts come of npm's packages (tools/assets.mjs); the rest of static/ as it is.
build/assets.made: tools/assets.mjs $(wildcard static/*.css) package-lock.json
	@tools/setup.sh npm-pages
	$(Q)node tools/assets.mjs build/assets
	@touch $@
$(G)/embed_assets.c: build/tools/embed build/assets.made $(wildcard static/*)
	@mkdir -p $(G)
	$(Q)build/tools/embed assets $@ $(filter-out %.css,$(wildcard static/*)) build/assets/*.*

# --- objects; above kit the poisoned names are included by force ---
POISON = $(if $(filter office/% jobs/% web/%,$*),-include base/poison.h)
$(B)/%.o: src/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC   $(@:build/%=%)"
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(POISON) -MMD -MP -c -o $@ $<
$(B)/gen/%.o: $(G)/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC   $(@:build/%=%)"
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(shell find $(B) -name '*.d' 2>/dev/null)

$(B)/base.a: $(call objects,$(BASE))
$(B)/kit.a: $(call objects,$(KIT)) $(call gen_objects,$(G)/embed_migrations.c $(G)/embed_locale.c)
$(B)/office.a: $(call objects,$(OFFICE)) $(call gen_objects,$(filter $(G)/office/%,$(GEN_SQL_C)) $(G)/queries.c $(G)/embed_catalogue.c)
$(B)/jobs.a: $(call objects,$(JOBS)) $(call gen_objects,$(filter $(G)/jobs/%,$(GEN_SQL_C)))
$(B)/web.a: $(call objects,$(WEB)) $(call gen_objects,$(filter $(G)/web/%,$(GEN_SQL_C)) $(GEN_WEB_C) $(G)/embed_assets.c)
%.a:
	@rm -f $@
	$(Q)ar rcs $@ $^

$(B)/motcua: $(call objects,$(MAIN)) $(LIBS)
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $(call objects,$(MAIN)) -Wl,--start-group $(LIBS) -Wl,--end-group $(PKG_LIBS)
$(B)/box.a: $(call objects,$(filter-out src/box/main.c,$(BOX)))
$(B)/motcua-box: $(call objects,src/box/main.c) $(B)/box.a $(B)/base.a
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(BOX_LIBS) -lpthread
build/motcua build/motcua-box: build/%: build/release/% check-floors
	@cp -f $< $@.new && mv -f $@.new $@
check-floors: build/tools/check_floors
	@build/tools/check_floors src
check-habits: build/tools/check_habits
	@build/tools/check_habits src tools fuzz bench tests

# --- tests ---
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
STORY := $(wildcard tests/stories/*.c)
FUZZ := $(patsubst fuzz/%.c,%,$(wildcard fuzz/fuzz_*.c))
# Where tests find the helper that reads their papers.
TEST_BOX = -DTEST_BOX='"$(B)/motcua-box"'
LINK = -Wl,--start-group $(LIBS) -Wl,--end-group $(PKG_LIBS)
$(B)/tests/%.o: tests/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC   $(@:build/%=%)"
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(TEST_BOX) -Itests/unit -MMD -MP -c -o $@ $<
# test_view has views and templates of its own.
$(G)/tests/.web: build/tools/gen_html $(wildcard tests/unit/data/*.view tests/unit/data/*.html)
	@mkdir -p $(G)/tests/web
	$(Q)build/tools/gen_html --views tests/unit/data/views.view --out $(G)/tests/web tests/unit/data/*.html
	@touch $@
$(B)/tests/unit/test_view.o: $(G)/tests/.web
$(B)/tests/unit/test_view.o: CPPFLAGS := -I$(G)/tests $(CPPFLAGS)
$(B)/tests/fuzz/%.o: fuzz/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC   $(@:build/%=%)"
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(LIBS) | $(B)/motcua-box
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(LINK) -lcmocka
$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(LIBS)
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(B)/tests/fuzz/replay.o $(LINK)
# The readers of src/box belong to a program of their own, and so does their fuzzer.
$(B)/tests/fuzz/fuzz_box $(B)/run/fuzz_box: $(B)/box.a
$(B)/tests/fuzz/fuzz_box $(B)/run/fuzz_box: LINK = $(B)/box.a $(B)/base.a $(BOX_LIBS) -lpthread
$(B)/tests/story: $(patsubst %.c,$(B)/%.o,$(STORY)) $(LIBS) | $(B)/motcua-box
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LINK)
# The same with one more row in each table (tests/stories/extra): only what reads the tables is compiled again.
EXTRA_C := $(shell grep -lE 'workflow\.h|workflow\.def|routes\.def|web/web\.h' $(OFFICE) $(WEB) src/*/*.h | grep '\.c$$')
EXTRA_FLAGS = -DWORKFLOW_EXTRA='"tests/stories/extra/workflow.def"' -DROUTES_EXTRA='"tests/stories/extra/routes.def"'
$(B)/tests/extra/%.o: src/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC   $(@:build/%=%)"
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(EXTRA_FLAGS) -MMD -MP -c -o $@ $<
$(B)/tests/story_extra: $(patsubst %.c,$(B)/%.o,$(STORY) tests/stories/extra/extra.c) $(patsubst src/%.c,$(B)/tests/extra/%.o,$(EXTRA_C)) $(LIBS) | $(B)/motcua-box
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LINK)
.PHONY: stories units programs objects
stories: $(B)/tests/story
units: $(UNIT)
programs: $(B)/motcua $(B)/motcua-box $(UNIT) $(B)/tests/story $(B)/tests/story_extra $(addprefix $(B)/tests/fuzz/,$(FUZZ))
objects: $(LIBS) $(call objects,$(MAIN) $(BOX))
.PRECIOUS: $(B)/tests/%.o $(B)/tests/fuzz/%.o

# --- benchmarks ---
$(B)/bench/%.o: bench/%.c | $(GENERATED) $(B)/motcua-box
	@mkdir -p $(@D)
	@echo "  CC   $(@:build/%=%)"
	$(Q)$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) $(TEST_BOX) -MMD -MP -c -o $@ $<
$(B)/bench/bench_filing: $(B)/bench/bench_filing.o $(B)/bench/client.o $(LIBS)
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LINK)
$(B)/bench/bench_box: $(B)/box.a
$(B)/bench/bench_box: LINK = $(B)/box.a $(B)/kit.a $(B)/base.a $(BOX_LIBS) -lpthread
$(B)/bench/%: $(B)/bench/%.o $(LIBS)
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(LINK)
.PRECIOUS: $(B)/bench/%.o

# --- the two commands, and the rest ---
setup-run:
	@tools/setup.sh packaging/packages.run npm-pages
setup-test:
	@tools/setup.sh packaging/packages.run packaging/packages.test npm
run: setup-run
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@test -e var/motcua.db || build/motcua init --data var --demo
	@exec build/motcua serve --data var
test: setup-test
	@tests/run.sh
soak: setup-test
	@tests/soak.sh
bench: setup-test
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@bench/run.sh
lighthouse: setup-test
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@node bench/lighthouse.mjs
pictures: setup-test
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@MOTCUA=build/motcua node tests/browser/pictures.mjs
# Each fuzzer runs SECONDS (default 60) from its corpus and keeps what it finds there.
SECONDS_EACH ?= 60
fuzz: setup-test
	@$(MAKE) --no-print-directory -j$$(nproc) MODE=fuzz CC=clang-14 fuzzers
	@for f in $(FUZZ); do echo "$$f"; mkdir -p build/fuzz/new/$$f; \
	  build/fuzz/run/$$f -max_total_time=$(SECONDS_EACH) -print_final_stats=1 -timeout=10 \
	    build/fuzz/new/$$f fuzz/corpus/$${f#fuzz_} || exit 1; done
.PHONY: fuzzers setup-run setup-test pictures lighthouse
fuzzers: $(addprefix $(B)/run/,$(FUZZ))
$(B)/run/%: $(B)/tests/fuzz/%.o $(LIBS)
	@mkdir -p $(@D)
	@echo "  LD   $(@:build/%=%)"
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(LINK)

install: all
	install -D -m 0755 build/motcua $(DESTDIR)$(PREFIX)/bin/motcua
	install -D -m 0755 build/motcua-box $(DESTDIR)$(PREFIX)/bin/motcua-box
	install -D -m 0644 LICENSE $(DESTDIR)$(PREFIX)/share/doc/motcua/LICENSE
	install -D -m 0644 README.md $(DESTDIR)$(PREFIX)/share/doc/motcua/README.md

clean:
	rm -rf build
