/* story: runs tests/stories/NAME.story, sentences that an officer could read, through the
 * dispatcher.
 *
 * Each story has a demonstration of its own, on SQLite in a temporary folder or on the PostgreSQL
 * database given; requests go through web_serve, without a socket. */
#ifndef STORY_H
#define STORY_H
#include "web/web.h"

typedef struct pending_paper {
  str who, component, id;
} pending_paper;

/* One request as a program makes it, or for a page; who none: nobody. */
typedef struct story_request {
  str who, method, path, content_type, body, key;
  int64_t if_match;          /* -1: none */
  bool page;
} story_request;

typedef struct storyteller {
  arena *a;
  office *office;
  web web;
  str folder, database;
  str tokens[32][2];         /* login, bearer token */
  size_t ntokens;
  pending_paper papers[16];
  size_t npapers;
  str code, other;           /* the dossier the story is about, and the one before */
  str tracking, tracking_before; /* codes that were told of it */
  str mandate;               /* under which the next filing is made, or none */
  str person, filing_more;   /* who is at the counter; more members of the next filing, or none */
  str draft, begun;          /* its id, and the procedure of what is begun */
  str signing;               /* Location of a begun signing */
  str delivery;              /* of the dossier when it was last looked at */
  str complaint;             /* its address */
  str ruling;                /* Location of a decision on many dossiers */
  int64_t version;           /* of the dossier when it was last looked at */
  int64_t seen_dossier;      /* when somebody saw it */
  str given;                 /* the password that an administrator was told */
  int64_t seen;              /* of the officer that somebody looked at */
  story_request last;        /* to repeat it */
  int last_status;
  str last_location;
  int status;                /* of the last reply */
  str reply, location;
  str failure;               /* what went wrong with the current sentence, or none */
} storyteller;

/* A sentence: fixed words, and '*' for the parts, which say() gets in their order. */
typedef struct story_saying {
  const char *pattern;       /* NULL: the list ends */
  void (*say)(storyteller *t, const str *p);
} story_saying;
extern const story_saying officer_sentences[]; /* officers.c */
extern const story_saying unit_sentences[];    /* units.c */
extern const story_saying people_sentences[];  /* people.c */
extern const story_saying dialogue_sentences[]; /* dialogue.c */
extern const story_saying ruling_sentences[];  /* rulings.c */
extern const story_saying notice_sentences[];  /* notices.c */
extern const story_saying tracking_sentences[]; /* tracking.c */
extern const story_saying desk_sentences[];    /* desks.c */
extern const story_saying paper_sentences[];   /* papers.c */
extern const story_saying counter_sentences[]; /* counter.c */

/* Sends it and fills status, reply and location. */
void story_send(storyteller *t, const story_request *q);
/* The sentence "WHO files PROCEDURE with DATA": p[0..2], under t->mandate; fills t->code. */
void story_file(storyteller *t, const str *p, str channel, int wanted);
/* The ids of the dossier's papers as a JSON list (counter.c). */
str story_scans(storyteller *t);
/* The token of a login, signing in when it has none. */
str story_token(storyteller *t, str who);
/* What a token of `who` with this certificate answers to a digest (token.c). */
err *story_token_sign(storyteller *t, str who, str certificate, str digest, str *signature);
/* Runs one sentence; false: no such sentence.  t->failure tells what did not hold. */
bool story_sentence(storyteller *t, str line);
void story_fail(storyteller *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Notes which rows of workflow.def the story's events took; have all been taken by now, each in
 * every role that it names?  (taken.c) */
void story_note_rows(storyteller *t);
bool story_every_row(void);
#endif
