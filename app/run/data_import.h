/* `backpass data import`: files of real matches to tidy CSV.
 * Knows: the importers, the command line. */
#ifndef BACKPASS_APP_DATA_IMPORT_H
#define BACKPASS_APP_DATA_IMPORT_H

/** DATA_IMPORT_USAGE - its lines of --help. */
#define DATA_IMPORT_USAGE                                                                                              \
    "       backpass data import [FORMAT] FILE... -o OUT.csv [--task TASK [--ahead S]] [--describe]\n"                 \
    "                real matches: wyscout statsbomb metrica metrica-epts skillcorner dfl lastrow\n"                   \
    "                for the task raw, next-event, possession-shot or trajectory (where S seconds ahead)\n"

/** data_import - the words behind `data import`; returns the exit status. What is wrong goes to the standard error in one
 *  line, and no file is written then. */
int data_import(int count, char *const *words);

#endif
