# Motcua. Two commands: `make run` shows the demonstration, `make test` runs every test.
#   make           build/motcua, hardened, -O2          make bench   figures beside the bare limits
#   make soak      full-size torture runs               make fuzz    fuzzers with their corpora
#   make pictures  every page as a picture, in build/pictures
#   make lighthouse  its four marks of public pages
#   make install   DESTDIR=, PREFIX=/usr
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

MODE ?= release
Q := $(if $(V),,@)
VERSION := $(shell cat VERSION 2>/dev/null || echo 0)
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
B := build/$(MODE)
G := build/gen
PREFIX ?= /usr

PACKAGES := libmicrohttpd sqlite3 libpq icu-i18n icu-uc libsodium libcrypto cairo pangocairo libpng libcurl libarchive libqrencode
BOX_PACKAGES := libseccomp libsodium libmagic libqpdf libpng libjpeg libheif
WARN := -Wall -Wextra -Wconversion -Wshadow -Werror
CPPFLAGS := -D_GNU_SOURCE -Isrc -I$(G) -I. -DMOTCUA_VERSION='"$(VERSION)"'
CFLAGS.release := -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE -fstack-clash-protection
LDFLAGS.release := -pie -Wl,-z,relro,-z,now
CFLAGS.asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS.asan := -fsanitize=address,undefined
CFLAGS.tsan := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
LDFLAGS.tsan := -fsanitize=thread
CFLAGS.fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS.fuzz := -fsanitize=address,undefined
CFLAGS.debug := -O0 -g
CFLAGS.clang := -O1
CFLAGS += -std=c17 $(WARN) $(CFLAGS.$(MODE))
LDFLAGS += $(LDFLAGS.$(MODE))
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
BOX_LIBS := $(shell pkg-config --libs $(BOX_PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lpthread -lm

BASE := $(wildcard src/base/*.c)
KIT := $(wildcard src/kit/*.c)
OFFICE := $(wildcard src/office/*.c)
JOBS := $(wildcard src/jobs/*.c)
WEB := $(wildcard src/web/*.c)
MAIN := $(wildcard src/*.c)
BOX := $(wildcard src/box/*.c)
SQL := $(wildcard src/office/*.sql src/jobs/*.sql src/web/*.sql src/kit/*.sql)
HTML := $(wildcard src/web/html/*.html)
TOOLS := $(patsubst tools/%.c,build/tools/%,$(wildcard tools/*.c))

objects = $(patsubst src/%.c,$(B)/%.o,$(1))
GEN_SQL_C := $(patsubst src/%.sql,$(G)/%.sql.c,$(SQL)) $(G)/queries.c
GEN_WEB_C := $(G)/web/views.c $(G)/web/html.c
EMBED_C := $(G)/embed_migrations.c $(G)/embed_catalogue.c $(G)/embed_locale.c $(G)/embed_assets.c
gen_objects = $(patsubst $(G)/%.c,$(B)/gen/%.o,$(1))
GENERATED := $(G)/.sql $(G)/.web

LIBS := $(B)/web.a $(B)/jobs.a $(B)/office.a $(B)/kit.a $(B)/base.a
.PHONY: all run test bench fuzz soak install clean check-floors check-habits setup
all: build/motcua build/motcua-box

include tools/rules.mk
include tools/locale.mk
