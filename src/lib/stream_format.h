/* SPDX-License-Identifier: MIT
 * stream_format: the numbers of Arrow's metadata that reading and writing share; evstream(5) explains them.
 */
#ifndef EVFARM_STREAM_FORMAT_H
#define EVFARM_STREAM_FORMAT_H

#define MARK 0xffffffffu /* begins every message */

enum { METADATA_V4 = 3, METADATA_V5 = 4 };
enum message_kind { MESSAGE_SCHEMA = 1, MESSAGE_DICTIONARY = 2, MESSAGE_BATCH = 3 };

/* Fields of the tables, by number. */
enum { MESSAGE_VERSION, MESSAGE_KIND, MESSAGE_HEADER, MESSAGE_BODY };
enum { SCHEMA_ENDIANNESS, SCHEMA_FIELDS };
enum { FIELD_NAME, FIELD_NULLABLE, FIELD_KIND, FIELD_TYPE, FIELD_DICTIONARY, FIELD_CHILDREN };
enum { INT_BITS, INT_SIGNED };
enum { FLOAT_PRECISION };
enum { ENCODING_ID, ENCODING_INDEX };
enum { BATCH_ROWS, BATCH_NODES, BATCH_BUFFERS, BATCH_COMPRESSION };
enum { DICTIONARY_ID, DICTIONARY_DATA, DICTIONARY_DELTA };

/* What a column is, of the 26 kinds that Arrow has; and the precisions of FLOAT. */
enum { WIRE_INT = 2, WIRE_FLOAT = 3, WIRE_UTF8 = 5, WIRE_BOOL = 6, WIRE_LARGE_UTF8 = 20 };
enum { FLOAT_HALF, FLOAT_SINGLE, FLOAT_DOUBLE };

#endif
