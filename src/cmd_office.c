/* cmd_office: what the command line says of an installation, as office_open wants it. */
#include "cmd.h"

office_options cmd_office(const conf *c) {
  return (office_options){.folder = c->data, .database = c->database, .secret_file = c->secret,
                          .blobs = c->blobs, .blobs_credentials = c->blobs_credentials,
                          .box = c->box, .clamd = c->clamd,
                          .mail = {c->mail, c->mail_from, c->mail_login, c->mail_ca}};
}
