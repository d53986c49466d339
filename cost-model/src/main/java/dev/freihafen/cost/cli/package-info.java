/** The offline command line: the verbs, their options and exit codes. The only package that opens files. */
@NullMarked
package dev.freihafen.cost.cli;

import org.jspecify.annotations.NullMarked;
