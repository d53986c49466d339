package dev.freihafen.cost.file;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.Arrays;

/** The fields of one line, in the order of the file, as characters: nothing is allocated per field. */
final class CsvRow extends AbstractBaseCsvCallbackHandler<CsvRow> {

    private char[] text = new char[1 << 10];
    private int[] ends = new int[32];
    private boolean[] quoted = new boolean[32];
    private int count;
    private boolean suspect;
    private boolean empty;

    @Override
    protected void handleBegin(long startingLineNumber) {
        count = 0;
        suspect = false;
        empty = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean inQuotes) {
        if (index == ends.length) {
            ends = Arrays.copyOf(ends, 2 * index);
            quoted = Arrays.copyOf(quoted, 2 * index);
        }
        int begin = begin(index);
        if (begin + length > text.length) {
            text = Arrays.copyOf(text, 2 * (begin + length));
        }
        System.arraycopy(buffer, offset, text, begin, length);
        ends[index] = begin + length;
        quoted[index] = inQuotes;
        count = index + 1;
        for (int place = begin; place < begin + length; place++) {
            char character = text[place];
            if ((character == '"' && !inQuotes) || (character >= '\uD800' && Utf8Text.isMark(text, begin, place))) {
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

    int count() {
        return count;
    }

    boolean isEmptyLine() {
        return empty;
    }

    /** Whether a field has a fault in its characters, which {@link #characterFault} tells. */
    boolean suspect() {
        return suspect;
    }

    char[] characters() {
        return text;
    }

    int begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    String field(int index) {
        return new String(text, begin(index), end(index) - begin(index));
    }

    boolean isQuoted(int index) {
        return quoted[index];
    }

    /** What is wrong with a field's characters, or the empty text. */
    String characterFault(int index) {
        for (int place = begin(index); place < end(index); place++) {
            if (text[place] == '"' && !quoted[index]) {
                return "has a quote inside; put the whole field into quotes and write each quote in it twice";
            }
            if (Utf8Text.isMark(text, begin(index), place)) {
                return Utf8Text.reason(text[place]);
            }
        }
        return "";
    }
}
