/* SPDX-License-Identifier: MIT
 * folders: the folders above a file, made where they are not there.
 */
#ifndef EVFARM_FOLDERS_H
#define EVFARM_FOLDERS_H

/* 0, or -1 with errno set and the folder that could not be made in *which (NULL: not asked for), fresh. */
int make_folders(const char *path, char **which);

#endif
