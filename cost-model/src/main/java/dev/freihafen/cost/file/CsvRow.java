package dev.freihafen.cost.file;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.BitSet;

/** One line of a CSV file: its fields in the order of the file, and what is suspicious in their characters. */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {

    private final TextRow fields = new TextRow();
    private final BitSet quoted = new BitSet();
    private boolean suspect;
    private boolean empty;

    @Override
    protected void handleBegin(long startingLineNumber) {
        fields.clear();
        quoted.clear();
        suspect = false;
        empty = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean inQuotes) {
        fields.add(buffer, offset, length);
        quoted.set(index, inQuotes);
        for (int place = offset; place < offset + length; place++) {
            char character = buffer[place];
            if ((character == '"' && !inQuotes)
                    || (character >= Character.MIN_SURROGATE && Utf8Text.isMark(buffer, offset, place))) {
                suspect = true;
            }
        }
    }

    @Override
    protected void handleEmpty() {
        empty = true;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }

    /** The line on which it starts, from 1. */
    long line() {
        return getStartingLineNumber();
    }

    TextRow fields() {
        return fields;
    }

    boolean isEmptyLine() {
        return empty;
    }

    /** Whether a field has a fault in its characters, which {@link #characterFault} tells. */
    boolean suspect() {
        return suspect;
    }

    boolean isQuoted(int index) {
        return quoted.get(index);
    }

    /** What is wrong with a field's characters, or the empty text. */
    String characterFault(int index) {
        char[] text = fields.characters();
        for (int place = fields.begin(index); place < fields.end(index); place++) {
            if (text[place] == '"' && !quoted.get(index)) {
                return "has a quote inside; put the whole field into quotes and write each quote in it twice";
            }
            if (Utf8Text.isMark(text, fields.begin(index), place)) {
                return Utf8Text.reason(text[place]);
            }
        }
        return "";
    }
}
