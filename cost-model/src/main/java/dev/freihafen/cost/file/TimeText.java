package dev.freihafen.cost.file;

/** Reads {@code YYYY-MM-DDTHH:mm:ssZ} without making objects. */
final class TimeText {

    /** The field is not of this shape, or names a time before 1970: the slow way says what is wrong with it. */
    static final long UNREAD = Long.MIN_VALUE;

    private static final String SHAPE = "0000-00-00T00:00:00Z";
    private static final int[] DAYS_BEFORE = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private TimeText() {}

    /** Seconds since 1970, or {@link #UNREAD}. */
    static long epochSecond(char[] text, int begin, int end) {
        if (end - begin != SHAPE.length() || !hasShape(text, begin)) {
            return UNREAD;
        }
        int year = two(text, begin) * 100 + two(text, begin + 2);
        int month = two(text, begin + 5);
        int day = two(text, begin + 8);
        int hour = two(text, begin + 11);
        int minute = two(text, begin + 14);
        int second = two(text, begin + 17);
        if (year < 1970 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) {
            return UNREAD;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (day > DAYS[month - 1] + (leap && month == 2 ? 1 : 0)) {
            return UNREAD;
        }
        long past = year - 1L;
        long days = past * 365 + past / 4 - past / 100 + past / 400 - 719_162 + DAYS_BEFORE[month - 1] + day - 1;
        if (leap && month > 2) {
            days++;
        }
        return days * 86_400 + hour * 3_600L + minute * 60L + second;
    }

    private static boolean hasShape(char[] text, int begin) {
        for (int place = 0; place < SHAPE.length(); place++) {
            char expected = SHAPE.charAt(place);
            char character = text[begin + place];
            boolean fits = expected == '0' ? character >= '0' && character <= '9' : character == expected;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int two(char[] text, int place) {
        return (text[place] - '0') * 10 + text[place + 1] - '0';
    }
}
