/** The CSV files of the cost model: read strictly and streaming, each fault with its file, line and column. */
@NullMarked
package dev.freihafen.cost.file;

import org.jspecify.annotations.NullMarked;
