/* Tells which calls these are: Python calls no others. */

#include "kernel.h"

EXPORTED int version(void) { return 5; }
