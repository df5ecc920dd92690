/* SPDX-License-Identifier: MIT
 * links: data/ in a plan's folder. data/0/7 leads to the file that task 7 reads, data/0/7+1 and on to its further files, and
 * data/0/7@ says "OFFSET+LENGTH" if only these bytes are meant. So no name of the user's stands in the Makefile.
 */
#ifndef EVFARM_LINKS_H
#define EVFARM_LINKS_H

#include "plan.h"

/* Makes the links of an input that are not there. One whose file has another size or date than the old record says (NULL:
 * there is none) is made anew: its own date then tells make that the file changed, even if the file's date is older. */
void links_make(const struct input *in, const struct record *old);

/* Writes the input's rows of the record. */
void links_record(const struct input *in, struct frame *record);

#endif
