/* cmd: the commands of the program, one function each.  What they return is printed as one line on
 * stderr and makes exit status 1, or 2 for an ERR_BAD_REQUEST: the command was asked wrongly.
 * Normal output goes to stdout. */
#ifndef CMD_H
#define CMD_H
#include "base/conf.h"
#include "office/office.h"

err *cmd_init(const conf *c);
err *cmd_serve(const conf *c);
err *cmd_verify(const conf *c);
err *cmd_migrate(const conf *c);
err *cmd_doctor(const conf *c);
err *cmd_import(const conf *c);
err *cmd_schema(const conf *c);
err *cmd_officer(const conf *c);
err *cmd_due(const conf *c);
err *cmd_workflow(const conf *c);

office_options cmd_office(const conf *c); /* cmd_office.c */
#endif
