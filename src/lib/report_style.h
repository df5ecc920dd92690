/* SPDX-License-Identifier: MIT
 * report_style: how a report looks, and what its script does. The page carries both, and its security policy names them by their
 * SHA-256, so that nothing else in it is ever run or styles it.
 */
#ifndef EVFARM_REPORT_STYLE_H
#define EVFARM_REPORT_STYLE_H

/* In pieces, up to NULL. */
extern const char *const report_style[], *const report_script[];
/* base64 of the SHA-256 of all pieces together; test/evreport.bats tells what they have to be. */
extern const char report_style_hash[], report_script_hash[];

#endif
