# Translations. `make pot` gathers every msgid; `make po` brings the catalogues of TOLD up to it;
# `make check-locale` fails while a text of theirs is missing, fuzzy or no longer used.
# msgids are English, so locale/en.po holds only what reads otherwise than its msgid.
TOLD = vi bn
POT_SOURCES = $(wildcard src/*/*.c) $(filter-out src/base/conf.def,$(wildcard src/*/*.def)) $(G)/web/msgids.c
XGETTEXT = xgettext --from-code=UTF-8 --language=C --keyword= --keyword=N_ --keyword=ERR:2 \
  --keyword=tr:2 --keyword=say:2 --keyword=ERROR_KIND:3 --sort-output --no-wrap \
  --package-name=motcua --package-version=$(VERSION)
.PHONY: pot po check-locale
pot: build/locale/motcua.pot
build/locale/motcua.pot: $(POT_SOURCES) $(G)/.web
	@mkdir -p $(@D)
	@$(XGETTEXT) -o $@ $(POT_SOURCES)
	@sed -i '/^#, c-format$$/d' $@
po: $(TOLD:%=po-%)
po-%: build/locale/motcua.pot
	msgmerge --quiet --no-fuzzy-matching --no-location --no-wrap --sort-output locale/$*.po $< | \
	  msgattrib --no-obsolete --no-wrap -o locale/$*.po -
check-locale: $(TOLD:%=check-%.po)
	@msgfmt --check -o /dev/null locale/en.po
check-%.po: build/locale/motcua.pot
	@msgmerge --quiet --no-fuzzy-matching --no-wrap -o build/locale/$*.now.po locale/$*.po $<
	@msgfmt --check --statistics -o /dev/null build/locale/$*.now.po 2> build/locale/$*.txt; \
	  echo "$*: $$(cat build/locale/$*.txt)"; \
	  ! grep -qvE '^[0-9]+ translated messages\.$$' build/locale/$*.txt
	@! msgattrib --untranslated --no-obsolete build/locale/$*.now.po | grep '^msgid "..*"'
	@! grep '^#~ msgid' build/locale/$*.now.po
