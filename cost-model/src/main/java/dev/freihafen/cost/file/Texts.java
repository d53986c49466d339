package dev.freihafen.cost.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The distinct texts of a column: each is checked and kept once, and known by a number from 0. */
final class Texts {

    private final Consumer<String> check;
    private final List<String> texts = new ArrayList<>();
    private int[] slots = new int[64];
    private int last = -1;

    /** @param check throws for a text that is not allowed */
    Texts(Consumer<String> check) {
        this.check = check;
        Arrays.fill(slots, -1);
    }

    int size() {
        return texts.size();
    }

    String get(int number) {
        return texts.get(number);
    }

    List<String> all() {
        return texts;
    }

    int number(String text) {
        return number(text.toCharArray(), 0, text.length());
    }

    int number(char[] characters, int begin, int end) {
        if (last >= 0 && matches(texts.get(last), characters, begin, end)) {
            return last;
        }
        int hash = 0;
        for (int place = begin; place < end; place++) {
            hash = 31 * hash + characters[place];
        }
        int slot = slot(hash);
        while (slots[slot] >= 0) {
            if (matches(texts.get(slots[slot]), characters, begin, end)) {
                last = slots[slot];
                return last;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        String text = new String(characters, begin, end - begin);
        check.accept(text);
        last = texts.size();
        slots[slot] = last;
        texts.add(text);
        if (texts.size() * 2 > slots.length) {
            grow();
        }
        return last;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        for (int number = 0; number < texts.size(); number++) {
            int slot = slot(texts.get(number).hashCode());
            while (slots[slot] >= 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number;
        }
    }

    private int slot(int hash) {
        int spread = hash * 0x9E3779B9;
        return (spread ^ (spread >>> 15)) & (slots.length - 1);
    }

    private static boolean matches(String text, char[] characters, int begin, int end) {
        int length = end - begin;
        if (text.length() != length) {
            return false;
        }
        for (int place = length - 1; place >= 0; place--) {
            if (text.charAt(place) != characters[begin + place]) {
                return false;
            }
        }
        return true;
    }
}
