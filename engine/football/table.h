/* The rows of a tidy CSV file as numbers: columns with names, units and kinds; words by number; runs of sequences.
 * Knows: CSV. Must not know data sets. */
#ifndef BACKPASS_FOOTBALL_TABLE_H
#define BACKPASS_FOOTBALL_TABLE_H

#include "engine/football/csv.h"
#include "engine/football/intern.h"

enum { TABLE_COLUMNS_MAX = 4096, TABLE_LEVELS_MAX = 65536 };

/** TableLevel - a word as it will be shown. */
typedef struct TableLevel {
    char name[40];
    size_t word; // its number in words
} TableLevel;

typedef struct TableColumn {
    char name[40], unit[12];
    bool target;
    bool beside; // a target that is carried along whatever the others are
    bool known; // whether numbers or words is decided: by a unit, or by the first field
    bool numeric;
    bool given;        // some row has a value
    bool learnt;       // of targets: the first, and with numbers all that are numbers; the others are carried along
    size_t odd;        // 1 + offset of the first empty field where this or the first target is missing without the other
    bool odd_is_first; // the first target is the one that is missing there
    size_t offset;     // of its header in the file
    Intern words;      // of a column of words
    TableLevel *level; // (words.count), sorted by the bytes of their names
    size_t *place;     // (words.count), of a word among the levels
} TableColumn;

/** Table - {0} is an empty one. */
typedef struct Table {
    TableColumn *column; // without sequence, step and block
    size_t columns;
    double *cell; // (rows, columns): a number, a word's number, or NaN where a target is missing
    size_t cell_room;
    size_t rows;
    size_t *line; // (rows), in the file
    size_t line_room;
    size_t *first; // (sequences) row of step 1
    size_t sequences, first_room;
    Intern ids;
    bool blocked;  // the third column says which sequences go together
    size_t *block; // (sequences), the number of its word among blocks; NULL where not blocked
    size_t block_room;
    Intern blocks;
} Table;

void table_free(Table *table);
/* For its parts: */

/** How much of a field an error shows. */
#define TABLE_SHOWN "\"%.40s\""

/** table_leading - how many columns come before the features: sequence, step and perhaps block. */
size_t table_leading(const Table *table);
/** table_read_header - columns with their names and units. */
bool table_read_header(Table *table, Csv *csv, Error *error) MUST_USE;

/** table_read - header and rows. A row has all of the targets that are learnt or none. Errors: ERR_INPUT as tidy.h
 *  says; ERR_LIMIT for a file that is too big for the memory. */
bool table_read(Table *table, Csv *csv, Error *error) MUST_USE;

#endif
