/** A statement as people and their programs read it: PDF for the board, XLSX, and a journal for the accounts. Pure. */
@NullMarked
package dev.freihafen.platform.report;

import org.jspecify.annotations.NullMarked;
